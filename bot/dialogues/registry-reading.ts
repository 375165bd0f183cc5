import { dayOf } from "../../src/workdays.ts";
import { readPlaces } from "../understand/answers/choices.ts";
import { readWhen } from "../understand/dates/dates.ts";
import { findUrl } from "../understand/registration/links.ts";
import { hear } from "../understand/text/normalise.ts";
import type { Draft } from "./memory.ts";

/** One item of a form: its short name, how it is asked, and how words become its value; undefined is not understood. */
export interface Field {
  key: string;
  label: string;
  ask: string;
  optional?: true;
  /** Is it asked at all, given what is known? */
  when?: (draft: Draft) => boolean;
  read(text: string, now: Date): string | number | boolean | null | undefined;
  say(value: string | number | boolean): string;
}

/** Choices with the numbers that name them. */
export const numbered = (choices: string[]): string =>
  choices.map((choice, index) => `${index + 1} ${choice}`).join("  ");

const placeOf = (text: string, choices: string[]): number | undefined => {
  const places = readPlaces(hear(text).bare, choices);
  return Array.isArray(places) && places.length === 1 ? places[0] : undefined;
};

/** Reads one of the choices that were offered with numbers. */
export function pick<T extends string | number | boolean>(
  text: string,
  choices: [T, string][],
): T | undefined {
  const place = placeOf(
    text,
    choices.map(([, words]) => words),
  );
  return place === undefined ? undefined : choices[place]?.[0];
}

const yes =
  /^(?:1|是|是的|有|有的|对|对的|会|能|已认证|认证了|认证过|出现|有出现|有时|偶尔|yes|y|✓)(?:了|的)?$/u;
const no =
  /^(?:2|否|不|不是|没|没有|无|未|不会|不能|从不|没出现|没有出现|未认证|没认证|没有认证|没有的|no|n|✗)(?:的|过|了)?$/u;

/** 是 or 否 said firmly; a weak 嗯 is neither. */
export function readYesNo(text: string): boolean | undefined {
  const { bare } = hear(text);
  if (yes.test(bare)) return true;
  return no.test(bare) ? false : undefined;
}

const none = /^(?:无|没有|没|不填|不知道|不清楚|记不清了?|忘了|忘记了|不记得了?|没写)$/u;

/** Free words of some length that are more than a nod. */
export const words =
  (longest: number) =>
  (text: string): string | undefined => {
    const said = text
      .trim()
      .replace(/^(?:叫做?|名字是|名称是|标题是|标题[::]|账号名?是|改成|改为|来源是?[::]?|是)\s*/u, "")
      .replace(/^[《“"「](.+)[》”"」]$/u, "$1")
      .trim();
    const weak = /^(?:嗯+|哦+|好的?|是的?|对|收到|可以|行|ok|确认|[。!??!]*)$/iu.test(said);
    return weak || none.test(said) || said.length > longest ? undefined : said;
  };

/** The id of an account, as its owner writes it. */
export const handle = (text: string): string | undefined => {
  const said = text
    .trim()
    .replace(/^.{0,6}?(?:号|id|ID|uid|UID)\s*(?:是|[::])\s*/u, "")
    .trim();
  return /^[\p{Script=Han}A-Za-z0-9_.\-@]{2,60}$/u.test(said) &&
    !/^(?:嗯+|好的?|是的?|没有|不知道|确认|收到|不清楚)$/u.test(said)
    ? said
    : undefined;
};

/** A link with its case kept; 没有 where it may be left out. */
export const readLink = (text: string): string | null | undefined =>
  findUrl(text) ?? (none.test(text.trim()) ? null : undefined);

const yearMonth = /^(20\d\d)[年.\-/]?(?:(1[0-2]|0?[1-9])月?)?(?:左右|前后|初|底)?$/u;

/** The first day of a year or month that is named without a day; undefined for other words. */
function readMonth(bare: string, now: Date): string | undefined {
  const [, year, month] = yearMonth.exec(bare) ?? lastYears.exec(bare) ?? [];
  if (year === undefined) return undefined;
  const back = ["今年", "去年", "前年"].indexOf(year);
  const named = back < 0 ? year : Number(dayOf(now).slice(0, 4)) - back;
  return `${named}-${(month ?? "1").padStart(2, "0")}-01`;
}

const lastYears = /^(今年|去年|前年)(?:(1[0-2]|0?[1-9])月)?(?:左右|份|初|底)?$/u;

/** A day gone by, YYYY-MM-DD; of a bare month or year its first day. Null for 没有. */
export function readPastDay(text: string, now: Date): string | null | undefined {
  const { bare } = hear(text);
  if (none.test(bare)) return null;
  const when = readWhen(bare, now, "past");
  return readMonth(bare, now) ?? (when?.kind === "day" ? when.date : undefined);
}

/** How a plain question is asked for and said. */
export const sure = { say: (value: unknown): string => (value ? "是" : "否"), read: readYesNo };
/** A value that is said as it is. */
export const itself = { say: String };
/** A day as people write it. */
export const asDay = {
  say: (value: unknown): string => String(value).replace(/^(\d+)-0?(\d+)-0?(\d+)$/u, "$1年$2月$3日"),
};
/** The two answers to a plain question. */
export const yesOrNo = "1 是  2 否";
