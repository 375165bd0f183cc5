import type { Context } from "../meaning.ts";

const ORDINAL = "一二三四五六七八九十";
/** What the name of a school ends with; 二小, 三中, 一幼 and 县一高 are short for such. */
const KINDS = `中心小学|中心学校|中心校|中心幼儿园|实验小学|希望小学|小学|高级中学|初级中学|中学|幼儿园|完小|高中|初中|职高|职中|职教中心|特校|学校|教学点|实小|实中|实幼|附小|附中|[${ORDINAL}]{1,2}(?:小(?![学时心型部段块组份])|中(?![学心时午型旬等间])|幼(?!儿)|高(?![中级一二三年兴度低手]))`;
const UNIT = new RegExp(`([\\p{Script=Han}]{0,10}?(?:${KINDS}))`, "gu");

/** Words that stand before the name of a school and are no part of it. */
const BEFORE_NAME =
  /^.*(?:不?批准|不?同意|驳回|拒绝|不批|不准|准了?|通过|退回|催[办促]?|提个?醒|通知|告诉|告知|转告|回复|发给|发[个条]|只发|群发|推送|给|把|帮|替|导出|导|查|看|列出?|让|叫|跟|对(?!面)|向(?![阳东明前荣红])|[和与及](?![平谐睦顺美兴庄])|关于|针对|单独|一[下遍声次趟]|那个谁|谁|那个|这个|那边|请|说|讲|的|了|是(?=\p{Script=Han}{3})|在|还有|只有?|就|再(?!兴)|先(?![锋进])|比如|我们?|问|戳|钉|敲|喊|找)(?=.)/u;
/** What stands where a name would, and names no single school. */
const NO_NAME =
  /^(?:各|所有|全部|全体|全县|全镇|全乡|每[个所一]?|哪[些个几所]?|几[个所家]?|多少|本|该|其他|其它|别[的家]?|另外|一些|这些|那些|这[所几]|局属|县直|直属|乡镇办?|[镇乡]|办|下面|下属|下头|辖区|村|农村|城区|公办|民办|各类|贵|有|个|家|所|前|后|[两三四五六七八九十几]+[个所家]|.*(?:没|未|已|逾期|超期|各|所有|全部|我们?|本|咱们?|哪|谁).*)$/;
const SHORT = new RegExp(`^第?([${ORDINAL}]{1,2})([小中幼])$`);
const WRITTEN_OUT: Readonly<Record<string, string>> = { 小: "小学", 中: "中学", 幼: "幼儿园" };

const nameOf = (found: string): string | undefined => {
  const name = found.replace(BEFORE_NAME, "");
  const kind = new RegExp(`(?:${KINDS})$`).exec(name)?.[0] ?? "";
  const own = name.slice(0, name.length - kind.length);
  const isShort = /^[一二三四五六七八九十实特附]/.test(kind) || kind === "实验小学" || kind === "职教中心";
  if (own === "" ? !isShort : NO_NAME.test(own)) return undefined;
  const short = SHORT.exec(name);
  return short ? `第${short[1]}${WRITTEN_OUT[short[2] ?? ""]}` : name;
};

/** Every school named in a prepared text, in order, each once, with "一小" written out as "第一小学". */
export function unitsIn(text: string): string[] {
  const named = [...text.matchAll(UNIT)].map((found) => nameOf(found[1] ?? ""));
  return [...new Set(named.filter((name) => name !== undefined))];
}

/** The school named first; undefined when none is. */
export function readUnit(text: string): string | undefined {
  return unitsIn(text)[0];
}

const withoutUnits = (text: string): string =>
  text.replace(UNIT, (found) => (nameOf(found) === undefined ? found : " "));

const GROUPS: readonly (readonly [RegExp, string])[] = [
  [/中心(?:校|学校)/, "中心校"],
  [/局属|县直|直属/, "局属学校"],
  [/幼儿园/, "幼儿园"],
  [/小学|村小/, "小学"],
  [/中学|初中|高中/, "中学"],
  [/科室|机关(?!幼)/, "科室"],
  [/已(?:经)?(?:交|报|提交)|交了的/, "已交"],
];
const UNDONE = /(?:没|未|没有|还没)(?:交|报|提交|填|上报|报送|完成|动(?!静))/;
/** 五所小学 are some of them, not all. */
const SOME = /[一两三四五六七八九十几\d]+所(?:小学|中学|幼儿园|学校)/g;
const EVERYBODY =
  /(?:各|所有|全部|全县|全体|全镇)(?:的)?(?:学校|单位|校长|校|负责人|人|责任人|老师|教师|信息员)|大家|所有人|全体|各校|各单位|各学校|群发|全县/;

/** The groups of units that are named, joined by 、, or 未交 or 全部; undefined when none is. Single schools are no group. */
export const groupIn = (text: string): string | undefined => {
  const rest = withoutUnits(text).replace(SOME, " ");
  const kinds = GROUPS.filter(([pattern]) => pattern.test(rest)).map(([, name]) => name);
  if (kinds.length > 0) return kinds.join("、");
  if (UNDONE.test(rest)) return "未交";
  return EVERYBODY.test(rest) ? "全部" : undefined;
};

/** May this person order others about? Nobody knows it of a stranger. */
export const isAdministrator = (context: Context): boolean =>
  context.role === undefined || context.role === "administrator" || context.role === "central-school";
