import { expect } from "chai";
import {
  dismissUnknown,
  keepUnknown,
  listUnknown,
  withoutPeople,
} from "../../src/actions/unknown-phrases.ts";
import { as, type Holder, useCounty } from "../support/campaigns.ts";
import { useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";

describe("words that were not understood", () => {
  const masked: [said: string, kept: string][] = [
    ["孙志远说他不填", "某人说他不填"],
    ["问一下李老师 13800138000", "问一下某老师 〔号码〕"],
    ["发到 a.b@qq.com 行不行", "发到 〔邮箱〕 行不行"],
    ["看这个 https://v.douyin.com/AbC/ 算不算", "看这个 〔链接〕 算不算"],
    ["@张三丰 你来答", "@某人 你来答"],
    ["身份证 110101199003071234 号", "身份证 〔号码〕 号"],
    ["第3题咋整\n\n  不懂", "第3题咋整 不懂"],
    ["   ", ""],
  ];
  for (const [said, kept] of masked)
    it(`are kept as “${kept}” when somebody said ${JSON.stringify(said)}`, () => {
      expect(withoutPeople(said, ["孙志远", "王秀兰"])).to.equal(kept);
    });

  it("are cut, between two characters, never within one", () => {
    const phrase = withoutPeople("😀".repeat(500), []);
    expect([...phrase]).to.have.lengthOf(200);
    expect(phrase).to.equal(phrase.toWellFormed());
  });

  describe("on the list", () => {
    const test = useTestHouse();
    const county = useCounty(test);

    const say = (words: string, situation = "question"): Promise<void> =>
      test.act(
        (work) => keepUnknown(work, { words, situation, question: "是否成立领导小组?" }),
        as(county.wang),
      );
    const list = (by = county.admin) => test.act((work) => listUnknown(work, { page: 1, size: 50 }), as(by));

    it("are counted by words and situation, most frequent first, without who said them or whom they name", async () => {
      await say("孙志远管这个");
      await say("整不明白", "idle");
      await say("整不明白", "idle");
      const { rows, total } = await list();
      expect(total).to.equal(2);
      expect(rows.map(({ phrase, situation, times }) => [phrase, situation, times])).to.deep.equal([
        ["整不明白", "idle", 2],
        ["某人管这个", "question", 1],
      ]);
      expect(JSON.stringify(rows)).to.not.match(/王秀兰|孙志远/);
    });

    it("are the bureau administrators' to read and to strike off", async () => {
      await say("整不明白");
      const [row] = (await list()).rows;
      const dismiss = (by: Holder) => test.act((work) => dismissUnknown(work, row?.id ?? 0), as(by));
      for (const act of [() => list(county.wang), () => dismiss(county.wang)])
        expect((await refusalOf(act())).code).to.equal("forbidden");
      await dismiss(county.admin);
      expect((await list()).rows).to.deep.equal([]);
      expect((await refusalOf(dismiss(county.admin))).code).to.equal("not-found");
    });

    it("said by two at once are one row that counts both", async () => {
      await Promise.all([say("啥意思啊这是"), say("啥意思啊这是")]);
      expect((await list()).rows.map(({ times }) => times)).to.deep.equal([2]);
    });
  });
});
