import { expect } from "chai";
import fc from "fast-check";
import { effectiveAnswers } from "../support/recorded.ts";
import { aPhoto, TalkingHouse } from "../support/talk.ts";
import { type Move, Witness } from "../support/witness.ts";

const no = fc.integer({ min: 1, max: 16 });
const value = fc.constantFrom("是", "否", "整改中", "部分", "不涉及");

const answers = fc.constantFrom(
  "是",
  "有的",
  "否",
  "没有",
  "整改中",
  "部分",
  "不涉及",
  "嗯",
  "好的",
  "不是没有",
);
const explained = fc.constantFrom("部分,还差人手", "不涉及,没有这项业务", "还差一名校对", "有,制度上墙了");
const lists = fc.oneof(
  fc.constantFrom("都是", "全部落实", "是是否是是"),
  fc.tuple(no, no).map(([a, b]) => `${a}是${b}否`),
  no.map((each) => `除了第${each}题其他都是`),
);
const edits = fc.oneof(
  fc.tuple(no, value).map(([each, to]) => `第${each}题改成${to}`),
  fc.tuple(no, value).map(([each, to]) => `CODE-${each} ${to}`),
  fc.constantFrom("上一题改成否", "说错了,是", "撤销"),
);
const deciding = fc.constantFrom("确认", "确认", "取消", "对的", "不对");
const moving = fc.oneof(
  fc.constantFrom("上一题", "下一题", "跳过", "继续", "暂停", "待办", "截止", "菜单", "查看", "再说一遍"),
  no.map((each) => `第${each}题`),
  fc.constantFrom("一次五题", "一题一题", "CODE", "提交", "佐证", "好了", "asdfgh"),
);

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.oneof(answers, explained, lists, edits, deciding, moving).map((words) => ({ words })),
  },
  { weight: 4, arbitrary: answers.map((words) => ({ words })) },
  { weight: 2, arbitrary: fc.oneof(answers, lists, deciding).map((words) => ({ words, early: true })) },
  { weight: 2, arbitrary: fc.oneof(answers, edits, deciding).map((words) => ({ words, twice: true })) },
  { weight: 1, arbitrary: fc.constantFrom("a", "b").map((photo) => ({ words: "", photo })) },
);

describe("any talk whatever", function () {
  this.timeout(60_000);
  let house: TalkingHouse;
  before(async () => {
    house = await TalkingHouse.open();
  });
  after(() => house.close());

  it("records what was asked or named, as it was echoed, and answers each message once", async () => {
    const code = await house.code("大王庄小学", "工作要求落实情况");
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 5, maxLength: 25 }), async (moves) => {
        await house.reset();
        const witness = new Witness();
        witness.hear({ words: "" }, (await house.say("王秀兰", `#${code}`)) ?? "");
        for (const each of moves) await take(house, witness, code, each);
        await checkLetters(house, moves.length + 1);
      }),
      { numRuns: Number(process.env.TALKS ?? 20), seed: Number(process.env.TALK_SEED ?? 2018) },
    );
  });
});

async function take(house: TalkingHouse, witness: Witness, code: string, each: Move): Promise<void> {
  const message = house.message("王秀兰", each.words.replace("CODE", `#${code}`), {
    ...(each.photo && { file: { name: `${each.photo}.png`, bytes: aPhoto(each.photo) } }),
    ...(each.early && { sentAt: house.beforeLastReply() }),
  });
  const [reply, again] = await house.together(each.twice ? [message, message] : [message]);
  if (each.twice) expect(again).to.equal(reply);
  expect(reply, `no reply to “${each.words}”`).to.be.a("string");
  witness.hear(each, reply ?? "");
  const { values, files } = await effectiveAnswers(house.test, code);
  expect(values, `after “${each.words}”: ${reply}`).to.deep.equal(witness.values);
  expect(files, `files after “${each.words}”: ${reply}`).to.deep.equal(witness.files);
  expect(house.failures, "logged failures").to.deep.equal([]);
}

async function checkLetters(house: TalkingHouse, messages: number): Promise<void> {
  const [replies] = await house.test.db.query("SELECT COUNT(*) AS n FROM outbox WHERE `key` LIKE 'reply:%'");
  expect(Number(replies.n), "one reply to each message").to.equal(messages);
}
