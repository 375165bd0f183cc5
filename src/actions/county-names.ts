/** A name without the differences that nobody means: width of letters, spaces, kinds of brackets. */
export const plain = (name: string): string => name.normalize("NFKC").replace(/\s+/g, "").toLowerCase();

/** Why a name cannot be one, or null. Numbers of identity cards and telephones are never kept, so they must not slip in. */
export function whyNoName(name: string, most: number): string | null {
  if ([...name].length > most) return `太长了,最多${most}个字`;
  if (/\d{11}/.test(plain(name))) return "像是身份证号或电话号码,请不要填写";
  return /\p{Cc}/u.test(name) ? "中间有换行或看不见的符号" : null;
}

/** A word that is quoted in a complaint, cut at twenty signs. */
export const shorten = (word: string): string =>
  [...word].length > 20 ? `${[...word].slice(0, 20).join("")}…` : word;
