const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
const DIGITS = "零一二三四五六七八九";

/** Matches one number in digits or Chinese numerals, without a group. */
export const NUMBER = "(?:\\d{1,4}|[零〇一二两三四五六七八九十百廿卅]{1,5})";

const digitOf = (sign: string): number | undefined => {
  if (sign === "〇") return 0;
  if (sign === "两" || sign === "俩") return 2;
  if (sign === "仨") return 3;
  const at = DIGITS.indexOf(sign);
  return at === -1 ? undefined : at;
};

const readNumeral = (text: string): number | undefined => {
  let total = 0;
  let digit: number | undefined;
  for (const sign of text) {
    const unit = UNITS[sign];
    if (unit !== undefined) {
      total += (digit ?? 1) * unit;
      digit = undefined;
      continue;
    }
    const read = digitOf(sign);
    if (read === undefined || (digit !== undefined && digit !== 0)) return undefined;
    digit = read;
  }
  return total + (digit ?? 0);
};

/** Reads "23", "二十三", "廿三" or "两"; undefined when it is no whole number (also for "两三"). */
export function readNumber(text: string): number | undefined {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  if (text === "") return undefined;
  return readNumeral(text.replace("廿", "二十").replace("卅", "三十"));
}

const SCALES: Readonly<Record<string, number>> = { 万: 10_000, w: 10_000, 千: 1000, k: 1000, 百: 100, "": 1 };
const AMOUNT =
  /(\d{1,9}(?:\.\d{1,2})?|[一二两三四五六七八九十百]{1,6})(万|w|千|k|百)?(?:[多来余几]|左右|上下)?/;

/** Reads an amount as people say it: "800", "1.2万", "三千多", "5k"; undefined when there is none. */
export function readAmount(text: string): number | undefined {
  const found = AMOUNT.exec(text);
  if (!found) return undefined;
  const [, figure = "", scale = ""] = found;
  const base = /^\d/.test(figure) ? Number(figure) : readNumber(figure);
  return base === undefined ? undefined : Math.round(base * (SCALES[scale] ?? 1));
}
