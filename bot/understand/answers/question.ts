import type { Answer, AskMeaning, Context, QuestionContext, Value } from "../meaning.ts";
import { firstOf, type Rule, TITLES } from "../rule.ts";
import { type Heard, strip } from "../text/normalise.ts";
import { askChoice, offersValues, readChoice } from "./choices.ts";
import type { Judgement } from "./combine.ts";
import type { Subject } from "./said.ts";
import { subjectOf } from "./subject.ts";
import { judge, verdictOf } from "./value.ts";

const YES_OR_NO = "“是”“否”“部分”“整改中”还是“不涉及”?";

const DOUBTS: Readonly<Record<NonNullable<Judgement["doubt"]>, AskMeaning>> = {
  hedge: { intent: "unsure", ask: "能确定吗?请答“是”或“否”。" },
  double: { intent: "ambiguous", ask: "没看明白,是“有”还是“没有”?" },
  plan: { intent: "ambiguous", ask: "现在算“否”还是“整改中”?" },
  question: { intent: "ambiguous", ask: `这一题怎么答:${YES_OR_NO}` },
  judgement: { intent: "ambiguous", ask: `这一题怎么答:${YES_OR_NO}` },
  weak: { intent: "ambiguous", ask: "请明确回答“是”(存在)或“否”(不存在)。" },
  conflict: { intent: "ambiguous", ask: "前后说法不一样,到底是“是”还是“否”?" },
  past: { intent: "ambiguous", ask: "现在呢?是“有”还是“没有”?" },
};

const asksFor = (value: Value, note: string | undefined): string | undefined => {
  if (note !== undefined) return undefined;
  if (value === "不涉及") return "为什么不涉及?请说明理由。";
  return value === "部分" ? "还差哪些?请简单说明。" : undefined;
};

const CLEAR_DOUBTS = new Set<Judgement["doubt"]>([
  "hedge",
  "double",
  "plan",
  "weak",
  "conflict",
  "past",
  "judgement",
]);

const answered = (judgement: Judgement & { value: Value }, subject: Subject): Answer => ({
  intent: "answer",
  item: "cur",
  value: judgement.value,
  verdict: verdictOf(judgement.value, subject.polarity),
  note: judgement.note,
  scope: judgement.scope,
  question: judgement.question,
  confirm: judgement.confirm,
  ask: asksFor(judgement.value, judgement.note),
});

const EXPLAIN =
  /什么意思|啥意思|啥子意思|几个意思|何意|啥叫|什么叫|什么是|是(?:个)?(?:什么|啥)(?:东西|概念|玩意|制度)?$|(?:指|说|讲)的(?:是)?(?:什么|啥|哪)|指(?:什么|啥|哪些)|具体指|(?:没|不|看不|听不|没看|没听|不太|没太|搞不|弄不)(?:太)?(?:懂|明白|理解)|怎么理解|咋理解|如何理解|解释(?:一?下)?|说(?:得|的)?(?:清楚|明白|具体|详细)(?:一?点|些)|举(?:个)?例|讲(?:解|讲)|说明白|(?:这|本)(?:题|条|个).{0,4}(?:什么|啥)意思|怎么(?:算|才算)|哪些算|explain/;
const explain: Rule = (heard) =>
  EXPLAIN.test(heard.bare) && heard.bare.length <= 30 && !/^(?:有|没有|是|否)[,。]/.test(heard.bare)
    ? { intent: "explain", item: "cur" }
    : undefined;

const ASKING_OTHERS = new RegExp(
  `(?:问(?:一?下|问|过|清楚)?|请示(?:一?下)?|请教|核实(?:一?下)?|了解(?:一?下|了解)?|查(?:一?下|查|证)?|确认(?:一?下)?|落实(?:一?下)|商量(?:一?下)?|汇报(?:一?下)?|打听(?:一?下)?|看(?:一?下|看))(?:我们?|一下)?((?:[\\p{Script=Han}]{0,3}${TITLES}|领导|负责的?(?:人|老师)|同事|信息员|办公室|教务处|宣传科|信息办|学校|分管(?:领导|校长)|情况|档案|资料|记录|材料)?)`,
  "u",
);
const INTENDING = /要|得|需要|我去|先|去|帮|让我|容我|回头|等|再|我|待/;
const WAITING = new RegExp(
  `等(?:我们?)?(?:[\\p{Script=Han}]{0,3}${TITLES}|领导|负责人|负责的人)(?:回来|来|定|上班|开完会|答复|回复|确认|说)`,
  "u",
);

const SETTLED = /问问题|没问题|(?:已经|都)(?:核实|查|问|确认)/;
const UNKNOWING = /不清楚|不知道|不确定|不了解|不晓得|拿不准|没把握|说不好|不是我/;

/** Whom or what the speaker wants to ask first; undefined when nothing of the kind is said. */
const wishToAsk = (bare: string): string | undefined => {
  const found = ASKING_OTHERS.exec(bare);
  if (!found || SETTLED.test(bare)) return undefined;
  return found.index === 0 || INTENDING.test(bare.slice(0, found.index)) ? (found[1] ?? "") : undefined;
};

/** "等我搜一遍网站再答": something is looked at first. */
const LATER =
  /(?:等|待|让|容|问|查|看|搜|翻|对|请示|统计|核).{1,16}(?:再|才|后)(?:来)?(?:答|回|填|说|报|告诉)/;
const LOOKING =
  /^(?:让我|容我|我(?:先|得|去|要|再))(?:去|先)?(?:对|查|看|翻|问|核)(?:一?下|一遍|一?眼|看)(?!了)/;
const ONLY_TIME = /等(?:会|下|一下|一会|明|后天|下|上|放|吃|开|忙|晚)|不(?:执行|做|审|校)/;

const defer: Rule = ({ bare, asking }) => {
  if (bare.length > 40 || asking) return undefined;
  const waiting = WAITING.exec(bare);
  if (waiting) return { intent: "defer", item: "cur", note: waiting[0] };
  const whom = wishToAsk(bare);
  if (whom) return { intent: "defer", item: "cur", note: `问${whom}` };
  if (LOOKING.test(bare) || (LATER.test(bare) && !ONLY_TIME.test(bare)))
    return { intent: "defer", item: "cur", note: bare };
  return whom === "" && UNKNOWING.test(bare) ? { intent: "defer", item: "cur", note: bare } : undefined;
};

const LIKE_BEFORE = "(?:上次|上回|上一?次|上期|之前|以前|原来|去年|往年|自查时?|上学期|前面填的)";
const SAME_AS_BEFORE = new RegExp(
  `^(?:这题|这个|这条|情况|答案)?(?:还?是?)?(?:和|跟|同|与|照|按|用|维持|保持)?${LIKE_BEFORE}(?:填|答|报|交|选|说)?(?:的|时)?(?:那个|那样|一样|一致|相同|答案|结果|情况|样子|不变|没变化|没变|算)*(?:的|填|来|报)?$|^(?:没(?:有)?(?:什么|啥)?(?:变化|变|改变|变动)|不变|照旧|照原来|同上次|无变化|(?:维持|保持)(?:原(?:来|有)?(?:的)?(?:答案|状|样)?|不变)|原样|老样子|还是老样子|一样|${LIKE_BEFORE}(?:咋|怎么)(?:填|答|报)的?(?:这次|现在|就|还|也)*(?:咋|怎么)(?:填|答|报))(?:的|就行|就好)?$`,
);
const sameAsBefore: Rule = (heard, { context }) => {
  if (context.kind !== "question" || !SAME_AS_BEFORE.test(heard.bare)) return undefined;
  const value = context.previousValue;
  if (value === undefined) return { intent: "ambiguous", ask: `没有上次的记录,这一题怎么答:${YES_OR_NO}` };
  return { intent: "answer", item: "cur", value, verdict: verdictOf(value, context.polarity), confirm: true };
};

const sameAsLast: Rule = (heard, { context }) =>
  context.kind === "question" && /^(?:同上|同上一?题|跟上一?题一样|和上一?题一样)$/.test(heard.bare)
    ? { intent: "ambiguous", ask: `这一题单独记录,是${YES_OR_NO}` }
    : undefined;

/** "好像查过?" guesses rather than asks. */
const GUESSED = /^(?:好像|应该|可能|大概|估计|似乎|貌似)[^什怎哪多几吗]{1,8}$/;
const CHOOSE_FOR_ME = /(?:帮|替)我(?:选|答|填|定|决定|挑)/;

/** "都写了转自哪儿": what was written, not what is asked. */
const EMBEDDED = /(?:写|标|注|记|登|说|列)(?:明|清楚?)?[了着过][^,。?]{0,4}(?:哪[儿里个些]?|谁|什么|多少)/g;

const questionBack: Rule = (heard) => {
  const { bare } = heard;
  if (GUESSED.test(bare.replace("?", ""))) return DOUBTS.hedge;
  if (CHOOSE_FOR_ME.test(bare)) return { intent: "ambiguous", ask: `要由您自己选:${YES_OR_NO}` };
  if (/^(?:是不是|有没有|对不对|是否|能不能|行不行|可以吗)$/.test(bare)) return undefined;
  const interrogative =
    heard.asking ||
    /吗(?:$|[?,])|算不算|要不要|能不能|可不可以|怎么|咋|多少|什么|哪|需不需要|是不是(?=.{3})/.test(
      bare.replace(EMBEDDED, ""),
    );
  return interrogative && bare.length > 2 ? { intent: "question", item: "cur", text: heard.said } : undefined;
};

/** "10 没有" while another question is on the table: the item is named, so it goes there. */
const NAMED = /^第? ?(\d{1,3}|[一二三四五六七八九十]{1,3}) ?[题条项][:,、。 ]*(.{1,60})$/;
const named: Rule = (heard, { context, now }) => {
  const found = NAMED.exec(heard.bare);
  if (!found || context.kind !== "question") return undefined;
  const no = Number.parseInt(found[1] ?? "", 10);
  const rest: Heard = { ...heard, bare: strip(found[2] ?? "") };
  const meaning = answer(rest, { context: offeredContext(context, no), now });
  return meaning?.intent === "answer" && Number.isInteger(no) ? { ...meaning, item: no } : undefined;
};

const offeredContext = (context: Context & QuestionContext, no: number): Context => ({
  ...context,
  question: context.offered?.[String(no)] ?? context.question,
});

/** "有,下一题吧": the wish to go on is granted by going on. */
const GOING_ON = /(?<=.)[,。 ](?:那就|就|咱们?)?(?:下一?[题个条道]|继续|往下)(?:吧|了|走|问)?$/;

const answer: Rule = (said, { context }) => {
  if (context.kind !== "question") return undefined;
  const heard = { ...said, bare: said.bare.replace(GOING_ON, "") };
  if (!offersValues(context.choices)) return undefined;
  const subject = subjectOf(context);
  const judgement = judge(heard, subject);
  if (judgement.value) return answered({ ...judgement, value: judgement.value }, subject);
  return CLEAR_DOUBTS.has(judgement.doubt) && judgement.doubt ? DOUBTS[judgement.doubt] : undefined;
};

/** One of the choices that were put with the question. */
export const toChoices: Rule = (heard, { context }) =>
  context.kind === "question" ? readChoice(heard, context) : undefined;

/** A question about the question, a wish to ask somebody, or the same as last time. */
export const aboutQuestion: Rule = firstOf([explain, sameAsBefore, sameAsLast, defer]);

const ASKS_BESIDE =
  /吗$|要不要|能不能|可不可以|需不需要|算不算|怎么(?:填|办|弄|写|报|交)|什么时候|几号(?:交|报)/;

/** "建立了,什么时候交?": the answer is taken and the question kept, whatever the question is about. */
export const answerFirst: Rule = (heard, scene) => {
  const [first = "", ...rest] = heard.bare.split(/[,。!;]/);
  if (scene.context.kind !== "question" || rest.length === 0) return undefined;
  if (!heard.asking && !rest.some((clause) => ASKS_BESIDE.test(clause))) return undefined;
  const alone = answer({ ...heard, bare: first, asking: false }, scene);
  return alone?.intent === "answer" && alone.confirm === undefined ? answer(heard, scene) : undefined;
};

/** The answer to the question on the table. */
export const toQuestion: Rule = firstOf([named, answer, questionBack]);

/** What to ask when a message on the table's question was not understood. */
export const unclearAnswer: Rule = (_, { context }) => {
  if (context.kind !== "question") return undefined;
  return offersValues(context.choices)
    ? { intent: "ambiguous", ask: `没看明白。这一题怎么答:${YES_OR_NO}` }
    : askChoice(context.choices ?? []);
};
