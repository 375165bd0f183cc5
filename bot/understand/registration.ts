import { dayOf, isoDay } from "./calendar.ts";
import { readWhen, type When } from "./dates.ts";
import { findUrl, platformOf } from "./links.ts";
import type { Context, Meaning } from "./meaning.ts";
import type { Heard } from "./normalise.ts";
import { readAmount } from "./numbers.ts";
import { readPlatforms } from "./platforms.ts";
import { type Condition, firstOf, given, type Rule, type Scene, TITLES } from "./rule.ts";
import { readShare } from "./share.ts";

const REGISTERING = /登记|注册|备案|报备|申报|填报|上报/;
const ACCOUNT = /账号|帐号|号(?!码|召|称|线|楼)|自媒体|主页|个人媒体|平台/;
const NO_ACCOUNT =
  /^(?:我|本人|我们|目前|现在|个人|暂时|从来){0,5}(?:都|也|并|是|真的)?(?:没有?|无|没开|未开|未注册|没注册|没申请|不玩|不用|没弄过?|没开通|未开通|从来?没(?:有)?(?:开|注册|弄|玩)?过?)(?:通|设|办|任何|个人|过|自己的|什么|啥|的|这些|这类|这种){0,5}(?:自媒体|账号|帐号|号|平台|媒体|抖音|快手|这些|公众号|东西|这个|那些){0,5}(?:账号|帐号|号)?(?:的|了|要登记的?|需要登记的?|可登记的?|要报){0,5}$|^我?(?:只)?(?:看|刷)(?:看)?,?不发(?:的|东西)?$|^(?:都)?没有$|^(?:无|没)$|^(?:零|0)(?:报告|个)$|^一个(?:都|也)没有$/;
const NAME =
  /(?:叫做?|名称(?:是|叫)?|名字(?:是|叫)?|昵称(?:是|叫)?|账号名(?:是|叫)?|号名(?:是|叫)?|名为|[:：])[ :：]*[《"“「]?([^\s,，。;；!！?？《》"“”「」、:：]{1,20}?)[》"”」]?(?=$|[\s,，。;；!！、》"”」]|粉丝|的?(?:抖音|公众号|账号))/u;
const QUOTED = /[《“"「【]([^》”"」】\s]{1,20})[》”"」】]/u;
const FOLLOWERS =
  /(?:粉丝|关注|粉)(?:量|数|者)?(?:大概|大约|有|约|才|差不多|也就|目前|是|:|不到|快|将近|已经?|的|数|涨到|涨|到|了|破|超过?|过){0,5}(\d[\d.]{0,8} ?(?:万|w|千|k|百)?|[一二两三四五六七八九十百千]{1,6}万?)|(\d[\d.]{0,8} ?(?:万|w|千|k|百)?|[一二两三四五六七八九十百千]{1,6}万?)(?:多|来|几)?个?(?:粉丝|粉|人关注|关注)/;

/** Name, followers, platform and link of an account as told in one message. */
interface AccountDetails {
  platform?: string | undefined;
  platforms?: string[] | undefined;
  name?: string | undefined;
  followers?: number | undefined;
  url?: string | undefined;
}

const nameIn = (heard: Heard): string | undefined => {
  const shared = readShare(heard.said)?.account;
  if (shared) return shared;
  const said = heard.said.replace(/https?:\S+/g, "");
  const name = NAME.exec(said)?.[1] ?? QUOTED.exec(said)?.[1];
  return name?.replace(/的作品$/, "") || undefined;
};

const followersIn = (text: string): number | undefined => {
  const [, before, after] = FOLLOWERS.exec(text) ?? [];
  const amount = before ?? after;
  return amount === undefined ? undefined : readAmount(amount.replace(" ", ""));
};

const detailsOf = (heard: Heard): AccountDetails => {
  const url = findUrl(heard.said);
  const named = readPlatforms(heard.text.replace(/https?:\S+/g, ""));
  const linked = url ? platformOf(url) : undefined;
  return {
    platform: linked ?? named[0],
    platforms: named.length > 1 ? named : undefined,
    name: nameIn(heard),
    followers: followersIn(heard.text),
    url,
  };
};

const FOR_OTHER = new RegExp(
  `(?:帮|替|给|代)(?:我)?((?!我|你)[\\p{Script=Han}]{1,4}?${TITLES}|同事|别人|别的老师|其他老师|他|她|[\\p{Script=Han}]{2,3}(?=登记|注册|备案|报))(?:也)?(?:把)?(?:一起)?(?:的)?.{0,6}(?:登记|注册|备案|报备|报|填)`,
  "u",
);

const forOther: Rule = (heard) => {
  const found = FOR_OTHER.exec(heard.bare);
  if (
    !found ||
    !(ACCOUNT.test(heard.bare) || readPlatforms(heard.bare).length > 0 || /登记/.test(heard.bare))
  )
    return undefined;
  return forSomebody(heard);
};

/** An account of somebody else. */
export const forSomebody = (heard: Heard): Meaning => {
  const whom = FOR_OTHER.exec(heard.bare)?.[1];
  return {
    intent: "register-for-other",
    people: whom ? [whom] : undefined,
    ...detailsOf(heard),
    name: undefined,
  };
};

const CLOSING =
  /注销|销掉|不用(?:抖音|快手|微博|小红书|公众号|视频号)|取消登记|撤销登记|销号|停用|不用了|不玩了|不更了|不做了|删了|删除|关闭|关了|关掉|没在用|弃用|废弃|不运营|不再(?:用|更新|运营)|卸载|已经?停|停更|封了|被封/;
const isOwnAccount: Condition = ({ bare }, { context }) =>
  context.kind === "registered" ||
  context.kind === "register-account" ||
  /登记|我的|我不用|^(?:我要|我想|请|帮我)?(?:注销|停用)/.test(bare);

const isClosing: Condition = (heard, scene) =>
  CLOSING.test(heard.bare) &&
  !heard.asking &&
  !/问题|复查|信息|资料|数据/.test(heard.bare) &&
  isOwnAccount(heard, scene);

/** The only account registered, which is meant when none is named. */
const registeredIn = (context: Context): string | undefined =>
  context.kind === "registered" ? onlyOne(context.platforms) : undefined;

const deregister: Rule = given(isClosing, (heard, scene) => {
  const named = readPlatforms(heard.bare).length > 0 || /账号|帐号|号/.test(heard.bare);
  return named ? closing(heard, scene) : undefined;
});

/** An account that is in use no more. */
export const closing = ({ bare }: Heard, { context }: Scene): Meaning => {
  const named = readPlatforms(bare);
  const platform = named[0] ?? registeredIn(context);
  const platforms = named.length > 1 ? named : undefined;
  return { intent: "deregister", platform, platforms, ask: platform ? undefined : "注销哪个平台的账号?" };
};

const onlyOne = (all: readonly string[] | undefined): string | undefined =>
  all?.length === 1 ? all[0] : undefined;

const CHANGING =
  /改名|改成|改为|换名|更名|换成|变更|更新|修改|变了|涨到|涨了|现在(?:有)?.{0,6}粉|改一?下|粉丝.{0,4}(?:到|破|超|变)|换(?:了)?(?:个)?(?:号|名)|新名/;
const RENAMED =
  /(?:改名|改成|改为|更名|换成|换名)(?:叫|为|成|了|做){0,5}[:《"“「]?([^\s,，。;；!！?？《》"“”「」、:：]{1,20})/u;
const isChanging: Condition = (heard, scene) => {
  const { bare } = heard;
  if (!CHANGING.test(bare) || /题|条|题号|问题|延期/.test(bare) || heard.asking) return false;
  if (scene.context.kind === "idle" && !/我|改名|更名|粉丝.{0,4}(?:涨|到|破|超)/.test(bare)) return false;
  return isOwnAccount(heard, scene) || /账号|粉丝|改名|更名/.test(bare);
};

const update: Rule = given(isChanging, (heard, scene) => {
  const details = detailsOf(heard);
  const about =
    details.platform !== undefined ||
    details.followers !== undefined ||
    /账号|帐号|昵称|粉丝|登记/.test(heard.bare);
  return about ? changing(heard, scene) : undefined;
});

/** What has changed of an account. */
export const changing = (heard: Heard, { context }: Scene): Meaning => {
  const details = detailsOf(heard);
  const platform = details.platform ?? registeredIn(context);
  return {
    intent: "update-account",
    ...details,
    platform,
    name: RENAMED.exec(heard.said)?.[1]?.replace(/(?<=..)了$/, "") ?? details.name,
  };
};

const OWNING =
  /我(?:有|开了?|开通了?|注册了?|办了?|做了?|弄了?|运营|在|也有|还有|的是|玩|用)|(?:我|本人)的|有(?:一?个|俩|两个|三个)|还有(?:一?个)?|账号|号叫|叫/;
const NOT_REGISTERING = /多少|哪些|几个|导出|汇总|没登记|未登记|谁|没有|发了/;

const isRegistering = (bare: string, details: AccountDetails): boolean =>
  REGISTERING.test(bare) && (details.platform !== undefined || /自媒体|账号|帐号|个人号|我的号/.test(bare));

const isOwned = (bare: string, details: AccountDetails): boolean =>
  OWNING.test(bare) && details.platform !== undefined && details.followers !== undefined;

const isNamed = ({ platform, url, followers, name }: AccountDetails): boolean =>
  [platform, url, followers, name].some((detail) => detail !== undefined);

/** A page of an account, pasted by itself. */
const isPastedProfile = (heard: Heard): boolean =>
  readShare(heard.said)?.of === "profile" && !NOT_REGISTERING.test(heard.bare.replace(/关注|赞与收藏/g, ""));

const account: Rule = (heard, { context }) => {
  const { bare } = heard;
  if (context.kind !== "consent" && isPastedProfile(heard)) return owned(heard);
  const details = detailsOf(heard);
  const wished = isRegistering(bare, details);
  if (heard.asking && !wished) return undefined;
  if (context.kind === "register-account" && isNamed(details)) return owned(heard);
  const told = wished && !NOT_REGISTERING.test(bare);
  return told || isOwned(bare, details) ? owned(heard) : undefined;
};

/** An account of one's own, as far as it is described. */
export const owned = (heard: Heard): Meaning => {
  const details = detailsOf(heard);
  return {
    intent: "register-account",
    ...details,
    ask: details.platform || !/登记/.test(heard.bare) ? undefined : "登记哪个平台的账号?",
  };
};

const none: Rule = (heard, { context }) => {
  const { bare } = heard;
  if (context.kind === "register-account" && NO_ACCOUNT.test(bare)) return { intent: "register-none" };
  return /^(?:我|本人)?(?:个人)?(?:没有?|无|没开过?|从来没有?)(?:开通?过?|注册过?|任何)?(?:个人)?(?:自媒体|个人账号|自媒体账号|个人自媒体账号)(?:账号|需要登记|要登记)?$/.test(
    bare,
  )
    ? { intent: "register-none" }
    : undefined;
};

const PUBLISHED =
  /(?:发(?:了|布|表|过|的|个|篇|一|条|出|完|送)|推(?:送|了)|更新了|刊发|刊登|登了|上了|转发了|出了|刚发)/;
const WORK =
  /推文|文章|视频|短视频|稿子?|稿件|新闻|消息|推送|图文|作品|帖子|报道|信息|通讯|直播|一篇|篇|招生|公告|海报|vlog|动态|微博/;
const TOPIC =
  /(?:发(?:了|布了?|表了?)?|推送了?|更新了?|刊发了?|登了)(?:一?[篇条个期则]|了){0,5}(?:关于|有关|介绍|宣传|讲)?(?:我校|我们|学校)?(?:的)?([\p{Script=Han}A-Za-z0-9]{2,16}?)(?:的)?(?:推文|文章|视频|短视频|稿子?|稿件|新闻|推送|图文|作品|帖子|报道|消息|信息|通讯|动态|直播|公告)/u;

const NOT_PUBLISHED = /通知|邮箱|表|照片|催|给各|能不能|没发|计划|准备|打算|举报|失实/;

const tellsOfWork: Condition = ({ bare, asking }) =>
  PUBLISHED.test(bare) && WORK.test(bare) && !asking && !NOT_PUBLISHED.test(bare);

const isWorkLink: Condition = ({ bare, said }, { context }) =>
  findUrl(said) !== undefined &&
  !PROFILE.test(bare) &&
  readShare(said)?.of !== "profile" &&
  context.kind !== "register-account";

const publishedOn = (bare: string, when: When | undefined, now: Date): string | undefined => {
  const today = dayOf(now);
  if (when?.kind === "day" && when.day <= today) return when.date;
  return /刚|今天/.test(bare) ? isoDay(today) : undefined;
};

const missingFrom = (platform: string | undefined): string =>
  platform ? "请补充链接、三审人。" : "请补充平台、链接、三审人。";

const topicOf = (said: string): string | undefined =>
  TOPIC.exec(said)?.[1] ?? /《([^》]{1,40})》/.exec(said)?.[1];

const publication: Rule = (heard, scene) => {
  const inside = scene.context.kind === "register-publication";
  const continued = inside && (findUrl(heard.said) ?? whenOf(heard, scene)) !== undefined;
  return continued || tellsOfWork(heard, scene) || isWorkLink(heard, scene)
    ? published(heard, scene)
    : undefined;
};

/** Share texts hold numbers that look like days, such as 03/14. */
const whenOf = ({ said, text }: Heard, { now }: Scene): When | undefined =>
  readWhen(
    text.replace(/https?:\S+/g, "").replace(findUrl(said) ? /\d{1,2}\/\d{1,2}/g : "", ""),
    now,
    "past",
  );

/** Something that appeared, or is to appear. */
export const published = (heard: Heard, scene: Scene): Meaning => {
  const inside = scene.context.kind === "register-publication";
  const url = findUrl(heard.said);
  const when = whenOf(heard, scene);
  const { platform, name } = detailsOf(heard);
  return {
    intent: "register-publication",
    platform,
    name: inside ? undefined : name,
    url,
    date: publishedOn(heard.bare, when, scene.now),
    topic: topicOf(heard.said),
    ask: url || inside ? undefined : missingFrom(platform),
  };
};

const PROFILE = /主页|账号|帐号|登记我|我的号|主页链接/;

const CONSENTED =
  /^(?:我)?(?:已(?:经)?(?:阅读|知晓|看过|了解|看完|知悉)(?:并|,|、)?)?(?:我)?(?:同意|愿意|授权|接受|认可|完全同意|确认同意|阅读并同意|知情同意|可以,?同意|好的?,?同意|是的?,?同意|没意见|没有意见|无异议|agree|yes|是|是的|同意并继续|tongyi|没问题,?同意|同意登记|同意收集|我同意收集)(?:收集|登记|授权|了|的|使用|处理|告知书){0,5}$/;
const DECLINED =
  /^(?:我)?(?:不(?:太)?(?:同意|愿意|接受|授权|想(?:登记|填|提供|同意)|认可|提供|登记|想|可以|行)|拒绝|反对|不(?:想|愿)?(?:提供|告诉|给)(?:个人)?(?:信息|资料)?|no|不|disagree|不要(?:收集|登记)?|butongyi|我?拒绝(?:提供|登记|授权)?)(?:收集|登记|提供|授权|的|我的?信息|了|个人信息){0,5}(?:[,。].{0,30})?$/;

const consent: Rule = (heard, { context }) => {
  if (context.kind !== "consent") return undefined;
  if (DECLINED.test(heard.bare)) return { intent: "decline", reason: heard.bare.split(/[,。]/)[1] };
  if (CONSENTED.test(heard.bare)) return { intent: "consent" };
  if (
    /^(?:嗯+|哦+|好的?|行|可以|ok|👌|👍|收到|知道了|明白|随便|都行|没问题|✓|[是对]吧|好吧|行吧)$/.test(
      heard.bare,
    )
  ) {
    return { intent: "ambiguous", ask: "请明确回复“同意”或“不同意”。" };
  }
  return undefined;
};

/** Personal accounts, consent and publications. */
export const registration: Rule = firstOf([
  consent,
  none,
  forOther,
  deregister,
  update,
  publication,
  account,
]);
