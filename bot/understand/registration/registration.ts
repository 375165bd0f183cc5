import type { Context, Meaning } from "../meaning.ts";
import { readPlatforms } from "../naming/platforms.ts";
import { type Condition, firstOf, given, isAnswering, type Rule, type Scene } from "../rule.ts";
import type { Heard } from "../text/normalise.ts";
import { type AccountDetails, detailsOf, onlyOne } from "./account-details.ts";
import { newNameIn } from "./account-name.ts";
import { consent, declined } from "./consent.ts";
import { forOther } from "./for-other.ts";
import { deniesAll, platformsLeft } from "./named-platforms.ts";
import { publication } from "./publication.ts";
import { readShare } from "./share.ts";

const REGISTERING = /登记|注册|备案|报备|申报|填报|上报/;
const NO_ACCOUNT =
  /^(?:我|本人|我们|目前|现在|个人|暂时|从来){0,5}(?:都|也|并|是|真的)?(?:没有?|无|没开|未开|未注册|没注册|没申请|不玩|不用|没弄过?|没开通|未开通|从来?没(?:有)?(?:开|注册|弄|玩)?过?)(?:通|设|办|任何|个人|过|自己的|什么|啥|的|这些|这类|这种){0,5}(?:自媒体|账号|帐号|号|平台|媒体|抖音|快手|这些|公众号|东西|这个|那些){0,5}(?:账号|帐号|号)?(?:的|了|要登记的?|需要登记的?|可登记的?|要报){0,5}$|^我?(?:只)?(?:看|刷)(?:看)?,?不发(?:的|东西)?$|^(?:都)?没有$|^(?:无|没)$|^(?:零|0)(?:报告|个)$|^一个(?:都|也)没有$/;
const NOTHING_OWN =
  /^(?:我|本人)?(?:个人)?(?:没有?|无|没开过?|从来没有?)(?:开通?过?|注册过?|任何)?(?:个人)?(?:自媒体|个人账号|自媒体账号|个人自媒体账号)(?:账号|需要登记|要登记)?$/;
const UNCERTAIN = /好像|应该|可能|大概|也许|记不|吧$|忘/;

const none: Rule = ({ bare, said, asking }, { context }) => {
  const asked = context.kind === "register-account";
  const nothing =
    NO_ACCOUNT.test(bare) || said.startsWith("🈚") || (deniesAll(bare) && !UNCERTAIN.test(bare));
  return (asked && nothing && !asking) || NOTHING_OWN.test(bare) ? { intent: "register-none" } : undefined;
};

const REFUSED =
  /^(?:我|本人|俺)?(?:就|是|坚决|选择)?不(?:登记?|报|填|想登记?|愿登记?|参加登记|配合)(?:了|的)?$/;

/** Nobody must register: 不登. */
const refusal: Rule = ({ bare, asking }, { context }) =>
  context.kind === "register-account" && REFUSED.test(bare) && !asking ? declined(bare) : undefined;

const CLOSING =
  /注销|销掉|不用(?:抖音|快手|微博|小红书|公众号|视频号)|取消(?:.{0,4}账号)?(?:登记|备案)|撤销|(?:登记|备案).{0,4}(?:撤|去|取消)了?|撤掉|拿掉|去掉|抹掉|抹了|销号|停用|不用了|不玩了|不更了|不做了|删了|删掉|删除|关闭|关了|关掉|没在用|弃用|废弃|不运营|不再(?:用|更新|运营)|卸载|已经?停|停更了|封了|被封|迁走|转[给到]|(?:转让|送|卖|过户)[给了]/;
const NOT_CLOSING =
  /问题|复查|信息|资料|数据|评论|橱窗|直播间|手机号|电话|整改|粉丝群|要不要|是不是|怎么办$|还用|等完|一回事|吗$|要先|删除键|名字是|好像|新号|改名|更名|主体不变|(?<!不|不再)运营/;

const isOwnAccount: Condition = ({ bare }, { context }) =>
  context.kind === "registered" ||
  context.kind === "register-account" ||
  /登记|备案|我的|我不用|^(?:我要|我想|请|帮我)?(?:注销|停用)/.test(bare);

const isClosing: Condition = (heard, scene) =>
  CLOSING.test(heard.bare) &&
  !heard.asking &&
  !NOT_CLOSING.test(heard.bare) &&
  !/现在(?:啥|什么|一个)?都?没/.test(heard.bare) &&
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
  const named = platformsLeft(bare);
  const every = /全部?(?:都)?(?:注销|销|卸|删|不)|都(?:注销|销|不)/.test(bare);
  const platform = named[0] ?? (every ? undefined : registeredIn(context));
  const platforms = named.length > 1 ? named : undefined;
  return { intent: "deregister", platform, platforms, ask: platform ? undefined : "注销哪个平台的账号?" };
};

const CHANGING =
  /改名|改成|改为|换名|更名|换成|变更|更新|修改|变了|涨到|涨了|现在(?:有)?.{0,6}粉|改一?下|粉丝.{0,4}(?:(?<!不)到|破|超|变)|换(?:了)?(?:个)?(?:号|名)|换这个|名[字儿]?换|新名/;
const CORRECTING =
  /打错|写错|填错|发错|贴错|错了|更正|^不是.*是|不是.{1,12},?(?:应该)?是|少了?个|多了?个|打成|刚才|刚刚|上面那/;

const NOT_CHANGING = /题|(?<!头)条|延期/;
const ASKED_OF_CHANGES = /要不要|需要|需不需要|吗$|多久|哪天|怎么办|是啥|报不$|好像/;
/** Where nothing is said of registered accounts, only these are sure to speak of one. */
const SURELY_MINE = /我|改名|更名|粉丝.{0,6}(?:涨|到|破|超|万|千)|更新登记|变更|登记.{0,4}改/;

/** While an account is asked for, only these speak of one that is registered. */
const RENEWED = /改名|更名|换名|名[字儿]?[换改]|改成|改为|涨|原来叫|现在叫|报过|登过/;

const tellsOfChange: Condition = ({ bare, said, asking }) =>
  CHANGING.test(bare) &&
  !NOT_CHANGING.test(bare) &&
  !asking &&
  !(ASKED_OF_CHANGES.test(bare) && newNameIn(said) === undefined);

const isChanging: Condition = (heard, scene) => {
  const { bare } = heard;
  const { kind } = scene.context;
  if (!tellsOfChange(heard, scene)) return false;
  if (kind === "register-account" && (CORRECTING.test(bare) || !RENEWED.test(bare))) return false;
  if (kind === "idle" && !SURELY_MINE.test(bare)) return false;
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
  return {
    intent: "update-account",
    ...details,
    platform: details.platform ?? registeredIn(context),
    name: newNameIn(heard.said),
  };
};

const OWNING =
  /我(?:有|开了?|开通了?|注册了?|办了?|做了?|弄了?|运营|在|也有|还有|的是|玩|用)|(?:我|本人)的|有(?:一?个|俩|两个|三个)|还有(?:一?个)?|账号|号叫|叫/;
const NOT_REGISTERING =
  /多少|哪些|几个|导出|汇总|没登记|未登记|谁|没有|发了|怎么|咋|如何|取消|撤|删|关了|注销|密码|举例|是不是|需要|要不要|直播|要发|发文|《|提个醒|全县|各校|大家|别人|别校|瞅|备案表|没人管|来得及|备案号|备案证明|icp|的表|强制|保管|放在|什么叫|清单|要看|零申报|[:：]无$|没备案|同意|授权|离职|学校的|我们上报|不弄|不登|不报|不想/;
const NO_FACTS =
  /什么叫|哪种|还是.{0,6}那|啥东西|怎样|算不算|算吗|归谁|让.{1,8}吗|恁要不|好像|应该有|没装|零申报|零报告|代登|不是我的|给我删|都有号$|就不报|怎么|咋|如何|密码|帮我想|看看|瞅|多少钱|给我看|忽略|系统提示|^叫你|你叫|是不是|举个例子|什么意思|啥叫/;

const isRegistering = (bare: string, details: AccountDetails): boolean =>
  REGISTERING.test(bare) && (details.platform !== undefined || /自媒体|账号|帐号|个人号|我的号/.test(bare));

const isOwned = (bare: string, details: AccountDetails): boolean =>
  OWNING.test(bare) && details.platform !== undefined && details.followers !== undefined;

const isNamed = ({ platform, url, followers, name }: AccountDetails): boolean =>
  [platform, url, followers, name].some((detail) => detail !== undefined);

/** "卸载了,现在没有": whatever was named before, there is none. */
const ENDS_IN_NONE = /(?:现在|自己|啥|什么|别的|也|都|[,， ])没有?了?$/;

/** A page of an account, pasted by itself. */
const isPastedProfile = (heard: Heard, { kind }: Context): boolean =>
  !(kind === "registered" && /新|换|改|变/.test(heard.bare)) &&
  readShare(heard.said)?.of === "profile" &&
  !/多少|哪些|几个|导出|谁/.test(heard.bare.replace(/关注|赞与收藏/g, ""));

/** Who orders others about registers accounts of their own only in so many words. */
const isOrder = (bare: string, { role }: Context): boolean =>
  (role === "administrator" || role === "central-school" || role === "inspector") && !/我/.test(bare);

const tellsOfAccount = (heard: Heard, details: AccountDetails, { kind }: Context): boolean =>
  kind === "register-account" &&
  isNamed(details) &&
  !NO_FACTS.test(heard.bare) &&
  !CORRECTING.test(heard.bare) &&
  (!heard.asking || details.name !== undefined) &&
  !ENDS_IN_NONE.test(heard.bare) &&
  !/不登|不填|不用登|登不$|登记不$|[报登]吗$/.test(heard.bare);

/** Amid other work only so many words are a wish to register. */
const isElsewhere = (bare: string, context: Context): boolean =>
  (isAnswering(context) ||
    ["deliverable", "ledger", "evidence", "reminder", "duty"].includes(context.kind)) &&
  !/(?:登记|备案|报备|登)一?下|(?:我的|本人|我要|我想|帮我).*(?:登记|备案|报备)/.test(bare);

const account: Rule = (heard, { context }) => {
  const { bare } = heard;
  if (isPastedProfile(heard, context)) return owned(heard);
  const details = detailsOf(heard);
  if (tellsOfAccount(heard, details, context)) return owned(heard);
  if (heard.asking || /吗$|[登报要]不$/.test(bare) || isElsewhere(bare, context) || isOrder(bare, context))
    return undefined;
  const wished = isRegistering(bare, details) && !NOT_REGISTERING.test(bare);
  return wished || isOwned(bare, details) ? owned(heard) : undefined;
};

/** An account of one's own, as far as it is described. */
export const owned = (heard: Heard): Meaning => {
  const details = detailsOf(heard);
  const asks = heard.asking && details.name !== undefined;
  return {
    intent: "register-account",
    ...details,
    question: asks ? heard.text.split(/[,。;]/).at(-1) : undefined,
    ask: details.platform || !/登记/.test(heard.bare) ? undefined : "登记哪个平台的账号?",
  };
};

const accounts: Rule = firstOf([none, refusal, forOther, deregister, update, publication, account]);
/** Beside a question of the checklist nothing but one's own account is registered. */
const besideQuestions: Rule = firstOf([none, deregister, account]);

/** Personal accounts, consent and publications. */
export const registration: Rule = (heard, scene) => {
  if (scene.context.kind === "consent") return consent(heard, scene);
  return isAnswering(scene.context) ? besideQuestions(heard, scene) : accounts(heard, scene);
};
