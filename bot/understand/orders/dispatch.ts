import { groupIn, unitsIn } from "../naming/whom.ts";

/** Whom an order to tell somebody names, and what is to be told; both as said, either may be empty. */
export interface Dispatch {
  whom: string;
  text: string;
}

const POLITE = "(?:请|帮我|麻烦|替我|你|统一|再|嗯|我要|我想|想|把|就|快|赶紧){0,3}";
/** "给各校发通知", "跟二小说一声": whom stands between two words of telling. */
const BETWEEN =
  "(?:给|向|对|跟|和)([^:,。]{1,40}?)(?:都|统一|再|也)?(?:各?发(?:送|布)?(?:个|一?[条份个则]|一下)?(?:通知|消息|信息|公告|短信|提醒)?|群发|推送(?:一?条)?(?:消息|通知)?|转发|[说讲带捎]个?(?:话|一?下|一声|一句)?|吱一声|喊一声|通知(?:一[下声])?|交代(?:一下|一声)?|提醒(?:一下)?)";
/** "通知各校", "发给各校": whom stands behind the word of telling. */
const BEHIND =
  "(?:通知(?:一下)?|告诉|告知|转告|知会|提醒(?:一下)?|叮嘱|转发给?|发至|发给|群发(?:消息|通知)?给?|推送给|广播给?|发(?:个|一?条)?(?:通知|消息|信息|公告)给?)";
/** What a group or a school ends with: the message begins behind it. */
const ENDING =
  "(?:小学|中学|幼儿园|中心校|学校|高中|初中|完小|[一二三四五六七八九十][小中幼高](?![学心时午部])|单位|科室|各校|大家|所有人|全体|全县(?![各所学的中小幼教村])|(?:责任|负责|值班|信息|管理)[人员]|教师|老师|[镇乡](?!中心|办|[一二三四五六七八九十各小的下]))(?:的)?(?:校长|园长|负责人|责任人|老师|教师|值班员|信息员|们)?";
const PEOPLE = `[^:,。]{0,16}?${ENDING}(?:[和、跟与及][^:,。]{0,10}?${ENDING}){0,3}`;
const SEPARATED = "(?:(?<!\\d):|:(?!\\d\\d)|[,。 ])+([\\s\\S]{2,})";

const ORDERS: readonly RegExp[] = [
  new RegExp(`^${POLITE}${BETWEEN}${SEPARATED}$`, "u"),
  new RegExp(`^${POLITE}${BEHIND}([^:,。 ]{0,40}?)${SEPARATED}$`, "u"),
  new RegExp(`^${POLITE}${BEHIND} +([^:,。 ]{1,40}?)${SEPARATED}$`, "u"),
  new RegExp(`^${POLITE}(?:通知(?:一下)?|告诉|告知|转告|发给)(${PEOPLE})([\\s\\S]{2,})$`, "u"),
  new RegExp(
    `^${POLITE}给([^:,。]{2,24}?)(?:都)?(?:发(?:个|一?[条份]|一下)?(?:通知|消息|信息|公告)|群发)(?:一下)?()$`,
    "u",
  ),
  new RegExp(`^${POLITE}(?:群发给?|发给|发(?:个|一?条)?(?:通知|消息|信息|公告)给?)([^:,。 ]{1,30})()$`, "u"),
  new RegExp(`^${POLITE}(?:通知(?:一下)?|告诉|告知)(${PEOPLE})()$`, "u"),
];
/** "把…发给各校": the message in front. */
const TRAILING =
  /^(?:把|将)?([\s\S]{2,}?)(?:,|。)?(?:转?发(?:布|送)?(?:给|到|至)|通知(?:给|到)|转(?:给|达给?)|群发给?)([^:,。]{1,30})$/u;

const read = (pattern: RegExp, bare: string): Dispatch | undefined => {
  const [, whom, text] = pattern.exec(bare) ?? [];
  return whom === undefined ? undefined : { whom: trimmed(whom), text: text ?? "" };
};

const trimmed = (whom: string): string => whom.replace(/^(?:给|向)|(?:都|统一|的)$/g, "").trim();

const isSomebody = (whom: string): boolean => groupIn(whom) !== undefined || unitsIn(whom).length > 0;

/** Whom a message orders to be told what; undefined when it gives no such order. */
export function ordered(bare: string): Dispatch | undefined {
  for (const pattern of ORDERS) {
    const found = read(pattern, bare);
    if (found && (isSomebody(found.whom) || /[镇乡]/.test(found.whom))) return found;
  }
  return undefined;
}

/** What stands before the message itself when whom to tell was not said at its beginning. */
const PREFACE =
  /^(?:我要|我想|想|请|帮我|麻烦|给我|嗯){0,3}(?:群发|广播|(?:发布?|推送)(?:个|一?[条则份])?(?:通知|消息|信息|公告)?)(?:一下|啊|吧|通知|消息){0,2}(?:,|:| )*(?:就说|说是?|内容(?:是|为)?)?[:, ]*/;
const CHANGED = /^(?:内容|文字|通知)?(?:重写|改成|改为|换成|改一下)[:, ]+/;
const TO_ALL = /^给?(?:各|所有|全部|全体|全县)?(?:中心校|学校|单位|大家|所有人|各校|人)?$/;

/** "转告赵庄的,…" names nobody that is known; what is to be told is known. */
const unknown = (bare: string): Dispatch => {
  const text = ORDERS.map((pattern) => read(pattern, bare)?.text).find((found) => found);
  return { whom: "", text: text ?? (/(?:通知|消息|信息|公告)$/.test(bare) ? "" : bare) };
};
const TOWARDS = /^.*(?:给|向|至|到|在|通知|告知|转告)/s;

const trailing = (bare: string): Dispatch | undefined => {
  const [, text = "", whom = ""] = TRAILING.exec(bare) ?? [];
  return whom !== "" && isSomebody(whom) ? { whom, text: text.replace(PREFACE, "") } : undefined;
};

/** "范围不对,只发中心校": others are to be told, and the message stays. */
const NARROWED = /(?:只|就|仅|改)发(?:给)?([^,。]{2,20})/;
const narrowed = (bare: string): Dispatch | undefined => {
  const whom = NARROWED.exec(bare)?.[1];
  return whom && isSomebody(whom) ? { whom, text: "" } : undefined;
};

/** The same once it is known that somebody is told something: whatever is not the order is the message. */
export function dispatched(bare: string): Dispatch {
  return ordered(bare) ?? narrowed(bare) ?? trailing(bare) ?? proclaimed(bare);
}

const HEADED = /^([^:]{0,40}?)(?<!\d):(?!\d\d)(.{2,})$/s;

const proclaimed = (bare: string): Dispatch => {
  const rest = bare.replace(PREFACE, "").replace(CHANGED, "");
  const headed = HEADED.exec(rest);
  if (headed) return underHead(headed[1] ?? "", headed[2] ?? "", rest === bare ? undefined : rest);
  return rest === bare ? unknown(bare) : message(rest);
};

/** Whom the head names is told what stands behind it; a head that names nobody belongs to the message it opens. */
const underHead = (head: string, tail: string, whole: string | undefined): Dispatch =>
  isSomebody(head) ? { whom: trimmed(head.replace(TOWARDS, "")), text: tail } : message(whole ?? tail);

const message = (text: string): Dispatch => {
  if (!TO_ALL.test(text)) return { whom: "", text };
  return { whom: isSomebody(text) ? trimmed(text) : "", text: "" };
};
