import type { Static } from "typebox";
import type { Commands } from "./schemas.ts";

/** What may be done with an object that has no machine: all of it, or nothing and why. */
export function commandsFor(whyNot: string | null, titles: Record<string, string>): Static<typeof Commands> {
  const all = Object.entries(titles).map(([command, title]) => ({ command, title }));
  return whyNot === null
    ? { allowed: all, denied: [] }
    : { allowed: [], denied: all.map((each) => ({ ...each, why: whyNot })) };
}
