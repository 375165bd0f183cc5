import { readWhen } from "../dates/dates.ts";
import type { AdministrationMeaning, Meaning } from "../meaning.ts";
import { readTarget, readTownship } from "../naming/targets.ts";
import { groupIn, isAdministrator, unitsIn } from "../naming/whom.ts";
import { type Condition, firstOf, given, type Rule, type Scene } from "../rule.ts";
import { type Heard, plain } from "../text/normalise.ts";
import { type Dispatch, dispatched, ordered } from "./dispatch.ts";

/** "明天上午9点给各校发通知:…": the hour of sending stands in front, with a word of sending behind it. */
const TIMED =
  /^(?:定时)?(?:在)?([^:给向通群发]{0,4}[^给向通群发]{2,14}?(?::\d\d)?)(?:的时候)?(?:再)?(?=给|向|通知|群发|发通知)/;

/** The moment of sending that stands in front, and what is said behind it. */
const hourAhead = (bare: string, now: Date): { at?: string | undefined; rest: string } => {
  const found = TIMED.exec(bare);
  const when = found?.[1] === undefined ? undefined : readWhen(found[1], now);
  const at = when?.kind === "day" ? when.at : undefined;
  return at ? { at, rest: bare.slice(found?.[0].length) } : { rest: bare };
};

/** 柳河镇的学校. */
const ALL_BELOW = /[镇乡](?:的|各|所有|全部|下面){0,3}(?:学校|单位)/;

const groupOf = (whom: string): string | undefined =>
  groupIn(whom) ?? (ALL_BELOW.test(whom) ? "全部" : undefined);

/** The schools named one by one, with the title of those who lead them. */
const single = (units: readonly string[], words: string): Partial<AdministrationMeaning> => ({
  unit: units.length === 1 ? units[0] : undefined,
  whom: `${units.join("、")}${/(?:的)?(?:校长|园长)$/.exec(words)?.[0] ?? ""}`,
});

/** Who is meant, as facts; `whom` keeps the words where they name somebody that can be looked up. */
const addressees = (words: string): Partial<AdministrationMeaning> => {
  const units = unitsIn(words);
  const group = groupOf(words);
  const township = readTownship(words);
  const target = readTarget(words);
  if (units.length > 0 && !group) return { ...single(units, words), target };
  const known = group ?? township;
  return { group, whom: known && words, township, target };
};

const broadcast = (heard: Heard, { whom, text }: Dispatch, at: string | undefined): AdministrationMeaning => {
  const said = text
    .replace(/^[:,。、\s]+/, "")
    .replace(/^(?:内容(?:是|为)|就说)[:,]?/, "")
    .trim();
  return {
    intent: "broadcast",
    ...addressees(whom),
    at,
    ...(said === "" ? { ask: "通知什么内容?" } : { text: original(heard, said) }),
    confirm: true,
  };
};

const isNamed = ({ whom }: Dispatch): boolean =>
  (groupOf(whom) ?? readTownship(whom)) !== undefined || unitsIn(whom).length > 0;

const tell: Rule = (heard, { now }) => {
  const { at, rest } = hourAhead(heard.bare, now);
  const found = ordered(rest);
  return found && isNamed(found) ? broadcast(heard, found, at) : undefined;
};

/** Who is told what, once it is known that somebody is told something. */
export const toldToMany = (heard: Heard, { now, context }: Scene): Meaning => {
  const { at, rest } = hourAhead(heard.bare, now);
  const found = dispatched(rest);
  const unchanged = context.kind === "confirm" && found.whom === "" && found.text === heard.bare;
  return unchanged ? { intent: "ask", ask: CHANGE } : broadcast(heard, found, at);
};
const CHANGE = "要改内容,请回“内容改成:……”。";

const ANNOUNCE =
  /^(?:我要|我想|想|帮我)?(?:群发|发(?:布|个|一?[条份])?(?:通知|公告)|广播(?:一下|一条|通知)?(?=[:, ]|$|给))/;
/** Said by those who tell others; of anybody else it may be what he published. */
const MESSAGE = /^(?:我要|我想|想|帮我)?(?:发|推送)(?:个|一?条)(?:消息|信息)/;
const TO_MANY = /^(?:我要|我想|想)?群发/;

const isAnnouncing: Condition = ({ bare, asking }, { context }) => {
  if (asking) return false;
  if (!isAdministrator(context)) return TO_MANY.test(bare);
  return ANNOUNCE.test(bare) || (context.role !== undefined && MESSAGE.test(bare));
};

const announce: Rule = given(isAnnouncing, (heard, scene) => toldToMany(heard, scene));

const LONGEST_RULED = 300;

/** The words as typed where they can be found again, so that names, links, lines and long texts stay whole. */
const original = (heard: Heard, text: string): string => {
  const start = text.slice(0, 12);
  const last = Math.min(heard.said.length, LONGEST_RULED);
  for (let at = 0; at < last; at += 1) {
    if (!plain(heard.said.slice(at, at + 40)).startsWith(start)) continue;
    const typed = heard.said.slice(at).trim();
    return heard.bare.endsWith(text) ? typed : text;
  }
  const colon = heard.said.search(/[:：]/);
  const typed = colon === -1 || !heard.bare.endsWith(text) ? "" : heard.said.slice(colon + 1).trim();
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
  /^(?:刚才|上次)?(?:的|那条)?(?:群发|通知|消息)(?:都)?有?(?:谁|哪些人?)(?:还)?(?:没有?)?(?:看|收|读|收到|看到)[过了没]?(?:[,、 ]?(?:谁|哪些人?)(?:还)?没有?(?:看|收|读|收到|看到)[过了]?)?$|^(?:看看?|查看?)?(?:刚才|上次|这次|那条|前面)?(?:的|那条)?(?:群发|通知)(?: ?#?\d{1,9}[a-z])?(?:的)?(?:结果|情况|进展|进度|发送情况|送达情况|怎么样|发完了?[吗没]|发了多少|到了多少|送到了?[吗没]).{0,4}$/;
const REPLIES =
  /^(?:看看?|查看?)?(?:刚才|上次|这次)?(?:的)?(?:群发|通知)(?: ?#?\d{1,9}[a-z])?(?:的)?(?:回复|答复|反馈|回信)(?:有哪些|呢|情况)?$|^(?:谁|哪些人?|有谁)(?:都)?(?:回复|答复|回)(?:群发|通知)?了$/;
const STOP =
  /^(?:请|快|赶紧|马上|帮我)?(?:把)?(?:取消|停止|终止|中止|撤回|停掉|停|别发)(?:掉|了|一下)?(?:刚才|上次|正在发)?(?:的|那条|那个|这条)?(?:群发|广播|通知|发送)(?:通知)?(?: ?#?\d{1,9}[a-z])?(?:了|吧)?$|^(?:把)?(?:刚才|上次)?(?:的|那条)?(?:群发|通知)(?: ?#?\d{1,9}[a-z])?(?:先)?(?:取消|停|停止|停掉|停下|撤回|别发|不发|不要发)(?:掉|了|吧|一下)?$/;

const followUp: Rule = ({ bare }, { context }) => {
  if (OUTCOME.test(bare)) return { intent: "broadcast-outcome" };
  if (REPLIES.test(bare)) return { intent: "broadcast-replies" };
  if (!STOP.test(bare)) return undefined;
  const unsent = context.kind === "confirm" && /发送/.test(bare);
  return unsent ? { intent: "cancel" } : { intent: "cancel-broadcast" };
};

/** What is told to many, and what became of it. */
export const telling: Rule = firstOf([tellRoom, followUp, tell, announce]);
