import { dayOf, isoDay } from "../dates/calendar.ts";
import { readWhen, type When } from "../dates/dates.ts";
import type { Meaning } from "../meaning.ts";
import { withoutPlatforms } from "../naming/platforms.ts";
import type { Condition, Rule, Scene } from "../rule.ts";
import type { Heard } from "../text/normalise.ts";
import { unlinked } from "./account-details.ts";
import { findUrl, platformOf } from "./links.ts";
import { platformsHad } from "./named-platforms.ts";
import { readShare } from "./share.ts";
import { topicOf } from "./topics.ts";

const PUBLISHED =
  /(?:发(?:了|布|表|过|的|个|篇|一|条|出|完|送)|推(?:送|了)|更新了|刊发|刊登|登了|上了|转发了|出了|刚发)/;
const WORK =
  /推文|文章|视频|短视频|稿子?|稿件|新闻|消息|推送|图文|作品|帖子|报道|信息|通讯|直播|一篇|篇|招生|公告|海报|vlog|动态|微博/;
const NOT_PUBLISHED =
  /通知|邮箱|表|照片|催|给各|能不能|没发|计划|准备|打算|举报|失实|境外|讨薪|状况|在传|留言|体罚|造谣|红包|加群|兼职|中奖|行了吧|不想|(?:给|帮)我发|发[到给](?:大家|各|全|群|未|没|信息员)|你找/;
const ABOUT_OTHERS = /列给|给我(?:看|瞅|瞧)|看看(?!吧|【|我)|怎么|咋|体罚|骂|越传|谁|哪里|吗$|没发|未发布/;
const LATER = /晚点|回头|稍后|有空|再(?:登|报|补|弄|说|发给)|明早再/;
const PROFILE = /主页|账号|帐号|登记我|我的号|主页链接/;

const CORRECTING = /错了|贴错|发错|更正|^不是/;

const tellsOfWork: Condition = ({ bare, asking }, { context }) => {
  const orders = context.role === "administrator" && !/我/.test(bare);
  return (
    PUBLISHED.test(bare) &&
    WORK.test(bare) &&
    !asking &&
    !orders &&
    !NOT_PUBLISHED.test(bare) &&
    !ABOUT_OTHERS.test(bare)
  );
};

/** Where a link is something else: evidence, an address in a list of media. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  "register-account",
  "deliverable",
  "ledger",
  "evidence",
  "duty",
]);

const isWorkLink: Condition = ({ bare, said }, { context }) =>
  findUrl(said) !== undefined &&
  !ELSEWHERE.has(context.kind) &&
  !/红包|加群|兼职|中奖/.test(bare) &&
  !CORRECTING.test(bare) &&
  !PROFILE.test(bare) &&
  readShare(said)?.of !== "profile";

/** What is told while a publication is asked for: a link, a day or a platform. */
const continues: Condition = (heard, scene) => {
  const { bare, said, asking } = heard;
  if (scene.context.kind !== "register-publication" || CORRECTING.test(bare)) return false;
  if (findUrl(said)) return true;
  if (asking || LATER.test(bare) || ABOUT_OTHERS.test(bare)) return false;
  return whenOf(heard, scene) !== undefined || platformsHad(bare).length > 0;
};

/** Something that was published. */
export const publication: Rule = (heard, scene) =>
  continues(heard, scene) ||
  (scene.context.kind !== "register-account" && tellsOfWork(heard, scene)) ||
  isWorkLink(heard, scene)
    ? published(heard, scene)
    : undefined;

const UNSURE_DAY =
  /(?:大概|大约|好像|可能|应该)(?:是|在|就是)?.{0,2}(?:月|号|周|星期|礼拜|昨|前天|今天)|记不|想不起|忘了哪|号左右|[上中下]旬|月初|月底|前后|没发/;

/** Share texts hold numbers that look like days, such as 03/14 and 9.20. */
const NUMBERS_OF_SHARES = /\d{1,2}\/\d{1,2}|^\s*\d+\.\d+(?=\s)/g;

/** 教师节表彰 and #教师节 tell what it is about, 教师节那天 when it appeared. */
const FEAST_AS_TOPIC =
  /#\S{1,20}|(?:教师节|国庆节?|元旦|儿童节|六一)(?!那天|当天|[前后发推早晚上下]|$|[,，。 ])/g;

/** When it appeared: the first piece that names a day tells it. */
const whenOf = (heard: Heard, { now }: Scene): When | undefined => {
  const told = unlinked(heard).replace(findUrl(heard.said) ? NUMBERS_OF_SHARES : "", "");
  // 今日头条 names no day.
  const words = withoutPlatforms(told).replace(FEAST_AS_TOPIC, " ");
  const whole = readWhen(words, now, "past");
  if (whole?.kind === "day") return whole;
  for (const piece of words.split(/[,，。;\n\s]+/)) {
    const when = readWhen(piece, now, "past");
    if (when?.kind === "day") return when;
  }
  return whole;
};

/** A day that was named for certain; one to come only where somebody says what is planned. */
const publishedOn = (bare: string, when: When | undefined, now: Date): string | undefined => {
  const today = dayOf(now);
  const planned = /打算|准备|计划|提前|要发|明天|后天|明早|明晚/.test(bare);
  if (when?.kind === "day" && !UNSURE_DAY.test(bare) && (when.day <= today || planned)) return when.date;
  return /刚(?!好)|今天|今早/.test(bare) && !planned ? isoDay(today) : undefined;
};

const missingFrom = (platform: string | undefined): string =>
  platform ? "请补充链接、三审人。" : "请补充平台、链接、三审人。";

const platformIn = (heard: Heard, url: string | undefined): string | undefined => {
  const linked = url ? platformOf(url) : undefined;
  const words = unlinked(heard);
  return (
    linked ??
    platformsHad(words)[0] ??
    (/微信.{0,6}(?:推文|文章|图文|推送)/.test(words) ? "微信公众号" : undefined)
  );
};

/** Something that appeared, or is to appear. */
export const published = (heard: Heard, scene: Scene): Meaning => {
  const inside = scene.context.kind === "register-publication";
  const url = findUrl(heard.said);
  const platform = platformIn(heard, url);
  return {
    intent: "register-publication",
    platform,
    name: inside ? undefined : readShare(heard.said)?.account,
    url,
    date: publishedOn(heard.bare, whenOf(heard, scene), scene.now),
    topic: topicOf(heard.said),
    ask: url || inside ? undefined : missingFrom(platform),
  };
};
