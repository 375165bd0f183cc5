import { hear } from "../understand/text/normalise.ts";
import {
  asDay,
  type Field,
  itself,
  numbered,
  pick,
  readLink,
  readPastDay,
  readYesNo,
  sure,
  words,
  yesOrNo,
} from "./registry-reading.ts";

const kinds: [string, string][] = [
  ["ordinary", "普通"],
  ["key", "重点"],
  ["sensitive", "敏感"],
];

function readPublished(text: string): boolean | undefined {
  const { bare } = hear(text);
  if (/^(?:已经?|早就|刚刚?)?(?:发|发布|发出去|发表)(?:了|过了?)$/u.test(bare)) return true;
  if (/^(?:还没有?|没有?|未)(?:发|发布|发出去)$|^(?:准备|打算|想)发$/u.test(bare)) return false;
  return readYesNo(text);
}

const titleField: Field = {
  key: "title",
  label: "标题",
  ask: "作品叫什么标题?",
  read: words(100),
  ...itself,
};

/** Which of the holder's own accounts. */
const accountField = (accounts: [id: number, words: string][]): Field => ({
  key: "mediaAccountId",
  label: "账号",
  ask: `发在哪个账号?回序号:\n${numbered(accounts.map(([, said]) => said))}`,
  read: (text) => pick(text, accounts),
  say: (value) => accounts.find(([id]) => id === value)?.[1] ?? "(已不能用的账号)",
});

const furtherFields: Field[] = [
  {
    key: "published",
    label: "发布情况",
    ask: "已经发出去了吗?\n1 已经发了  2 还没发",
    // What was filed as published has been out: a correction cannot say otherwise.
    when: ({ filed }) => filed !== true,
    read: readPublished,
    say: (value) => (value ? "已经发了" : "还没发,先报审"),
  },
  {
    key: "url",
    label: "链接",
    ask: "请粘贴作品的链接。",
    when: ({ published }) => published === true,
    read: (text) => readLink(text) ?? undefined,
    ...itself,
  },
  {
    key: "day",
    label: "发布日期",
    ask: "哪天发的?如“今天”“11月20日”。",
    when: ({ published }) => published === true,
    read: (text, now) => readPastDay(text, now) ?? undefined,
    ...asDay,
  },
  {
    key: "kind",
    label: "类别",
    ask: "属于哪一类?回序号:\n1 普通:日常教学和生活\n2 重点:招生、活动、成绩等\n3 敏感:舆情、事故、投诉等",
    read: (text) => pick(text, kinds),
    say: (value) => kinds.find(([kind]) => kind === value)?.[1] ?? String(value),
  },
  {
    key: "original",
    label: "原创或转载",
    ask: "是原创还是转载?\n1 原创  2 转载",
    read: (text) =>
      pick<boolean>(text, [
        [true, "原创"],
        [false, "转载"],
      ]),
    say: (value) => (value ? "原创" : "转载"),
  },
  {
    key: "source",
    label: "来源",
    ask: "转载自哪里?请写来源。",
    when: ({ original }) => original === false,
    read: words(100),
    ...itself,
  },
  { key: "showsStudents", label: "学生出镜", ask: `有没有学生出镜?\n${yesOrNo}`, ...sure },
];

/** What is asked of a publication, in this order; `accounts` are the holder's own that may be chosen. */
export const publicationFields = (accounts: [id: number, words: string][]): Field[] => [
  titleField,
  accountField(accounts),
  ...furtherFields,
];
