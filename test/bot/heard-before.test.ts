import { expect } from "chai";
import { understood } from "../../bot/dialogues/heard-before.ts";
import type { Context } from "../../bot/understand/meaning.ts";
import { understand } from "../../bot/understand/understand.ts";
import { at } from "../../src/workdays.ts";

const said = [
  "是",
  "没有",
  "有的",
  "合格",
  "有问题",
  "不涉及",
  "整改中",
  "明天弄",
  "下午3点弄",
  "第2题是",
  "都按要求做了",
  "好",
];
const contexts: Context[] = (["+", "-"] as const).map((polarity) => ({
  kind: "question",
  item: 1,
  polarity,
  question: "是否存在违规发布的内容?",
}));
const moments = [at("2018-08-14", "09:00"), at("2018-08-14", "20:15"), at("2018-08-15", "09:00")];

describe("what was heard before", () => {
  for (const text of said)
    it(`means what it means anew, at any time, to either question: “${text}”`, () => {
      const cases = moments.flatMap((now) => contexts.map((context) => ({ now, context })));
      for (const { now, context } of [...cases, ...cases])
        expect(understood(text, now, context)).to.deep.equal(understand(text, now, context));
    });
});
