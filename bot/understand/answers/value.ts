import type { Value, Verdict } from "../meaning.ts";
import { type Heard, strip } from "../text/normalise.ts";
import { heardAs, mend, spellOut } from "../text/slips.ts";
import { readClause } from "./clause.ts";
import { type Clause, combine, type Judgement, withNote } from "./combine.ts";
import { inapplicable } from "./inapplicable.ts";
import type { Subject } from "./said.ts";
import { portion } from "./shapes.ts";

/** 合格 or 问题 for a value on a question; 不涉及 is neither. */
export function verdictOf(value: Value, polarity: Subject["polarity"]): Verdict | undefined {
  if (value === "不涉及") return undefined;
  return value === (polarity === "+" ? "是" : "否") ? "合格" : "问题";
}

const CONTRAST = /^(?:但是?|不过|可是|只是|然而|就是|却|只不过|可(?![能以不见是]))(?=.)/;
const CORRECTION =
  /(?:^|[,。!、 ])(?:不对|错了|说错了?|打错了?|发错了?|填错了?|口误|更正|哦不|噢不|啊不|等等不对|手误|点错了?|按错了?)(?:[,。!、: ]|$)(?:(?:应该|应当|改)(?:是|为|成)?)?/;
const PAST =
  /以前|本来|原来|之前|曾经|过去|去年|前年|原先|早先|老早|有过|前几年|往年|早几年|从前|(?:上个?月|上学期|上周)(?:还|才)?有/;
const PRESENT = /现在|目前|后来|今年|如今|这学期|这个月|本月|这周|现|已经?(?:停|取消|撤|关|没|建|有|改)/;
const ENDED =
  /(?:停|取消|撤|关|断|废|注销|终止|解除|到期|下线|不做|不搞|不办|清零|删|下架|清掉|清退|清理)(?:了|掉|$)/;
const MIXED =
  /有的.{1,10}有的|有些.{1,10}有些|一半.{1,8}一半|有时.{1,10}有时|时有时无|有(?!时).{1,6}没有.{1,6}(?:也有|都有)|(?:完成|落实|做|弄|达到|整改|建)(?:了|到)?(?:大概|大约|约|差不多)?[1-9]\d?%/;
const EXCEPTION = /^(?:除了?|除开|就差|只差|还差|就剩|还剩|只剩|除).{1,20}|.{1,10}(?:除外|例外)$/;
const CONCEDED = /(?:不能说没有?|不是没有?|说没有也不对|有是有|有倒是有|建是建了|做是做了|有归有)[^,]{0,4}/;
const SHORT = /不|没|未|差|缺|难|少|走形式|形同虚设|人手/;

const splitClauses = (bare: string): string[] =>
  bare
    .replace(
      /(?<=[\p{Script=Han}])(但是|不过|可是|然而|只不过|就是(?=没|不|还|有)|但(?=没|不|还|是|只))/gu,
      ",$1",
    )
    .split(/[,。!;、\n()]|(?<=[\p{Script=Han}✓✗])\s|\s(?=[\p{Script=Han}])/u)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== "");

const unrepeat = (clause: string): string =>
  clause
    .replace(/^([\p{Script=Han}])\1{1,9}$/u, "$1")
    .replace(/([\p{Script=Han}]{2,6})\1{1,5}/gu, "$1")
    .replace(/^([\p{Script=Han}]{1,4})[哒咧了]\1$/u, "$1了")
    .replace(/^([\p{Script=Han}]{1,4})[滴的啊呀]\1$/u, "$1");

const readAll = (bare: string, subject: Subject): Clause[] =>
  splitClauses(bare).map((text) => {
    const body = strip(text.replace(CONTRAST, "")) || text;
    return { text, contrast: CONTRAST.test(text), said: readClause(unrepeat(body), subject) };
  });

const isQuestion = (clause: Clause): boolean =>
  (clause.said?.doubt === "question" && !VAGUE.test(clause.text)) ||
  (!clause.said?.weak && ASKS.test(clause.text));
/** "没真追究过谁", "其他几类": question words that ask nothing. */
const VAGUE =
  /(?:没|不|未).{0,6}(?:谁|几|什么|啥|哪)[^?吗]{0,4}$|(?:其他|其余|别的|那|这|好|前|后)几[类个项条种家]/;
const ASKS = /吗$|\?$|(?<!没|不)怎么|多少|什么时候|能不能|可不可以|要不要|需不需要|算不算|多[远久长]/;

/** "谁还写它", "更新啥": hardly a question, and what stands beside it may mean the contrary. */
const RHETORICAL = /谁(?:还|会|敢|管|有空|顾得)(?!.*[?吗])|^.{1,4}(?:啥|什么)$/;

const isPresent = (clause: Clause): boolean =>
  clause.said?.value !== undefined && (!PAST.test(clause.text) || ENDED.test(clause.text));

const valueNow = (clauses: readonly Clause[]): Value | undefined => {
  const ended = clauses.slice(1).some((clause) => ENDED.test(clause.text));
  return clauses.filter(isPresent).at(-1)?.said?.value ?? (ended ? "否" : undefined);
};

/** Past against present: what holds now counts, and a past alone says nothing about now. */
const withPresent = (clauses: readonly Clause[]): Judgement | undefined => {
  if (!clauses.some((clause) => PAST.test(clause.text))) return undefined;
  if (clauses.every((clause) => clause.said?.value === "否")) return { value: "否" };
  const value = valueNow(clauses);
  const settled = clauses.length > 1 || PRESENT.test(clauses[0]?.text ?? "");
  return value && settled ? withNote({ value }, clauses) : { doubt: "past" };
};

/** Shapes that say "partly" whatever their words say one by one. */
const partly = (bare: string, clauses: readonly Clause[]): Judgement | undefined => {
  if (MIXED.test(bare)) return { value: "部分", note: bare };
  const exception = clauses.find((clause) => EXCEPTION.test(clause.text));
  if (exception && clauses.length > 1) return { value: "部分", note: exception.text };
  const conceded = CONCEDED.test(bare) && clauses.slice(1).some((clause) => SHORT.test(clause.text));
  if (conceded) return { value: "部分", note: bare };
  return CONCEDED.test(bare) && clauses.length === 1 ? { doubt: "double" } : undefined;
};

const proportion = (bare: string, subject: Subject): Judgement | undefined => {
  const value = portion(bare, subject)?.value;
  return value && { value, note: bare, confirm: true };
};

const judgeBare = (bare: string, subject: Subject): Judgement => {
  const clauses = readAll(bare, subject);
  const shaped = inapplicable(clauses, subject) ?? partly(bare, clauses) ?? proportion(bare, subject);
  if (shaped) return shaped;
  const questions = clauses.filter(isQuestion);
  if (questions.length === 0) return withPresent(clauses) ?? combine(clauses, subject);
  const statements = clauses.filter((clause) => !questions.includes(clause));
  if (statements.length === 0 || questions[0] === clauses[0]) return { doubt: "question" };
  const judgement = withPresent(statements) ?? combine(statements, subject);
  const question = questions.map((clause) => clause.text).join(",");
  return RHETORICAL.test(question) ? { ...judgement, question, confirm: true } : { ...judgement, question };
};

const afterCorrection = (bare: string): string => {
  const found = CORRECTION.exec(bare);
  if (!found || found.index === 0) return bare;
  return bare.slice(found.index + found[0].length) || bare;
};

/** What a message in pinyin says, to be echoed. */
const judgeSpelled = (bare: string, subject: Subject): Judgement | undefined => {
  const spelled = spellOut(bare, subject.question);
  const judgement = spelled === undefined ? undefined : judgeBare(spelled, subject);
  return judgement?.value && { ...judgement, confirm: true };
};

/** Judges what a message says about one question, mending slips when nothing else helps. */
export function judge(heard: Heard, subject: Subject): Judgement {
  const bare = heardAs(afterCorrection(heard.bare));
  const plainly = judgeBare(heard.asking && !bare.includes("?") ? `${bare}?` : bare, subject);
  if (plainly.value || plainly.doubt) return plainly;
  const spelled = judgeSpelled(bare, subject);
  if (spelled) return spelled;
  const mended = mend(bare, subject.question);
  if (mended === undefined) return plainly;
  const judgement = judgeBare(mended, subject);
  // Two signs sound like too many words to be recorded without an echo.
  return judgement.value && bare.length <= 2 ? { ...judgement, confirm: true } : judgement;
}
