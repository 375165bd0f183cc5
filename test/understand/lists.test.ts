import { expect } from "chai";
import fc from "fast-check";
import type { Context, Value } from "../../bot/understand/meaning.ts";
import { understand } from "../../bot/understand/understand.ts";

const NOW = new Date("2018-08-16T09:00:00+08:00");

/** Ways to say each value of a question about something that should be there. */
const WAYS: Readonly<Record<Value, readonly string[]>> = {
  是: ["是", "有", "是的", "有的", "落实了", "已落实", "做到了", "✓", "y", "对", "有，有文件"],
  否: ["否", "没有", "无", "不是", "没落实", "还没有", "未建立", "×", "n", "莫得", "没弄"],
  部分: ["部分", "部分落实", "只有一部分", "部分完成"],
  整改中: ["整改中", "正在整改", "正在弄", "在整改", "正在落实"],
  不涉及: ["不涉及", "不适用", "我们不涉及"],
};
const VALUES = Object.keys(WAYS) as Value[];
const HAN = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/** Ways to name the item at a place from 0; every list of a message is in one of them. */
const NAMES: readonly ((at: number) => string)[] = [
  (at) => `${at + 1}`,
  (at) => `${at + 1}.`,
  (at) => `${at + 1}、`,
  (at) => `${at + 1}：`,
  (at) => `(${at + 1})`,
  (at) => `第${at + 1}题`,
  (at) => `第${at + 1}条：`,
  (at) => `第${HAN[at] ?? ""}条`,
  (at) => `第${HAN[at] ?? ""}个`,
  (at) => `${HAN[at] ?? ""}、`,
  (at) => String.fromCharCode(0x2460 + at),
  (at) => String.fromCharCode(0xff11 + at).replace("：", "10"),
];

const listOf = (count: number, negative: readonly number[] = []): Context => ({
  kind: "list",
  items: Array.from({ length: count }, (_, at) => ({
    no: at + 1,
    polarity: negative.includes(at + 1) ? "-" : "+",
  })),
});

interface Answer {
  value: Value;
  words: string;
}

const answer: fc.Arbitrary<Answer> = fc
  .constantFrom(...VALUES)
  .chain((value) => fc.constantFrom(...WAYS[value]).map((words) => ({ value, words })));
const answers = fc.array(answer, { minLength: 2, maxLength: 9 });
const separator = fc.constantFrom("，", " ", "；", "\n", "。", ", ", "，然后");
const dressing = fc.constantFrom(
  ["", ""],
  ["老师好，", ""],
  ["", "，谢谢"],
  ["您好：", "。辛苦了"],
  ["", "[微笑]"],
);

const itemsOf = (said: readonly { value: Value }[]): Record<string, Value> =>
  Object.fromEntries(said.map(({ value }, at) => [String(at + 1), value]));

describe("answers to several questions at once", function () {
  this.timeout(60_000);

  it("are understood as themselves, whatever words and numbers they are said with", () => {
    fc.assert(
      fc.property(
        answers,
        fc.constantFrom(...NAMES),
        separator,
        dressing,
        (said, name, between, [head, tail]) => {
          const text = said.map(({ words }, at) => `${name(at)}${words}`).join(between);
          const meaning = understand(`${head}${text}${tail}`, NOW, listOf(said.length));
          expect(meaning, text).to.deep.include({ intent: "answers", items: itemsOf(said), left: [] });
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("are understood in any order and grouped by value", () => {
    const marks = fc.array(fc.boolean(), { minLength: 3, maxLength: 9 });
    const joins = fc.constantFrom("、", ",", " ", "和", "，");
    const words = fc.constantFrom(
      ["有", "没有"],
      ["是", "否"],
      ["都落实了", "没落实"],
      ["√", "×"],
      ["都有", "都没有"],
    );
    fc.assert(
      fc.property(marks, joins, words, fc.boolean(), (yes, join, [good = "", bad = ""], turned) => {
        const of = (wanted: boolean): number[] => yes.flatMap((one, at) => (one === wanted ? [at + 1] : []));
        const parts = [
          [of(true), good],
          [of(false), bad],
        ].filter(([numbers]) => (numbers as number[]).length > 0) as [number[], string][];
        const ordered = turned ? parts.toReversed() : parts;
        const text = ordered.map(([numbers, said]) => `${numbers.join(join)}${said}`).join("；");
        const items = itemsOf(yes.map((one) => ({ value: one ? "是" : "否" })));
        expect(understand(text, NOW, listOf(yes.length)), text).to.deep.include({ intent: "answers", items });
      }),
      { numRuns: 1000 },
    );
  });

  it("leave out what is said to be an exception", () => {
    const shapes: readonly ((no: number, size: number) => string)[] = [
      (no) => `除了第${no}条，其他都有`,
      (no) => `除${no}外都有`,
      (no) => `就第${no}条没有`,
      (no) => `只有${no}没有，其余都有`,
      (no) => `都有，除了${no}`,
      (no) => `都是，${no}除外`,
      (no) => `${no}没有，别的都有`,
      (no) => `其他都有，没有的是${no}`,
      (no) => `第${HAN[no - 1] ?? ""}条没有，剩下的都落实了`,
      (no) => `全部落实，就差第${no}条`,
      (no, size) => `倒数第${HAN[size - no] ?? ""}条没有，其他都有`,
    ];
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 9 }),
        fc.nat(8),
        fc.constantFrom(...shapes),
        (size, at, shape) => {
          const no = (at % size) + 1;
          const text = shape(no, size);
          const meaning = understand(text, NOW, listOf(size));
          expect(meaning, text).to.deep.include({
            intent: "answers",
            items: { [no]: "否" },
            others: "是",
            confirm: true,
          });
        },
      ),
    );
  });

  it("are asked for one by one where all are swept together and some are put the other way round", () => {
    const sweeping = fc.constantFrom(
      "都有",
      "全部是",
      "都没有",
      "统统没有",
      "都落实了",
      "一律否",
      "以上都没有",
      "四条都有",
    );
    fc.assert(
      fc.property(sweeping, fc.subarray([1, 2, 3, 4], { minLength: 1, maxLength: 3 }), (text, negative) => {
        expect(["ambiguous", "ask", "unsure"]).to.include(understand(text, NOW, listOf(4, negative)).intent);
      }),
    );
  });
});
