import { readWhen } from "./dates.ts";
import type { AdministrationMeaning, Meaning } from "./meaning.ts";
import { type Heard, plain } from "./normalise.ts";
import { firstOf, type Rule } from "./rule.ts";
import { readTarget, readTownship } from "./targets.ts";
import { groupIn, isAdministrator, readUnit } from "./whom.ts";

const BROADCAST =
  /^(?:请|帮我|麻烦)?(?:给|向|通知|告诉|群发|发(?:个|一?条)?(?:通知|消息)?给?|广播|转告|跟|提醒)([^:,。]{0,24}?)(?:都)?(?:发(?:个|一?[条份]|一下)?(?:通知|消息|信息|公告|短信)?|群发|说(?:一下|一声)?|通知(?:一下)?)?(?:(?<!\d):|:(?!\d\d)|[,。 ])+([\s\S]{2,})$/;
const TO_ALL =
  /^(?:我要|我想|想)?(?:请|帮我|麻烦)?给(.{2,24}?)(?:都)?(?:发(?:个|一?[条份]|一下)?(?:通知|消息|信息|公告)|群发)(?:一下)?$/;
const ANNOUNCE =
  /^(?:我要|我想|想)?(?:群发|发(?:个|一?条)?通知|发公告|广播)(?:通知|消息|一下|给(?:各校|大家|所有人|全部|全体)){0,5}[:, ]*([\s\S]*)$/;
const TELL =
  /^(?:通知|告诉|转告)((?:各|所有|全体|全部|全县)[\p{Script=Han}]{1,8}?(?:校|单位|人|学校|幼儿园|小学|中学|校长|老师|科室)|大家|所有人|各校)[,: ]?([\s\S]{2,})$/u;
/** "明天上午9点给各校发通知:…": the hour of sending stands in front, with a word of sending behind it. */
const TIMED =
  /^(?:定时)?(?:在)?([^:给向通群发]{0,4}[^给向通群发]{2,14}?(?::\d\d)?)(?:的时候)?(?=给|向|通知|群发|发通知)/;

interface Dispatch {
  whom: string;
  text: string;
}

/** Who is told what; undefined when the message tells nobody anything. */
const dispatch = (bare: string): Dispatch | undefined => ordered(bare) ?? told(bare) ?? toAll(bare);

const ordered = (bare: string): Dispatch | undefined => {
  const [, whom = "", text] = BROADCAST.exec(bare) ?? [];
  return text && named(whom + bare.slice(0, 3)) ? { whom, text } : undefined;
};

const told = (bare: string): Dispatch | undefined => {
  const [, whom = "", text] = TELL.exec(bare) ?? [];
  return text ? { whom, text } : undefined;
};

const toAll = (bare: string): Dispatch | undefined => {
  const whom = TO_ALL.exec(bare)?.[1];
  return whom && named(whom) ? { whom, text: "" } : undefined;
};

const named = (whom: string): string | undefined => groupIn(whom) ?? readTownship(whom);

/** 柳河镇的学校. */
const ALL_BELOW = /[镇乡](?:的|各|所有|全部|下面){0,3}(?:学校|单位)/;

const groupOf = (whom: string): string | undefined =>
  groupIn(whom) ?? (ALL_BELOW.test(whom) ? "全部" : readUnit(whom));

/** The moment of sending that stands in front, and what is said behind it. */
const hourAhead = (bare: string, now: Date): { at?: string | undefined; rest: string } => {
  const found = TIMED.exec(bare);
  const when = found?.[1] === undefined ? undefined : readWhen(found[1], now);
  const at = when?.kind === "day" ? when.at : undefined;
  return at ? { at, rest: bare.slice(found?.[0].length) } : { rest: bare };
};

const tell: Rule = (heard, { now }) => {
  const { at, rest } = hourAhead(heard.bare, now);
  const found = dispatch(rest);
  const group = found && groupOf(found.whom);
  if (!found || !(group ?? readTownship(found.whom))) return undefined;
  return broadcast(heard, found, { group, at });
};

const broadcast = (
  heard: Heard,
  { whom, text }: Dispatch,
  { group, at }: { group?: string | undefined; at?: string | undefined },
): AdministrationMeaning => ({
  intent: "broadcast",
  group,
  whom: whom || undefined,
  township: readTownship(whom),
  target: readTarget(whom),
  at,
  ...(text.trim() === ""
    ? { ask: "通知什么内容?" }
    : { text: original(heard, text.replace(/^[:,。\s]+/, "")) }),
  confirm: true,
});

/** Who is told what, once it is known that somebody is told something. */
export const toldToMany = (heard: Heard, now: Date): Meaning => {
  const { at, rest } = hourAhead(heard.bare, now);
  const colon = /^(.{0,40}?)[:,](.{2,})$/s.exec(rest);
  const found = dispatch(rest) ?? { whom: colon?.[1] ?? rest, text: colon?.[2] ?? "" };
  return broadcast(heard, found, { group: groupOf(found.whom), at });
};

const NO_TEXT = /给?(?:各|所有|全部)?(?:中心校|学校|单位|大家|所有人)/;

const announce: Rule = (heard, { context }) => {
  const said = ANNOUNCE.exec(heard.bare)?.[1];
  if (said === undefined || (!isAdministrator(context) && !/^(?:我要|我想|想)?(?:群发|给)/.test(heard.bare)))
    return undefined;
  if (heard.asking) return undefined;
  const text = said.replace(NO_TEXT, "") === "" ? "" : said;
  return broadcast(heard, { whom: "", text }, { group: groupIn(heard.bare) });
};

const LONGEST_RULED = 300;

/** The words as typed where they can be found again, so that names, links, lines and long texts stay whole. */
const original = (heard: Heard, text: string): string => {
  const start = text.slice(0, 12);
  const last = Math.min(heard.said.length, LONGEST_RULED);
  for (let at = 0; at < last; at += 1) {
    if (plain(heard.said.slice(at, at + 40)).startsWith(start)) return heard.said.slice(at).trim();
  }
  const colon = heard.said.search(/[:：]/);
  const typed = colon === -1 ? "" : heard.said.slice(colon + 1).trim();
  return typed !== "" ? typed : text;
};

const ROOM =
  /^(?:请|帮我|麻烦)?(?:在|往|到|给|向)([^:,。]{1,30}?)群(?:里面?)?(?:发|说|通知|公布|报)(?:一下|个|一?条)?(?:(?:各校|全县|各单位)?(进度|完成情况|数字|情况)|(?:通知|消息|公告)?[:,。 ]+([\s\S]{2,}))$/;

const tellRoom: Rule = (heard) => {
  const found = ROOM.exec(heard.bare);
  if (!found) return undefined;
  const text = found[3] === undefined ? undefined : original(heard, found[3]);
  return { intent: "tell-room", name: (found[1] ?? "").trim(), scope: found[2] && "进度", text };
};

const OUTCOME =
  /^(?:看看?|查看?)?(?:刚才|上次|这次|那条|前面)?(?:的|那条)?(?:群发|通知)(?: ?#?\d{1,9}[a-z])?(?:的)?(?:结果|情况|进展|进度|发送情况|送达情况|怎么样|发完了?[吗没]|发了多少|到了多少|送到了?[吗没]).{0,4}$/;
const REPLIES =
  /^(?:看看?|查看?)?(?:刚才|上次|这次)?(?:的)?(?:群发|通知)(?: ?#?\d{1,9}[a-z])?(?:的)?(?:回复|答复|反馈|回信)(?:有哪些|呢|情况)?$|^(?:谁|哪些人?|有谁)(?:都)?(?:回复|答复|回)(?:群发|通知)?了$/;
const STOP =
  /^(?:请|快|赶紧|马上|帮我)?(?:把)?(?:取消|停止|终止|中止|撤回|停掉|停|别发)(?:掉|了|一下)?(?:刚才|上次|正在发)?(?:的|那条|那个|这条)?(?:群发|广播|通知|发送)(?:通知)?(?: ?#?\d{1,9}[a-z])?(?:了|吧)?$|^(?:把)?(?:刚才|上次)?(?:的|那条)?(?:群发|通知)(?: ?#?\d{1,9}[a-z])?(?:先)?(?:取消|停|停止|停掉|停下|撤回|别发|不发|不要发)(?:掉|了|吧|一下)?$/;

const followUp: Rule = ({ bare }) => {
  if (OUTCOME.test(bare)) return { intent: "broadcast-outcome" };
  if (REPLIES.test(bare)) return { intent: "broadcast-replies" };
  return STOP.test(bare) ? { intent: "cancel-broadcast" } : undefined;
};

/** What is told to many, and what became of it. */
export const telling: Rule = firstOf([tellRoom, followUp, tell, announce]);
