import type { County } from "./county.ts";
import type { Model } from "./model.ts";
import { dayOf, timeOf } from "./plan.ts";
import type { Register } from "./settle.ts";
import type { Arrived } from "./stage.ts";

/** Everything by which letters are judged. */
export interface Evidence {
  county: County;
  model: Model;
  register: Register;
  arrived: Arrived[];
  /** Phones that nothing reaches, and who had which phone until when. */
  dead: ReadonlySet<string>;
  phonesOf(who: string, at: number): { now: string; ever: string[] } | null;
}

/** A letter in one line. */
export const shown = ({ at, phone, text }: Arrived): string =>
  `${dayOf(at)} ${timeOf(at)} ${phone} “${text.replace(/\n/gu, " / ").slice(0, 160)}”`;
