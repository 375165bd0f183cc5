import type { Context } from "./meaning.ts";

const ORDINAL = "一二三四五六七八九十";
const UNIT = new RegExp(
  `([${ORDINAL}]{1,2}(?:小|中|幼)(?!学|心|校|时|午|型)|[\\p{Script=Han}]{1,10}?(?:小学|中学|幼儿园|中心校|完小|高中|职高|学校|教学点))`,
  "u",
);
const SHORT_UNIT: Readonly<Record<string, string>> = { 小: "小学", 中: "中学", 幼: "幼儿园" };
const LEADING =
  /^(?:.*?(?:批准|同意|驳回|拒绝|不批|催一?下|催|提醒|通知|发给|给|把|帮|替|导出|查看|看看|查|看|列出|准了?|通过)(?:一下)?)/;

/** The school named, with "一小" written out as "第一小学"; undefined when none is. */
export function readUnit(text: string): string | undefined {
  const found = UNIT.exec(
    text.replace(
      /(?:各|所有|全部|全县|每个|哪些|哪个|我们|本|其他|别的)(?:学校|小学|中学|中心校|幼儿园)/g,
      "",
    ),
  )?.[1];
  if (!found) return undefined;
  const short = new RegExp(`^([${ORDINAL}]{1,2})([小中幼])$`).exec(found);
  if (short) return `第${short[1]}${SHORT_UNIT[short[2] ?? ""]}`;
  return found.replace(LEADING, "").replace(/^(?:的|了|给|和|让|说|请)/, "") || undefined;
}

const GROUPS: readonly (readonly [RegExp, string])[] = [
  [/各?(?:乡镇)?(?:办)?中心校/, "中心校"],
  [/局属(?:各)?(?:学校|单位)/, "局属学校"],
  [/(?:各|所有|全部|全县)?幼儿园/, "幼儿园"],
  [/(?:各|所有|全部|全县)?(?:的)?小学/, "小学"],
  [/(?:各|所有|全部|全县)?(?:的)?(?:中学|初中|高中)/, "中学"],
  [/(?:各科室|机关|科室)/, "科室"],
  [/(?:没交|未交|没报|未报|没提交|未提交)(?:的)?(?:学校|单位|人)?/, "未交"],
  [
    /(?:各|所有|全部|全县|全体)(?:的)?(?:学校|单位|校长|校|负责人|人|责任人|老师)|大家|所有人|全体|各校|群发/,
    "全部",
  ],
];

/** The group of units that is named: one of the groups' names, or 未交; undefined when none is. */
export const groupIn = (text: string): string | undefined =>
  GROUPS.find(([pattern]) => pattern.test(text))?.[1];

/** May this person order others about? Nobody knows it of a stranger. */
export const isAdministrator = (context: Context): boolean =>
  context.role === undefined || context.role === "administrator" || context.role === "central-school";
