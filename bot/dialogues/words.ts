import type { Task } from "../../src/actions/assignments.ts";
import { dueWords } from "../../src/actions/assignments.ts";
import { isProblem, type Question } from "../../src/actions/questions.ts";
import type { Lack } from "../../src/actions/submissions.ts";
import { dayOf, sayDay } from "../../src/workdays.ts";

/** The menu: what one can always say. */
export const menu = [
  "可以这样跟我说:",
  "· 待办——看要办的任务",
  "· 继续——接着往下填",
  "· 上一题 / 跳过 / 暂停",
  "· 第3条改成否——改答案",
  "· 提交——填完后报送",
  "· 延期——申请宽限",
  "· 截止——看期限",
  "· 一次五题 / 一题一题——换个问法",
  "· 登记账号 / 登记作品 / 我的账号——个人自媒体",
  "· 人工——请工作人员帮忙",
].join("\n");

/** How a question may be answered, in one line. */
export const howToAnswer = "回“是”“否”“部分”“整改中”或“不涉及”,可以顺便写说明";

/** One question, as it is put. */
export function questionWords(task: Task, question: Question, total: number): string {
  const subject = question.subject ? `(${question.subject})` : "";
  const returned = question.answer?.flagReason ? `\n〔退回原因:${question.answer.flagReason}〕` : "";
  return `#${task.code} 第${question.no}/${total}题${subject}\n${question.question}${returned}`;
}

/** Several questions, as they are put. */
function listWords(task: Task, questions: Question[], total: number): string {
  const [first] = questions;
  const subject = first?.subject ? `(${first.subject})` : "";
  return [
    `#${task.code} 这${questions.length}题一起答${subject},共${total}题:`,
    ...questions.map((question) => `${question.no}. ${question.question}`),
    `可以回“${first?.no}是${questions[1]?.no}否”、“都是”或“除了第${questions.at(-1)?.no}题都是”。`,
  ].join("\n");
}

/** Questions as they are put, one or several. */
export function putWords(task: Task, all: Question[], asked: Question[]): string {
  const [only] = asked;
  if (asked.length !== 1 || !only) return listWords(task, asked, all.length);
  const isFirst = all.every((question) => !question.answer?.value);
  return [questionWords(task, only, all.length), ...(isFirst ? [howToAnswer] : [])].join("\n");
}

/** What a remark should say. */
export const remarkWanted = (value: string): string =>
  value === "不涉及" ? "请写一句为什么不涉及。" : "请写一句还差什么、打算怎么办。";

/** What was recorded. */
export function echo(
  question: Pick<Question, "no" | "polarity">,
  value: string,
  note: string | null,
): string {
  const problem = isProblem(question, value) ? ",列为问题" : "";
  return `✔ 第${question.no}题已记“${value}”${problem}。${note ? `说明:${note}` : ""}`;
}

/** A batch as it was understood, item by item. */
export function batchWords(items: { question: Question; value: string }[]): string {
  return [
    "我是这样理解的,请核对:",
    ...items.map(
      ({ question, value }) =>
        `${question.no}.【${value}】${isProblem(question, value) ? "(问题)" : ""}${question.question}`,
    ),
    "都对就回“确认”;不对请说“第几题改成什么”;不要了回“取消”。",
  ].join("\n");
}

/** Numbers as people write them: 1-4、7、9-10. */
export function ranges(numbers: number[]): string {
  const parts: string[] = [];
  const sorted = [...numbers].sort((a, b) => a - b);
  for (let start = 0; start < sorted.length; ) {
    let end = start;
    while (sorted[end + 1] === (sorted[end] ?? 0) + 1) end++;
    parts.push(end > start ? `${sorted[start]}-${sorted[end]}` : `${sorted[start]}`);
    start = end + 1;
  }
  return parts.join("、");
}

/** All answers of a task: problems and notes in full, the rest as ranges of numbers. */
export function summary(questions: Question[]): string {
  const groups = new Map<string, number[]>();
  for (const question of questions) {
    const value = question.answer?.state === "blank" ? "未答" : (question.answer?.value ?? "未答");
    groups.set(value, [...(groups.get(value) ?? []), question.no]);
  }
  const noted = questions.filter(
    ({ answer, polarity }) => answer?.value && (answer.note || isProblem({ polarity }, answer.value)),
  );
  return [
    ...[...groups].map(([value, numbers]) => `${value}:第${ranges(numbers)}题`),
    ...(noted.length > 0 ? ["其中:"] : []),
    ...noted.map(
      (question) =>
        `第${question.no}题${question.subject ? `(${question.subject})` : ""} ${question.question}\n  ${question.answer?.value}${question.answer?.note ? `:${question.answer.note}` : ""}`,
    ),
    ...(questions.some((question) => question.files > 0)
      ? [
          `佐证:${questions
            .filter((each) => each.files > 0)
            .map((each) => `第${each.no}题${each.files}份`)
            .join(",")}`,
        ]
      : []),
  ].join("\n");
}

/** What is missing, grouped by kind. */
export function lackWords(lacks: Lack[]): string {
  const whole = lacks.filter((lack) => lack.no === 0);
  if (whole.length > 0) return whole.map((lack) => lack.words).join(";");
  const groups = new Map<string, number[]>();
  for (const lack of lacks) groups.set(lack.words, [...(groups.get(lack.words) ?? []), lack.no]);
  return [...groups].map(([words, numbers]) => `第${ranges(numbers)}题${words}`).join(";");
}

/** A task in a list; the unit is named where there are several. */
export function taskLine(
  task: Task,
  now: Date,
  { progress, unit }: { progress: string; unit: boolean },
): string {
  return `#${task.code} ${task.title}${unit ? `(${task.unit})` : ""}\n  ${sayDay(dayOf(task.dueAt), now)}截止,${dueWords(task.dueAt, now)} · ${progress}`;
}
