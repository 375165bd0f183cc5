import { readClause, type Said, type Subject } from "./clause.ts";
import type { Value, Verdict } from "./meaning.ts";
import type { Heard } from "./normalise.ts";
import { strip } from "./normalise.ts";
import { MEDIA_WORDS } from "./platforms.ts";
import { mend } from "./slips.ts";

/** What a whole message says about one question. */
export interface Judgement {
  value?: Value;
  confirm?: true;
  note?: string;
  scope?: string;
  /** A question asked beside the answer. */
  question?: string;
  doubt?: Said["doubt"] | "conflict" | "past";
}

/** 合格 or 问题 for a value on a question; 不涉及 is neither. */
export function verdictOf(value: Value, polarity: Subject["polarity"]): Verdict | undefined {
  if (value === "不涉及") return undefined;
  return value === (polarity === "+" ? "是" : "否") ? "合格" : "问题";
}

interface Clause {
  text: string;
  said: Said | undefined;
  contrast: boolean;
}

const CONTRAST = /^(?:但是?|不过|可是|只是|然而|就是|却|只不过|但凡是|可)(?=.)/;
const CORRECTION =
  /(?:^|[,。!、 ])(?:不对|不是不是|错了|说错了?|打错了?|发错了?|填错了?|口误|更正|哦不|噢不|啊不|等等不对|手误|点错了?|按错了?|不好意思错了)(?:[,。!、: ]|$)(?:(?:应该|应当|改)(?:是|为|成)?)?/;
const PAST = /以前|原来|之前|曾经|过去|去年|前年|原先|早先|老早|有过|前几年|往年|早几年|从前/;
const PRESENT = /现在|目前|后来|今年|如今|这学期|现|已经?(?:停|取消|撤|关|没|建|有|改)/;
const ENDED = /(?:停|取消|撤|关|断|废|注销|终止|解除|到期|下线|不做|不搞|不办)(?:了|掉|$)/;
const MIXED =
  /有的.{1,10}有的|有些.{1,10}有些|一半.{1,8}一半|有时.{1,10}有时|时有时无|有.{1,6}没有.{1,6}(?:也有|都有)/;
const EXCEPTION = /^(?:除了?|除开|就差|只差|还差|就剩|还剩|只剩|除).{1,20}|.{1,10}(?:除外|例外)$/;
const NO_MEDIUM = new RegExp(
  `(?:没有|没|无|未|不)(?:开通|开设|开办|开|办|建|设立|设|做|注册|申请|搞|运营)?(?:过|自己的|任何)?(${MEDIA_WORDS})(?:的|这个|平台|账号)?$`,
);
const CONCEDED = /(?:不能说没有?|不是没有?|说没有也不对|有是有|有倒是有|建是建了|做是做了|有归有)[^,]{0,4}/;
const SHORTFALL = /不|没|未|差|缺|难|少|走形式|形同虚设|人手/;

const splitClauses = (bare: string): string[] =>
  bare
    .replace(/(?<=[\p{Script=Han}])(但是|不过|可是|然而|只不过|就是(?=没|不|还|有))/gu, ",$1")
    .split(/[,。!;、\n()]|(?<=[\p{Script=Han}✓✗])\s|\s(?=[\p{Script=Han}])/u)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== "");

const unrepeat = (clause: string): string =>
  clause.replace(/^([\p{Script=Han}])\1{1,9}$/u, "$1").replace(/([\p{Script=Han}]{2,6})\1{1,5}/gu, "$1");

const readAll = (bare: string, subject: Subject): Clause[] =>
  splitClauses(bare).map((text) => {
    const body = strip(text.replace(CONTRAST, "")) || text;
    return { text, contrast: CONTRAST.test(text), said: readClause(unrepeat(body), subject) };
  });

const noteOf = (clauses: readonly Clause[]): string | undefined => {
  const rest = clauses.map((clause) => clause.text).join(",");
  return rest === "" ? undefined : rest;
};

const isQuestion = (clause: Clause): boolean =>
  clause.said?.doubt === "question" || /吗$|\?$|怎么|多少|什么时候|能不能|可不可以/.test(clause.text);

const withPresent = (clauses: readonly Clause[]): Judgement | undefined => {
  if (!clauses.some((clause) => PAST.test(clause.text))) return undefined;
  const present = clauses.filter(
    (clause) =>
      clause.said?.value && (!PAST.test(clause.text) || /停|取消|撤|关|断|废|注销/.test(clause.text)),
  );
  const ended = clauses.slice(1).some((clause) => ENDED.test(clause.text));
  const value = present.at(-1)?.said?.value ?? (ended ? "否" : undefined);
  const settled = clauses.length > 1 || PRESENT.test(clauses[0]?.text ?? "");
  if (clauses.every((clause) => clause.said?.value === "否" && clause.said.doubt === undefined))
    return { value: "否" };
  return value && settled ? withNote({ value }, clauses, undefined) : { doubt: "past" };
};

const withNote = (
  judgement: Judgement,
  clauses: readonly Clause[],
  decisive: Clause | undefined,
): Judgement => {
  const note = noteOf(clauses.filter((clause) => clause !== decisive));
  return note === undefined ? judgement : { ...judgement, note };
};

const softer = (first: Value, second: Value, contrast: boolean): Value | undefined => {
  const both = new Set([first, second]);
  if (both.has("整改中")) return "整改中";
  if (both.has("部分")) return "部分";
  if (first === "是" && second === "否") return "部分";
  return contrast && both.has("是") && both.has("否") ? undefined : undefined;
};

const FOREIGN = /[^\p{Script=Han}\p{Script=Latin}\P{L}]/u;

/** A letter or sign beside something unread, or a word beside what is no Chinese, is no answer. */
const isNoise = (first: Clause, clauses: readonly Clause[]): boolean => {
  const unread = clauses.filter((clause) => clause.said === undefined);
  if (unread.some((clause) => !/\p{Script=Han}/u.test(clause.text) || FOREIGN.test(clause.text))) return true;
  return unread.length > 0 && /^[a-z✓✗]{1,3}$/.test(first.text);
};

const combine = (clauses: readonly Clause[], subject: Subject): Judgement => {
  const decided = clauses.filter((clause) => clause.said?.value !== undefined);
  const [first, ...others] = decided;
  if (!first?.said?.value) return { doubt: clauses.find((clause) => clause.said?.doubt)?.said?.doubt };
  if (clauses.length > 1 && isNoise(first, clauses)) return {};
  const unsure = clauses.find((clause) => clause.said?.doubt === "hedge" || clause.said?.doubt === "double");
  if (unsure && !others.length && clauses.indexOf(unsure) <= clauses.indexOf(first) + 1)
    return { doubt: unsure.said?.doubt };
  let value: Value = first.said.value;
  for (const other of others) {
    const next = other.said?.value;
    if (next === undefined || next === value) continue;
    if (subject.polarity === "-" && value === "是" && /^(?:是的?|对的?|嗯+)$/.test(first.text))
      return next === "否" ? withNote({ value: "否", confirm: true }, clauses, first) : { doubt: "conflict" };
    const merged = softer(value, next, other.contrast);
    if (merged === undefined || subject.polarity === "-") return { doubt: "conflict" };
    value = merged;
  }
  const lacking = clauses.some(
    (clause) =>
      clause.contrast && (clause.said?.lacking || (!clause.said?.value && SHORTFALL.test(clause.text))),
  );
  if (lacking && value === "是") value = subject.polarity === "+" ? "部分" : value;
  const judgement: Judgement = { value };
  if (decided.every((clause) => clause.said?.weak)) judgement.confirm = true;
  return withNote(judgement, clauses, first.text.length <= 8 || clauses.length === 1 ? first : undefined);
};

const noMedium = (bare: string): Judgement | undefined => {
  for (const clause of splitClauses(bare)) {
    const found = NO_MEDIUM.exec(clause);
    if (found) return { value: "不涉及", note: found[0], scope: found[1] ?? "" };
  }
  return undefined;
};

const judgeBare = (bare: string, subject: Subject): Judgement => {
  const medium = noMedium(bare);
  if (medium) return medium;
  if (MIXED.test(bare)) return { value: "部分", note: bare };
  const clauses = readAll(bare, subject);
  const exception = clauses.find((clause) => EXCEPTION.test(clause.text));
  if (exception && clauses.length > 1) return { value: "部分", note: exception.text };
  if (CONCEDED.test(bare) && clauses.slice(1).some((clause) => SHORTFALL.test(clause.text)))
    return { value: "部分", note: bare };
  const questions = clauses.filter(isQuestion);
  const statements = clauses.filter((clause) => !isQuestion(clause));
  if (questions.length > 0 && statements.length === 0) return { doubt: "question" };
  if (questions.length > 0 && isQuestion(clauses[0] as Clause)) return { doubt: "question" };
  const judgement = withPresent(statements) ?? combine(statements, subject);
  return questions.length === 0
    ? judgement
    : { ...judgement, question: questions.map((clause) => clause.text).join(",") };
};

const afterCorrection = (bare: string): string => {
  const found = CORRECTION.exec(bare);
  if (!found || found.index === 0) return bare;
  const after = bare.slice(found.index + found[0].length);
  return after === "" ? bare : after;
};

/** Judges what a message says about one question, mending slips and pinyin when nothing else helps. */
export function judge(heard: Heard, subject: Subject): Judgement {
  const bare = afterCorrection(heard.bare);
  const plainly = judgeBare(heard.asking && !/[?]/.test(bare) ? `${bare}?` : bare, subject);
  if (plainly.value || plainly.doubt) return plainly;
  const mended = mend(bare, subject.question);
  return mended === undefined ? plainly : judgeBare(mended, subject);
}
