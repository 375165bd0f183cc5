import type { SendOutcome } from "../src/letter.ts";

/** Cuts a text into parts of at most `longest` characters, at line ends where there are any. */
export function cutText(text: string, longest: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > longest) {
    const end = cutAt(rest, longest);
    parts.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).replace(/^\n/, "");
  }
  return [...parts, rest].filter((part, at) => part !== "" || (at === 0 && text === ""));
}

function cutAt(text: string, longest: number): number {
  const line = text.lastIndexOf("\n", longest);
  if (line > 0) return line;
  // Never between the two halves of one character such as an emoji.
  const half = text.charCodeAt(longest - 1);
  return half >= 0xd800 && half <= 0xdbff && longest > 1 ? longest - 1 : longest;
}

/** What a thrown send means, after `said` parts of the letter had gone out. */
export function endingOf(error: unknown, said: number): SendOutcome {
  const detail = error instanceof Error ? error.message : String(error);
  if (said > 0) return { kind: "unknown", detail: `已发出前 ${said} 段,其余失败:${detail}` };
  if (/频繁|frequent|too many|rate.?limit/i.test(detail)) return { kind: "throttled", detail };
  if (/not logged in|logged out|offline|未登录/i.test(detail)) return { kind: "offline", detail };
  return { kind: "unknown", detail };
}
