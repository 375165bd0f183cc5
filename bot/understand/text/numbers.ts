const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
const DIGITS = "零一二三四五六七八九";

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
const FIGURES = /(\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,4})?) ?(万|w|千|k|百)?(?:(?<=[万w千k百])(\d)(?!\d))?/;
const NUMERALS = /[零〇一二两俩三四五六七八九十百千万]{1,10}/;

/** "两千三" is 2300 and "五万三" 53000: a last digit counts the tenths of the unit before it. */
const readTenths = (text: string): number | undefined => {
  const [, unit = "", digit = ""] = /([百千万])([一二三四五六七八九])$/.exec(text) ?? [];
  const tenth = digitOf(digit);
  return tenth === undefined || unit === "" ? undefined : (tenth * (SCALES[unit] ?? 0)) / 10;
};

const readWhole = (text: string): number | undefined => {
  const [thousands = "", rest] = text.split("万");
  if (rest === undefined) return readNumeral(thousands);
  const high = thousands === "" ? 1 : readNumeral(thousands);
  const low = readNumeral(rest);
  return high === undefined || low === undefined ? undefined : high * 10_000 + low;
};

const readSpoken = (text: string): number | undefined => {
  // Of "七八百" and "一万二三" the lower is sure.
  const lower = text.replace(/^([一二两三四五六七八])[二三四五六七八九](?=[十百千万])/, "$1");
  const sure = lower.replace(/(?<=[百千万][一二三四五六七八])[二三四五六七八九]$/, "");
  const tenths = readTenths(sure);
  if (tenths === undefined) return readWhole(sure);
  const whole = readWhole(sure.slice(0, -1));
  return whole === undefined ? undefined : whole + tenths;
};

/** Reads an amount as people say it: "800", "1.2万", "三千多", "5k", "两千三"; of "七八百" the lower; undefined when there is none. */
export function readAmount(said: string): number | undefined {
  // "二十多万" counts the ten thousands.
  const text = said.replace(/[多来余](?=[万w千k百])/g, "");
  const [, figure, scale = "", tenth] = FIGURES.exec(text) ?? [];
  if (figure !== undefined) {
    const unit = SCALES[scale] ?? 1;
    return Math.round(Number(figure.replaceAll(",", "")) * unit + (Number(tenth ?? 0) * unit) / 10);
  }
  const [spoken] = NUMERALS.exec(text) ?? [];
  return spoken === undefined ? undefined : readSpoken(spoken);
}
