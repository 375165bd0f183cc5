import type { Said, Subject } from "./said.ts";

const REVIEW = "(?:审|校|签|批|看|把关|过目|检查)";
const PUBLISH = "(?:发|推|上|登|播)";

/** Questions about what was published without a review, and about what is reviewed before it is published. */
const WITHOUT = /先发后审|(?:未经?|不经?|没有?(?:经过)?)(?:审|批|校)|擅自发/;
const BEFORE = /先审后发|审(?:核|批|查|校)?(?:通过|同意)?(?:之?后|才|再).{0,3}(?:发|推)|发布?前.{0,4}审/;

const REVIEWED = new RegExp(
  `(?<![没不未难少].{0,4})${REVIEW}\\p{Script=Han}{0,3}?(?:了|过|完|好|字)?(?:才|再|之?后)(?:能|敢|让|准|可以|去)?${PUBLISH}`,
  "u",
);
const NOTHING_UNREVIEWED = new RegExp(
  `(?:没有?|不|未经?)${REVIEW}\\p{Script=Han}{0,3}?(?:都|一律|绝|就|是)?(?:不|没)(?:让|能|准|敢|许|会|得|给)?(?:${PUBLISH}|通过)|(?:没有?|不存在|从不|绝不|绝没有?)(?:不|没|未经?)${REVIEW}.{0,3}就${PUBLISH}`,
  "u",
);
const UNREVIEWED = new RegExp(
  `先${PUBLISH}.{0,4}(?:后|再|回头|完)(?:审|补|签|报|批)|(?:不|没|未经?|来不及|顾不上)${REVIEW}.{0,2}就(?:直接|先)?${PUBLISH}`,
  "u",
);
/** What ought to be, or is so of some. */
const UNSURE = /应该|按说|按理|原则上|理论上|要求|规定|一般|基本|大部分|多数|有的|有些|也有|谁知道|吗|[?]/;
const NOT_ALWAYS = new RegExp(
  `(?:不|没有?)(?:是|一定)?(?:每|都|全|总).{0,4}${REVIEW}|(?:很少|难得|不常|不怎么)${REVIEW}`,
);
const SOMETIMES = new RegExp(`有时|偶尔|个别|急的时候|着急|赶时间|特殊情况|忙的?时候|${NOT_ALWAYS.source}`);

/** "审完才发", "没审的不让发", "先发后补": what a clause says of the order of review and publication. */
export function reviewedFirst(clause: string, { polarity, question }: Subject): Said | undefined {
  const first = orderIn(clause);
  if (first === undefined) return undefined;
  if (polarity === "-") return WITHOUT.test(question) ? { value: first ? "否" : "是" } : undefined;
  if (!BEFORE.test(question)) return undefined;
  if (first) return { value: "是" };
  return { value: SOMETIMES.test(clause) ? "部分" : "否" };
}

/** Is it reviewed before it is published? Undefined when the clause does not say, or not for sure. */
function orderIn(clause: string): boolean | undefined {
  if (UNSURE.test(clause)) return undefined;
  if (NOTHING_UNREVIEWED.test(clause)) return true;
  if (NOT_ALWAYS.test(clause)) return false;
  const before = REVIEWED.test(clause);
  const after = UNREVIEWED.test(clause) && !/没有?先|从不|不会|绝不|不能/.test(clause);
  return before === after ? undefined : before;
}
