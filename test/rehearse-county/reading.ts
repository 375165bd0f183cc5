/** What the bot's words ask for, as somebody with a phone in his hand reads them. */

/** One question on the table. */
export interface Asked {
  no: number;
  subject: string;
  question: string;
  sentBack: boolean;
}

/** What is asked for. */
export type Prompt =
  | { wants: "nothing"; done: boolean }
  | { wants: "answer"; asked: Asked }
  | { wants: "answers"; asked: Asked[] }
  | { wants: "each-by-itself" }
  | { wants: "inventory"; kinds: string[] }
  | { wants: "list-confirmed"; names: string[] }
  | { wants: "batch-confirmed"; items: { no: number; value: string }[] }
  | { wants: "doubt-settled"; no: number; value: string }
  | { wants: "note" }
  | { wants: "photo" }
  | { wants: "done-sending" }
  | { wants: "paper" }
  | { wants: "submit" }
  | { wants: "submission-confirmed" };

const one = /#\w+ 第(\d+)\/\d+题(?:\((.+?)\))?\n(.+)(?:\n(〔退回原因))?/u;
const many = /#\w+ 这\d+题一起答(?:\((.+?)\))?,共\d+题:\n([\s\S]+?)\n可以回/u;
const listed = /^(\d+)\. (.+)$/gmu;
const kinds = /本单位有哪些.+?\?\n([\s\S]+?)\n有哪几种/u;
const batch = /我是这样理解的[\s\S]+?都对就回/u;

/** Readings in the order in which they are tried: what was said last in the bot's words decides. */
const readings: [RegExp, (found: RegExpExecArray, text: string) => Prompt][] = [
  [/✔ 已报送 #/u, () => ({ wants: "nothing", done: true })],
  [/没有问题请回“确认”/u, () => ({ wants: "submission-confirmed" })],
  [/这几题有正有反,请逐题回答/u, () => ({ wants: "each-by-itself" })],
  [batch, (found) => ({ wants: "batch-confirmed", items: itemsIn(found[0]) })],
  [
    /第(\d+)题.*记“(.+?)”,对吗/u,
    (found) => ({ wants: "doubt-settled", no: Number(found[1]), value: found[2] ?? "" }),
  ],
  [
    /本单位有\d+种.+?:(.+?)。对就回“确认”/u,
    (found) => ({ wants: "list-confirmed", names: (found[1] ?? "").split("、") }),
  ],
  [/记为零报告:.+?对就回“确认”/u, () => ({ wants: "list-confirmed", names: [] })],
  [
    kinds,
    (found) => ({
      wants: "inventory",
      kinds: [...(found[1] ?? "").matchAll(listed)].map((row) => row[2] ?? ""),
    }),
  ],
  [/请写一句(?:为什么不涉及|还差什么)/u, () => ({ wants: "note" })],
  [/要有佐证:|还差佐证:/u, () => ({ wants: "photo" })],
  [/发完回“好了”/u, () => ({ wants: "done-sending" })],
  [many, (found) => ({ wants: "answers", asked: questionsIn(found) })],
  [one, (found) => ({ wants: "answer", asked: questionIn(found) })],
  [
    /发完回“提交”|材料已收到.*回“提交”/u,
    (_found, text) => ({ wants: /✔ 已收到|材料已收到/u.test(text) ? "submit" : "paper" }),
  ],
  [/回“提交”报给/u, () => ({ wants: "submit" })],
];

/** Reads what the bot wants now. */
export function readPrompt(text: string): Prompt {
  for (const [pattern, read] of readings) {
    const found = pattern.exec(text);
    if (found) return read(found, text);
  }
  return { wants: "nothing", done: false };
}

const questionIn = ([, no, subject, question, back]: RegExpExecArray): Asked => ({
  no: Number(no),
  subject: subject ?? "",
  question: question ?? "",
  sentBack: back !== undefined,
});

const questionsIn = ([, subject, rows]: RegExpExecArray): Asked[] =>
  [...(rows ?? "").matchAll(listed)].map(([, no, question]) => ({
    no: Number(no),
    subject: subject ?? "",
    question: question ?? "",
    sentBack: false,
  }));

const itemsIn = (text: string): { no: number; value: string }[] =>
  [...text.matchAll(/^(\d+)\.【(.+?)】/gmu)].map(([, no, value]) => ({ no: Number(no), value: value ?? "" }));
