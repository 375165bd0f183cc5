import type { AccountContent, FollowerBand, Platform } from "../../entities/media-account-revision.ts";
import { dayOf } from "../../src/workdays.ts";
import { readPlaces } from "../understand/choices.ts";
import { readWhen } from "../understand/dates.ts";
import { findUrl } from "../understand/links.ts";
import { hear } from "../understand/normalise.ts";
import { readAmount } from "../understand/numbers.ts";
import { readPlatforms } from "../understand/platforms.ts";
import { readShare } from "../understand/share.ts";
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

const platformNames: Record<string, Platform> = {
  抖音: "douyin",
  快手: "kuaishou",
  微信公众号: "wechat-official",
  视频号: "wechat-channels",
  微博: "weibo",
  小红书: "xiaohongshu",
  B站: "bilibili",
  今日头条: "toutiao",
  知乎: "zhihu",
};
const offered = Object.keys(platformNames);

/** What people call a platform. */
export const sayPlatform = (platform: string): string =>
  offered.find((name) => platformNames[name] === platform) ?? "其他平台";

/** The platform of a name that the understanding knows; names of other platforms keep their own. */
export function platformFor(name: string): Pick<AccountContent, "platform" | "platformName"> {
  const platform = platformNames[name];
  return platform ? { platform, platformName: null } : { platform: "other", platformName: name };
}

const bands: [band: FollowerBand, below: number, words: string][] = [
  ["under-1k", 1_000, "1千以下"],
  ["1k-10k", 10_000, "1千到1万"],
  ["10k-100k", 100_000, "1万到10万"],
  ["100k-1m", 1_000_000, "10万到100万"],
  ["over-1m", Number.POSITIVE_INFINITY, "100万以上"],
];

/** The band that a number of followers falls into. */
export const bandOf = (count: number): FollowerBand =>
  bands.find(([, below]) => count < below)?.[0] ?? "over-1m";

const numbered = (choices: string[]): string =>
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

const words =
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

const handle = (text: string): string | undefined => {
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

/** A day gone by, YYYY-MM-DD; of a bare month or year its first day. */
export function readPastDay(text: string, now: Date): string | null | undefined {
  const { bare } = hear(text);
  if (none.test(bare)) return null;
  const [found, year, month] = yearMonth.exec(bare) ?? [];
  if (found) return `${year}-${(month ?? "1").padStart(2, "0")}-01`;
  const [, past, inMonth] = /^(今年|去年|前年)(?:(1[0-2]|0?[1-9])月)?(?:左右|份|初|底)?$/u.exec(bare) ?? [];
  const back = ["今年", "去年", "前年"].indexOf(past ?? "");
  if (back >= 0) return `${Number(dayOf(now).slice(0, 4)) - back}-${(inMonth ?? "1").padStart(2, "0")}-01`;
  const when = readWhen(bare, now, "past");
  return when?.kind === "day" ? when.date : undefined;
}

const sure = { say: (value: unknown): string => (value ? "是" : "否"), read: readYesNo };
const itself = { say: String };
const asDay = {
  say: (value: unknown): string => String(value).replace(/^(\d+)-0?(\d+)-0?(\d+)$/u, "$1年$2月$3日"),
};
const yesOrNo = "1 是  2 否";

function readPlatform(text: string): string | undefined {
  const [named] = readPlatforms(hear(text).text);
  const name = named ?? readShare(text)?.platform;
  if (name) return platformFor(name).platform;
  return pick(text, [
    ...offered.map((each): [string, string] => [platformNames[each] ?? "", each]),
    ["other", "其他"],
  ]);
}

const readFollowers = (text: string): FollowerBand | undefined => {
  const { bare } = hear(text);
  const place = pick(
    text,
    bands.map(([band, , said]): [FollowerBand, string] => [band, said]),
  );
  if (place && /^[1-5]$|以[下上]|到/u.test(bare)) return place;
  const amount = /(\d[\d.]*\s*(?:万|w|千|k|百)?|[一二两三四五六七八九十百千]+万?)/u.exec(bare)?.[1];
  const count = amount === undefined ? undefined : readAmount(amount.replace(" ", ""));
  return count === undefined ? undefined : bandOf(count);
};

/** What is asked of an account, in this order. */
export const accountFields: Field[] = [
  {
    key: "platform",
    label: "平台",
    ask: `是哪个平台?回序号或名称:\n${numbered([...offered, "其他"])}`,
    read: readPlatform,
    say: (value) => sayPlatform(String(value)),
  },
  {
    key: "platformName",
    label: "平台名称",
    ask: "是什么平台?请写平台的名称。",
    when: ({ platform }) => platform === "other",
    read: words(40),
    ...itself,
  },
  { key: "name", label: "账号名", ask: "账号叫什么名字?", read: words(40), ...itself },
  {
    key: "handle",
    label: "账号ID",
    ask: "账号ID是多少?(抖音号、微信号、UID这类,在个人主页上能看到)",
    read: handle,
    ...itself,
  },
  {
    key: "link",
    label: "主页链接",
    ask: "主页链接请粘贴给我;没有就回“跳过”。",
    optional: true,
    read: readLink,
    ...itself,
  },
  { key: "verified", label: "平台认证(加V)", ask: `账号在平台上认证过(加V)吗?\n${yesOrNo}`, ...sure },
  {
    key: "showsUnit",
    label: "显示单位或职务",
    ask: `账号的名字、简介里能看出您的单位或职务吗?\n${yesOrNo}`,
    ...sure,
  },
  {
    key: "followers",
    label: "粉丝",
    ask: `粉丝大概有多少?回序号或人数:\n${numbered(bands.map(([, , said]) => said))}`,
    read: readFollowers,
    say: (value) => bands.find(([band]) => band === value)?.[2] ?? String(value),
  },
  {
    key: "topics",
    label: "主要内容",
    ask: "主要发什么内容?写几个字,如“语文教学、班级活动”。",
    read: words(100),
    ...itself,
  },
  { key: "showsStudents", label: "学生出镜", ask: `内容里有没有学生出镜?\n${yesOrNo}`, ...sure },
  { key: "earnsMoney", label: "有收入", ask: `账号有没有收入(带货、打赏、广告)?\n${yesOrNo}`, ...sure },
  {
    key: "openedOn",
    label: "开通时间",
    ask: "什么时候开通的?如“2021年3月”;记不清就回“跳过”。",
    optional: true,
    read: readPastDay,
    ...asDay,
  },
];

const kinds: [string, string][] = [
  ["ordinary", "普通"],
  ["key", "重点"],
  ["sensitive", "敏感"],
];

function readPublished(text: string): boolean | undefined {
  const { bare } = hear(text);
  if (/^(?:已经?|早就|刚刚?)?(?:发|发布|发出去|发表)(?:了|过了?)$/u.test(bare)) return true;
  if (/^(?:还没有?|没有?|未)(?:发|发布|发出去)$|^(?:准备|打算|想)发$/u.test(bare)) return false;
  return readYesNo(text);
}

const titleField: Field = {
  key: "title",
  label: "标题",
  ask: "作品叫什么标题?",
  read: words(100),
  ...itself,
};

/** Which of the holder's own accounts. */
const accountField = (accounts: [id: number, words: string][]): Field => ({
  key: "mediaAccountId",
  label: "账号",
  ask: `发在哪个账号?回序号:\n${numbered(accounts.map(([, said]) => said))}`,
  read: (text) => pick(text, accounts),
  say: (value) => accounts.find(([id]) => id === value)?.[1] ?? "(已不能用的账号)",
});

const furtherFields: Field[] = [
  {
    key: "published",
    label: "发布情况",
    ask: "已经发出去了吗?\n1 已经发了  2 还没发",
    read: readPublished,
    say: (value) => (value ? "已经发了" : "还没发,先报审"),
  },
  {
    key: "url",
    label: "链接",
    ask: "请粘贴作品的链接。",
    when: ({ published }) => published === true,
    read: (text) => readLink(text) ?? undefined,
    ...itself,
  },
  {
    key: "day",
    label: "发布日期",
    ask: "哪天发的?如“今天”“11月20日”。",
    when: ({ published }) => published === true,
    read: (text, now) => readPastDay(text, now) ?? undefined,
    ...asDay,
  },
  {
    key: "kind",
    label: "类别",
    ask: "属于哪一类?回序号:\n1 普通:日常教学和生活\n2 重点:招生、活动、成绩等\n3 敏感:舆情、事故、投诉等",
    read: (text) => pick(text, kinds),
    say: (value) => kinds.find(([kind]) => kind === value)?.[1] ?? String(value),
  },
  {
    key: "original",
    label: "原创或转载",
    ask: "是原创还是转载?\n1 原创  2 转载",
    read: (text) =>
      pick<boolean>(text, [
        [true, "原创"],
        [false, "转载"],
      ]),
    say: (value) => (value ? "原创" : "转载"),
  },
  {
    key: "source",
    label: "来源",
    ask: "转载自哪里?请写来源。",
    when: ({ original }) => original === false,
    read: words(100),
    ...itself,
  },
  { key: "showsStudents", label: "学生出镜", ask: `有没有学生出镜?\n${yesOrNo}`, ...sure },
];

/** What is asked of a publication, in this order; `accounts` are the holder's own that may be chosen. */
export const publicationFields = (accounts: [id: number, words: string][]): Field[] => [
  titleField,
  accountField(accounts),
  ...furtherFields,
];
