import { invalid } from "../errors.ts";
import { type Day, dayOf, startOf } from "../workdays.ts";

/** Is it a day of the calendar, as YYYY-MM-DD? */
export const isDay = (word: string): boolean =>
  /^(19|20)\d\d-\d\d-\d\d$/.test(word) &&
  !Number.isNaN(startOf(word).getTime()) &&
  dayOf(startOf(word)) === word;

/** So many characters of the words at most; none is halved. */
export const atMost = (words: string, most: number): string => [...words].slice(0, most).join("");

/** What is wrong with an input, field by field: every complaint is told at once. */
export class Complaints {
  private readonly problems: { field: string; message: string }[] = [];

  add(field: string, message: string): void {
    this.problems.push({ field, message });
  }

  /** Words that must be there, of limited length; answers them without the space around. */
  words(field: string, words: string, most: number): string {
    const trimmed = words.trim();
    if (trimmed === "") this.add(field, "不能空着");
    return this.shortWords(field, trimmed, most);
  }

  /** Words that may be missing. */
  shortWords(field: string, words: string, most: number): string {
    const trimmed = words.trim();
    const length = [...trimmed].length;
    if (length > most) this.add(field, `最多${most}个字,现在有${length}个`);
    return trimmed;
  }

  /** A code of letters, digits, `-` and `_`. */
  code(field: string, code: string): string {
    if (!/^[A-Za-z0-9_-]{1,20}$/.test(code)) this.add(field, "只能用字母、数字、-和_,最多20个");
    return code;
  }

  /** One of a few words. */
  oneOf(field: string, word: string, words: readonly string[]): void {
    if (!words.includes(word)) this.add(field, `不认识“${word.slice(0, 20)}”,应是${words.join("、")}之一`);
  }

  /** A day of the calendar. */
  day(field: string, day: string): void {
    if (!isDay(day)) this.add(field, "应是年-月-日,如2018-09-07");
  }

  /** A first and a last day, in order; the first may be unknown. */
  span(from: Day | null, due: Day): void {
    if (from !== null) this.day("from", from);
    this.day("due", due);
    if (from !== null && isDay(from) && isDay(due) && from > due) this.add("due", "截止日早于开始日");
  }

  /** Refuses with invalid when there was anything to complain of. */
  settle(): void {
    if (this.problems.length > 0) throw invalid("填写的内容有误,请按说明修改", this.problems);
  }
}
