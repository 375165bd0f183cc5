const letters = "ABCDEFGHJKMNPQRSTUVWXYZ";

/** What people type after # to answer a broadcast: its number and a check letter; a task's code begins with a letter. */
export const broadcastCode = (id: number): string => `${id}${letters[id % letters.length]}`;

/** The broadcast that a code names, # or not; null when it is none or its check letter is wrong. */
export function broadcastOf(code: string): number | null {
  const word = code.trim().replace(/^[##]/, "").toUpperCase();
  const digits = word.slice(0, -1).replaceAll("O", "0").replace(/[IL]/g, "1");
  if (!/^[1-9]\d{0,8}$/.test(digits)) return null;
  const id = Number(digits);
  return broadcastCode(id) === digits + word.slice(-1) ? id : null;
}

/** The broadcasts whose codes stand in a text, in order; wrong check letters are passed over. */
export function codesIn(text: string): number[] {
  const words = text.match(/[##][0-9OIL]{1,9}[A-Z](?![A-Z0-9])/gi) ?? [];
  return words.flatMap((word) => broadcastOf(word) ?? []);
}
