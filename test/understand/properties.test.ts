import { expect } from "chai";
import fc from "fast-check";
import type { Context, Meaning, Value } from "../../bot/understand/meaning.ts";
import { understand } from "../../bot/understand/understand.ts";
import { CONTEXTS } from "./contexts.ts";
import { ANSWERS } from "./said/answers.ts";
import { meaningOf, readTable } from "./table.ts";

const NOW = new Date("2018-08-16T09:00:00+08:00");
const VALUES: readonly Value[] = ["是", "否", "部分", "整改中", "不涉及"];
const QUESTION: Context = { kind: "question", polarity: "+", question: "是否建立阅评制度?" };

const listOf = (count: number): Context => ({
  kind: "list",
  items: Array.from({ length: count }, (_, at) => ({ no: at + 1, polarity: "+" })),
});

const valueIn = (meaning: Meaning): unknown => ("value" in meaning ? meaning.value : undefined);

const plainAnswers = readTable(ANSWERS).filter(
  (line) =>
    line.expected.startsWith("answer ") &&
    /^[\p{Script=Han}]{1,8}$/u.test(line.words) &&
    /value=/.test(line.expected),
);

describe("what holds for every message", function () {
  this.timeout(60_000);

  it("understands a rendered list of answers as itself", () => {
    const separators = fc.constantFrom("", " ", ",", ",", "\n", ";", "、");
    const marks = fc.constantFrom("", ".", "、", ":", "：", " ", "题", "条");
    const before = fc.constantFrom("", "第");
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...VALUES), { minLength: 2, maxLength: 30 }),
        separators,
        marks,
        before,
        (values, separator, mark, first) => {
          const text = values.map((value, at) => `${first}${at + 1}${mark}${value}`).join(separator);
          const meaning = understand(text, NOW, listOf(values.length));
          const items = Object.fromEntries(values.map((value, at) => [String(at + 1), value]));
          expect(meaning).to.deep.include({ intent: "answers", items, left: [] });
        },
      ),
      { numRuns: 400 },
    );
  });

  it("keeps the meaning when politeness, signs or full-width forms are added", () => {
    const tails = fc.constantFrom(
      "",
      "。",
      "！",
      "~",
      "呢",
      "啊",
      "哦",
      "，谢谢",
      "谢谢老师",
      "😊",
      "👍",
      "🙏",
      "，辛苦了",
      " ",
      "……",
      "[微笑]",
      "👌🏻",
    );
    const heads = fc.constantFrom("", "您好，", "老师，", "你好！", "老师好，", "报告：", "哦，", "额，");
    fc.assert(
      fc.property(fc.constantFrom(...plainAnswers), heads, tails, tails, (line, head, tail, more) => {
        const dressed = meaningOf({ ...line, words: `${head}${line.words}${tail}${more}` });
        expect(valueIn(dressed), JSON.stringify(dressed)).to.equal(valueIn(meaningOf(line)));
      }),
      { numRuns: 3000 },
    );
  });

  it("reads full-width digits and letters like plain ones", () => {
    const wide = (text: string): string =>
      text.replace(/[0-9a-z]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("是", "否", "y", "n"), { minLength: 2, maxLength: 12 }),
        (values) => {
          const text = values.map((value, at) => `${at + 1}${value}`).join(" ");
          const context = listOf(values.length);
          expect(understand(wide(text), NOW, context)).to.deep.equal(understand(text, NOW, context));
        },
      ),
    );
  });

  it("never keeps the meaning when it is negated", () => {
    const affirmed = [
      "有",
      "建了",
      "建立",
      "落实",
      "做到",
      "执行",
      "完成",
      "做",
      "弄好",
      "建好",
      "明确",
      "排查",
      "安排",
      "到位",
      "规范",
      "完善",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...affirmed),
        fc.constantFrom("没", "没有", "还没", "未", "不是", "尚未"),
        (word, not) => {
          const yes = understand(word, NOW, QUESTION);
          const no = understand(`${not}${word}`, NOW, QUESTION);
          expect(valueIn(yes)).to.not.equal(valueIn(no) ?? "asked");
          expect(valueIn(no)).to.not.equal("是");
        },
      ),
      { numRuns: 300 },
    );
  });

  it("never makes an answer of random text", () => {
    const han = fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCharCode(code));
    const text = fc.oneof(
      fc.array(han, { minLength: 3, maxLength: 12 }).map((signs) => signs.join("")),
      fc.string({ minLength: 4, maxLength: 30, unit: "grapheme" }),
      fc.string({ minLength: 8, maxLength: 40, unit: "grapheme-ascii" }),
    );
    const wordy = text.filter((words) => words.replace(/[^\p{L}]/gu, "").length >= 4);
    fc.assert(
      fc.property(wordy, (words) => {
        const meaning = understand(words, NOW, QUESTION);
        expect(meaning.intent, `${words} ${JSON.stringify(meaning)}`).to.not.equal("answer");
      }),
      { numRuns: 4000, seed: 20180814 },
    );
  });

  it("answers every message in every situation, however long and odd", () => {
    const pieces = fc.constantFrom(
      "我",
      "没有",
      "还",
      "1",
      "是",
      "第",
      "条,",
      "请",
      "帮我",
      "的",
      "除了",
      "看看",
      "整改",
      "。",
      "再",
      "张老师",
      "①",
      "[ok]",
      "https://a.cn/",
      "退回",
      "8月",
      "前",
      "\n",
      "😀",
    );
    const context = fc.constantFrom(...Object.values(CONTEXTS));
    const text = fc.array(pieces, { minLength: 1, maxLength: 6 }).map((some) => some.join(""));
    fc.assert(
      fc.property(text, fc.constantFrom(1, 7, 60, 10_000), context, (some, times, situation) => {
        const long = some.repeat(times).slice(0, 12_000);
        expect(understand(long, NOW, situation).intent).to.be.a("string");
      }),
      { numRuns: 600 },
    );
  });
});
