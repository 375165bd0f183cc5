import type { Value } from "../meaning.ts";
import type { Doubt, Said, Subject } from "./said.ts";

/** What a whole message says about one question. */
export interface Judgement {
  value?: Value;
  confirm?: true;
  note?: string;
  scope?: string;
  /** A question asked beside the answer. */
  question?: string;
  doubt?: Doubt | "conflict" | "past" | undefined;
}

/** One clause of a message and what it says by itself. */
export interface Clause {
  text: string;
  said: Said | undefined;
  /** Whether it begins with 但是 or the like. */
  contrast: boolean;
}

const SHORTFALL =
  /不|没|未|差|缺|难|少|走(?:个|走|一走)?(?:形式|过场|样子)|形同虚设|人手|一般|拉胯|拉垮|糊弄|应付|摆设|松|乱|丢|省|过期|做样子|纸上/;
/** 不过 and its like turn the sentence and deny nothing. */
const TURN = /^(?:只不过|不过|但是?|可是|只是|然而)/;
/** Notes that sound negative and say nothing against a yes. */
const HARMLESS =
  /没问题|没有问题|没什么问题|没毛病|不错|没少|从不间断|不间断|没断过|不止|没有(?:漏|断|停)|差不多|人手(?:够|足|充足|齐)/;
const ASSENT = /^(?:是的?|对的?|好的?|嗯+|行|ok|yes)$/;
const FOREIGN = /[^\p{Script=Han}\p{Script=Latin}\P{L}]/u;

/** The judgement with the clauses beside the decisive one as its note. */
export function withNote(judgement: Judgement, clauses: readonly Clause[], decisive?: Clause): Judgement {
  const note = clauses
    .filter((clause) => clause !== decisive)
    .map((clause) => clause.text)
    .join(",");
  return note === "" ? judgement : { ...judgement, note };
}

/** A letter or sign beside something unread, or a word beside what is no Chinese, is no answer. */
const isNoise = (first: Clause, clauses: readonly Clause[]): boolean => {
  const unread = clauses.filter((clause) => clause.said === undefined);
  if (unread.some((clause) => !/\p{Script=Han}/u.test(clause.text) || FOREIGN.test(clause.text))) return true;
  return unread.length > 0 && /^[a-z✓✗]{1,3}$/.test(first.text);
};

const merge = (first: Value, second: Value): Value | undefined => {
  if (first === second) return first;
  if (first === "整改中" || second === "整改中") return "整改中";
  if (first === "部分" || second === "部分") return "部分";
  return first === "是" && second === "否" ? "部分" : undefined;
};

/** "是的,没有": on a question of negative polarity the assent belongs to the denial; else nobody knows. */
const afterAssent = (first: Clause, values: readonly Value[], subject: Subject): Judgement | undefined => {
  if (!ASSENT.test(first.text) || !values.slice(1).includes("否")) return undefined;
  return subject.polarity === "-" ? { value: "否", confirm: true } : { doubt: "conflict" };
};

const mergeAll = (values: readonly Value[], subject: Subject): Value | undefined => {
  if (subject.polarity === "-") {
    // What is being put an end to is still there.
    const kept = values.includes("整改中") ? values.filter((value) => value !== "是") : values;
    return new Set(kept).size === 1 ? kept[0] : undefined;
  }
  return values.slice(1).reduce<Value | undefined>((sum, next) => sum && merge(sum, next), values[0]);
};

/** What falls short beside a rule that exists, said without a 但是. */
const FALLING_SHORT =
  /^(?:人|人员|执行|落实|实际|具体|设备|经费|材料|记录|资料|签字|台账)(?:员|上|是)?(?:还|一直|都)?(?:没|不|未|差|拉胯|拉垮|一般|跟不上)/;

/** A yes beside something that falls short: partly where it is set against the yes, else a conflict to ask about. */
const tempered = (value: Value, clauses: readonly Clause[], subject: Subject): Value | undefined => {
  if (value !== "是" || subject.polarity === "-") return value;
  const short = clauses.filter(
    (clause) =>
      clause.said?.value === undefined &&
      SHORTFALL.test(clause.text.replace(TURN, "")) &&
      !HARMLESS.test(clause.text),
  );
  if (short.length === 0) return value;
  return short.some((clause) => clause.contrast || FALLING_SHORT.test(clause.text)) ? "部分" : undefined;
};

const doubtNear = (
  first: Clause,
  decided: readonly Clause[],
  clauses: readonly Clause[],
): Doubt | undefined => {
  const at = clauses.findIndex((clause) => clause.said?.doubt === "hedge" || clause.said?.doubt === "double");
  const near = at !== -1 && decided.length === 1 && at <= clauses.indexOf(first) + 1;
  return near ? clauses[at]?.said?.doubt : undefined;
};

/** "执行了,没执行": the same said and denied. */
const contradicts = (decided: readonly Clause[]): boolean => {
  const cores = decided
    .filter(({ said }) => said?.value === "是" || said?.value === "否")
    .map(({ text, said }) => `${said?.value}${text.replace(/但是?|又|也|还|没有?|不|有|了|的/g, "")}`);
  return cores.some(
    (core) => core.startsWith("是") && core.length > 1 && cores.includes(`否${core.slice(1)}`),
  );
};

const settle = (
  first: Clause,
  decided: readonly Clause[],
  clauses: readonly Clause[],
  subject: Subject,
): Judgement => {
  const values = decided.flatMap((clause) => clause.said?.value ?? []);
  const assent = afterAssent(first, values, subject);
  if (assent) return withNote(assent, clauses, first);
  if (contradicts(decided)) return { doubt: "conflict" };
  const merged = mergeAll(values, subject);
  const value = merged && tempered(merged, clauses, subject);
  if (value === undefined) return { doubt: "conflict" };
  const judgement: Judgement = decided.every((clause) => clause.said?.weak)
    ? { value, confirm: true }
    : { value };
  const plain = clauses.length === 1 || (first.text.length <= 8 && value === first.said?.value);
  return withNote(judgement, clauses, plain ? first : undefined);
};

/** What the clauses say together; a contradiction is a doubt, never an answer. */
export function combine(clauses: readonly Clause[], subject: Subject): Judgement {
  const decided = clauses.filter((clause) => clause.said?.value !== undefined);
  const [first] = decided;
  if (!first) return { doubt: clauses.find((clause) => clause.said?.doubt)?.said?.doubt };
  if (clauses.length > 1 && isNoise(first, clauses)) return {};
  const doubt = doubtNear(first, decided, clauses);
  return doubt ? { doubt } : settle(first, decided, clauses, subject);
}
