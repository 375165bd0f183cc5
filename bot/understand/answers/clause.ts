import { type Token, tokenise, weigh } from "../text/sentence.ts";
import { countVerdict } from "./counts.ts";
import type { Said, Subject } from "./said.ts";
import { readShape, readShapeFirst } from "./shapes.ts";

type Kinds = readonly Token["kind"][];

const has = (kinds: Kinds, ...wanted: Token["kind"][]): boolean =>
  wanted.some((kind) => kinds.includes(kind));

const WEAK = /^(?:嗯+|恩+|昂|诺|哦+|噢+|好|好的|好滴|行|ok|okay|okey|可以|可以的|可|成|得)$/;
const AGREEABLE =
  /^(?:好|好的|好滴|可以|可以的|行|成|中|ok|okay|okey|得|要得|妥|妥妥|妥了|可|阔以|必须|必须的|那必须|✓|嗯+|恩+|昂|诺|当然|1000%|百分百)$/;

const sayDoubt = (kinds: Kinds): Said | undefined => {
  if (has(kinds, "ask")) return { doubt: "question" };
  if (has(kinds, "hedge")) return { doubt: "hedge" };
  return undefined;
};

/** "不及时" denies a question that asks 是否及时; elsewhere it says "partly". */
const settlePartly = (tokens: readonly Token[], { question }: Subject): Token[] =>
  tokens.flatMap((token) => {
    const denied = token.kind === "partly" && /^(?:不|没)(?=..)/.test(token.text) && token.text.slice(1);
    if (!denied || !question.includes(denied)) return [token];
    return [
      { kind: "not", text: token.text.slice(0, 1) },
      { kind: "good", text: denied },
    ];
  });

const STATES: readonly (readonly [Token["kind"], Said, Said])[] = [
  ["inapplicable", { value: "不涉及" }, { doubt: "double" }],
  ["doing", { value: "整改中" }, { value: "否" }],
  ["partly", { value: "部分" }, { value: "部分" }],
  ["stopped", { value: "否" }, { doubt: "double" }],
];

/** Words that name a state by themselves, and what they say when negated. */
const sayState = (kinds: Kinds): Said | undefined => {
  const found = STATES.find(([kind]) => kinds.includes(kind));
  if (has(kinds, "plan")) return has(kinds, "not", "none") ? { value: "否" } : { doubt: "plan" };
  if (!found) return undefined;
  return has(kinds, "not") || (found[0] === "stopped" && has(kinds, "none")) ? found[2] : found[1];
};

const PREDICATES: readonly Token["kind"][] = ["have", "be", "done", "good", "bad"];

const favourable = (subject: Subject): Said => ({ value: subject.polarity === "+" ? "是" : "否" });

/** "没有不落实的": nothing is left undone. Any other double negation is unclear. */
const sayDouble = (kinds: Kinds, subject: Subject): Said => {
  const shape = kinds.filter((kind) => ["not", "none", ...PREDICATES].includes(kind)).join(" ");
  if (/^(?:none|not have) not (?:done|good|have)$/.test(shape) && subject.polarity === "+")
    return { value: "是" };
  if (/^(?:none|not have) not good$/.test(shape)) return { value: "否" };
  return { doubt: "double" };
};

const VAGUE_CASE =
  /(?:这种|这个|这类|该|此类|类似)(?:情况|现象|行为|问题|事|事情)|^(?:没有?|无)(?:这|这个|这项|这一项|这块|这一块|这方面|此项|该项)(?:工作)?的?$/;

const wordOf = (tokens: readonly Token[], kind: Token["kind"]): string =>
  tokens.find((token) => token.kind === kind)?.text ?? "";

/** "没有问题" is good news unless the question itself speaks of the thing denied. */
const sayNoHarm = (tokens: readonly Token[], subject: Subject): Said =>
  subject.polarity === "+" && subject.question.includes(wordOf(tokens, "bad"))
    ? { doubt: "judgement" }
    : favourable(subject);

const sayNotGood = (tokens: readonly Token[], subject: Subject): Said =>
  subject.polarity === "+" && subject.question.includes(wordOf(tokens, "good"))
    ? { value: "否" }
    : { doubt: "judgement", lacking: true };

const LIGHT =
  /^(?:我们|我|我校|本校|我们学校|学校|单位|咱们?|还|的|了|呢|目前|现在|暂时?|一直|都|也|这个?|从来|真的?|确实|到现在|至今|这[种类项]|此类|情况|现象|行为|,)$/;

/** "没", "还没": a negation with nothing but light words beside it denies the question itself. */
const isBareDenial = (tokens: readonly Token[], after: Kinds): boolean =>
  after.length > 0 ||
  tokens.every(({ kind, text }) => kind === "not" || kind === "topic" || LIGHT.test(text));

/** "没有严格执行" denies the manner, not the deed. */
const deniesManner = (tokens: readonly Token[], after: Kinds, subject: Subject): boolean =>
  has(after, "good") && has(after, "done") && !subject.question.includes(wordOf(tokens, "good"));

const sayNegated = (tokens: readonly Token[], kinds: Kinds, subject: Subject, clause: string): Said => {
  if (subject.polarity === "+" && VAGUE_CASE.test(clause)) return { doubt: "judgement" };
  const negation = kinds.findIndex((kind) => kind === "not" || kind === "none");
  if (has(kinds.slice(0, negation), "have", "done", "good")) return { doubt: "double" };
  const after = kinds.slice(negation + 1);
  if (has(after, "bad")) return sayNoHarm(tokens, subject);
  if (deniesManner(tokens, after, subject)) return { doubt: "judgement", lacking: true };
  if (kinds[negation] === "not" && !isBareDenial(tokens, after)) return { doubt: "judgement" };
  return has(after, "good") && kinds[negation] === "not" ? sayNotGood(tokens, subject) : { value: "否" };
};

const sayAssent = (tokens: readonly Token[], subject: Subject): Said | undefined => {
  const assent = tokens.filter((token) => token.kind === "be").map((token) => token.text);
  if (assent.length === 0) return undefined;
  if (subject.polarity === "-" && assent.every((word) => AGREEABLE.test(word))) return { doubt: "weak" };
  return assent.every((word) => WEAK.test(word)) ? { value: "是", weak: true } : { value: "是" };
};

const sayHarm = (kinds: Kinds, subject: Subject): Said =>
  has(kinds, "have") && subject.polarity === "-" ? { value: "是" } : { doubt: "judgement", lacking: true };

const sayPlainly = (tokens: readonly Token[], kinds: Kinds, subject: Subject): Said | undefined => {
  const positive = subject.polarity === "+";
  if (has(kinds, "bad")) return sayHarm(kinds, subject);
  if (has(kinds, "have")) return { value: "是" };
  if (has(kinds, "done")) return positive ? { value: "是" } : { doubt: "judgement" };
  if (has(kinds, "good")) return positive ? { value: "是" } : { value: "否", weak: true };
  return sayAssent(tokens, subject);
};

const RECTIFYING = /改|清|处|整|停/;

/** On a question of negative polarity only rectifying is "in hand"; 在做 says that the thing goes on. */
const settleDoing = (tokens: readonly Token[], subject: Subject): Token[] =>
  tokens.map((token) =>
    token.kind === "doing" && subject.polarity === "-" && !tokens.some((one) => RECTIFYING.test(one.text))
      ? { kind: "plain", text: token.text }
      : token,
  );

/** A deed or judgement that is part of the question names the topic when another predicate is there. */
const settleTopics = (tokens: readonly Token[], subject: Subject): Token[] => {
  const firm = tokens.filter((token) =>
    ["have", "none", "not", "doing", "partly", "stopped"].includes(token.kind),
  );
  if (firm.length === 0) return [...tokens];
  const negated = tokens.findIndex((token) => token.kind === "not" || token.kind === "none");
  return tokens.map((token, at) =>
    (token.kind === "done" || token.kind === "good") &&
    subject.question.includes(token.text) &&
    (negated === -1 || at < negated)
      ? { kind: "topic", text: token.text }
      : token,
  );
};

/** "是食堂管理员兼的", "这是信息办的事" tell who and assent to nothing. */
const tellsWho = (tokens: readonly Token[]): boolean => {
  const first = tokens.find((token) => !/^[这那它]$/.test(token.text));
  return first?.text === "是" && tokens.at(-1) !== first;
};

/** Whether enough of the clause is known for its value to count. */
const isCovered = (tokens: readonly Token[], said: Said): boolean => {
  const other = weigh(tokens, "other");
  const topic = weigh(tokens, "topic");
  if (other === 0 && !tokens.every((token) => token.kind === "plain" || token.kind === "be")) return true;
  if (other === 0) return weigh(tokens, "plain") <= 4;
  if (tellsWho(tokens)) return false;
  if (tokens.every((token) => ["plain", "be", "topic", "other"].includes(token.kind))) return false;
  const known = tokens.reduce((sum, token) => sum + token.text.length, 0) - other;
  if (said.value === "部分" || said.value === "不涉及") return other <= known;
  return topic >= 2 && other <= known;
};

const interpret = (tokens: readonly Token[], subject: Subject, clause: string): Said | undefined => {
  const kinds = tokens
    .map((token) => token.kind)
    .filter((kind) => kind !== "plain" && kind !== "topic" && kind !== "other");
  const negations = kinds.filter((kind) => kind === "not" || kind === "none").length;
  const early = sayDoubt(kinds) ?? sayState(kinds);
  if (early) return early;
  if (negations > 1) return sayDouble(kinds, subject);
  if (negations === 1) return sayNegated(tokens, kinds, subject, clause);
  return sayPlainly(tokens, kinds, subject);
};

const DONE_OR_NOT = /.(?:了|过|完|好)没有?$|(?<!还|都|是)有没有?$/;
/** "是三次还是超过三次" asks; "现在还是没有" tells. */
const EITHER = /[是指].{1,12}还是(?![没不老原这那有在])[^,]{2,12}$/;

/** Reads one clause as an answer to the subject; undefined when it says nothing about it. */
export function readClause(clause: string, subject: Subject): Said | undefined {
  if (EITHER.test(clause)) return { doubt: "question" };
  const shape = readShapeFirst(clause, subject);
  if (shape) return shape;
  const counted = countVerdict(clause, subject.question);
  if (counted) return counted === "unclear" ? { doubt: "hedge" } : { value: counted };
  if (DONE_OR_NOT.test(clause)) return { doubt: "question" };
  const shaped = readShape(clause, subject);
  if (shaped) return shaped;
  const words = settlePartly(tokenise(clause, subject.question), subject);
  const tokens = settleTopics(settleDoing(words, subject), subject);
  const said = interpret(tokens, subject, clause);
  if (!said) return undefined;
  return said.doubt !== undefined || isCovered(tokens, said) ? said : undefined;
}
