import type { Judgement } from "../answers/combine.ts";
import { subjectOf } from "../answers/subject.ts";
import { judge } from "../answers/value.ts";
import type { ListItem, Value } from "../meaning.ts";
import { strip } from "../text/normalise.ts";

/** What is said of one item of a list. */
export interface ItemSaid {
  value?: Value;
  note?: string;
  /** A question about the item. */
  question?: string;
  /** It is to be answered later. */
  later?: true;
  /** The value must be looked at again. */
  weak?: true;
  doubt?: Judgement["doubt"];
}

/** Answers that have to be found out, or are left for later. */
const LATER =
  /问(?:一?下|问|过|清楚|我们|他|校长|主任|.{1,4}(?:老师|处|科|办))|请示|核实|待定|待查|待确认|跳过|略过|空着|先空|先放|搁|再说|再[填答回报弄看查写]|回头|晚点|稍后|待会|等.{0,8}再|不知道|不清楚|不确定|不了解|不晓得|拿不准|吃不准|说不准|没想好|(?:上午|下午|晚上|明天|后天|下周|周[一二三四五]).{0,4}[填答报]/;
/** What is still to come is no answer, and a note where the answer is given. */
const PLANNED =
  /(?:[\d一二三四五六七八九十][号日月]|学期|年|月|周|开学)(?:底|初)?(?:之|以)?前|(?:月|年|学期)底|下周|下个?月|下学期|尽快|争取|打算|准备/;
const ASKING = /啥意思|什么意思|怎么|咋|算不算|要不要|是不是|[?吗]$|指什么|指的|哪个|哪些/;

const LEADING =
  /^(?:[-、.:,。;=!/|\s)~]|那[条个题块项]|这[条个题块项]|[条题项号](?=.)|的话?(?=.)|呢|嘛|吧|为(?=.)|:){1,6}/;
const TRAILING = /(?:[,、。;:(/|\s]|然后|但是?|不过|而且?|还有|至于|那个?|我们?|呢|以及){1,6}$/;
/** "值班嘛有的" asks nothing. */
const SOFT = /[嘛呢](?=有|没|无|是)/g;
const CHOSEN =
  /^(?:答案|结果)?(?:我?[选填写答记打勾报])?(?:的)?(?:是|为|:)?(是|否|有|没有|无|部分|不涉及|整改中|y|n|✓|✗)$/;

const TICKED: Readonly<Record<string, Value>> = {
  对: "是",
  不对: "否",
  打勾: "是",
  "打✓": "是",
  打叉: "否",
  "打✗": "否",
  缺: "否",
  缺着: "否",
};

/** "好了", "都齐了" say that a thing is done. */
const READY = /^(?:都|全|也|已经?|就){0,2}(?:好|齐|搞定|成)了$/;

/** The words said of an item without what only joins them. */
function cleaned(phrase: string): string {
  const bare = strip(phrase.replace(LEADING, "").replace(TRAILING, "").replace(SOFT, ",")).replace(
    /(?<=.)(?=因为|由于)/,
    ",",
  );
  if (READY.test(bare)) return "完成了";
  return TICKED[bare] ?? CHOSEN.exec(bare)?.[1] ?? bare;
}

const COURTESY = /^(?:谢谢|辛苦|麻烦|请(?:审|查)|以上|老师|领导|好的?|嗯|报告|汇报)/;

const noteOf = (note: string | undefined): string | undefined =>
  note === undefined || COURTESY.test(note) || !/\p{L}/u.test(note) ? undefined : note;

const judged = (words: string, item: ListItem): Judgement => {
  const subject = subjectOf({ polarity: item.polarity, question: item.question ?? "" });
  const asking = words.endsWith("?");
  return judge({ said: words, text: words, bare: words, asking }, subject);
};

/** The whole of it, or else its first words, with the others as a note. */
const judgedByParts = (words: string, item: ListItem): Judgement => {
  const settled = words.split(/[,。;!\n]/).filter((clause) => !LATER.test(clause) || ASKING.test(clause));
  if (settled.length === 0) return {};
  const whole = judged(LATER.test(words) ? settled.join(",") : words, item);
  const [first = "", ...others] = words.split(/[,。;!\s(]/);
  if (whole.value || whole.doubt || others.length === 0 || first.length > 8) return whole;
  const alone = judged(first, item);
  return alone.value ? { ...alone, note: others.join(",") } : whole;
};

const answered = ({ value, note, question, confirm }: Judgement): ItemSaid => {
  const kept = noteOf(note);
  return {
    ...(value ? { value } : {}),
    ...(kept === undefined ? {} : { note: kept }),
    ...(question === undefined ? {} : { question }),
    ...(confirm ? { weak: true } : {}),
  };
};

/** What words say about an item; the same words, read as one reads an answer to the item alone. */
export function saidOf(phrase: string, item: ListItem): ItemSaid {
  const words = cleaned(phrase);
  if (words === "") return {};
  const judgement = judgedByParts(words, item);
  if (judgement.value) return answered(judgement);
  if (LATER.test(words)) return { later: true };
  const asks = words.length > 2 && (judgement.doubt === "question" || ASKING.test(words));
  return asks ? { question: words } : { doubt: judgement.doubt };
}

/** Whether words tell of what is still to come. */
export const isPlanned = (phrase: string): boolean => PLANNED.test(phrase);

/** The value that words give to an item, or to any. */
export function valueIn(words: string, item: ListItem = { no: 0, polarity: "+" }): Value | undefined {
  return saidOf(words, item).value;
}
