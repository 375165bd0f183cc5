import { expect } from "chai";
import { Product } from "./support/product.ts";

const lan = "wx-wangxiulan-12";
const head = "wx-wangjianguo-13";
const office = "wx-luwenjuan-06";
const safety = "wx-pengguodong-07";
const photo =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const codeIn = (text: string, title: string): string => {
  const line = text.split("\n").find((each) => each.includes(title));
  return /#([A-Z][0-9A-Z]+)/.exec(line ?? "")?.[1] ?? "";
};

/** The newcomer's tour, told by one story; the program is killed in the middle of it again and again. */
describe("A newcomer's tour of the whole product", function () {
  this.timeout(120_000);
  const product = new Product();
  let media: string;
  let station: string;

  before(() => product.start());
  after(() => product.close());

  const crash = async (): Promise<void> => {
    await product.kill();
    await product.start();
  };

  it("reminds 王秀兰 of 大王庄小学 at once, and shows a password only the first time", async () => {
    const reminder = await product.told(lan, "督办提醒");
    media = codeIn(reminder, "三审三校");
    station = codeIn(reminder, "工作站排查");
    expect([media, station]).to.not.include("");
    expect(product.spoken).to.match(/初始口令 \S+/);
    product.spoken = "";
  });

  it("takes five answers in five styles, a correction and a photo, and is killed in between", async () => {
    await product.say(lan, `#${media}`);
    await product.say(lan, "1 4");
    expect(await product.say(lan, "确认")).to.include("第1/52题");
    expect(await product.say(lan, "是")).to.include("第1题已记“是”");
    const id = await product.write(lan, { text: "有的" });
    await crash();
    expect(await product.replyTo(lan, id), "the message that was under way").to.include("第2题已记“是”");
    const sent = await product.write(lan, { file: { name: "制度.png", base64: photo } });
    expect(await product.replyTo(lan, sent)).to.include("第2题");
    await product.say(lan, "好了");
    expect(await product.say(lan, "没有,就我一个人弄"))
      .to.include("第3题已记“否”")
      .and.include("就我一个人弄");
    await product.say(lan, "部分落实");
    await crash();
    expect(await product.say(lan, "还差复审,月底前补上")).to.include("第4题已记“部分”");
    expect(await product.say(lan, "shi")).to.include("第5题已记“是”");
    expect(await product.say(lan, "第3条填错了改成是")).to.include("第3题已记“是”");
    expect(product.spoken).to.not.include("口令");
  });

  it("asks 陆文娟 for more time and moves the deadline when she grants it", async () => {
    await product.say(lan, "能不能延到下周五");
    expect(await product.say(lan, "校长外出开会"))
      .to.include("(周五)")
      .and.include("校长外出开会");
    await product.say(lan, "确认");
    await product.told(office, "延期申请");
    await crash();
    expect(await product.say(office, `#${media} 批准`)).to.include("已批准");
    expect(await product.told(lan, "延期已批准")).to.include("(周五)");
  });

  it("attributes nothing wrongly while messages come twice and out of order", async () => {
    await product.ask("PUT", "/sim/api/faults", { kind: "duplicate" });
    await product.ask("PUT", "/sim/api/faults", { kind: "reorder", count: 1 });
    const first = await product.write(lan, { text: "是" });
    await product.write(lan, { text: "没有" });
    await product.repliesAfter(lan, first, 2);
    await product.ask("DELETE", "/sim/api/faults");
    const answers = await product.say(lan, "查看");
    expect(answers, "question 7 was put after both were written").to.match(/未答:第7-52题/);
  });

  it("submits another checklist, returns one item of it, and asks only that one again", async () => {
    await product.say(lan, `#${station}`);
    await product.say(lan, "一次五题");
    await product.say(lan, "都是");
    expect(await product.say(lan, "确认")).to.include("第6/6题");
    const sent = await product.write(lan, { file: { name: "工作站.png", base64: photo } });
    await product.replyTo(lan, sent);
    await product.say(lan, "第1题");
    await product.say(lan, "好了");
    await product.say(lan, "没有");
    expect(await product.say(lan, "提交")).to.include("否:第6题");
    expect(await product.say(lan, "嗯"), "weak assent").to.not.include("已报送");
    expect(await product.say(lan, "确认")).to.include("已报送");
    await crash();
    await product.say(safety, `看 #${station}`);
    expect(await product.say(safety, "退回6,没有巡查记录")).to.include("第6题");
    await product.told(lan, "被退回");
    const again = await product.say(lan, `#${station}`);
    expect(again).to.include("第6/6题").and.include("没有巡查记录");
    expect(await product.say(lan, "有了,每周都查")).to.include("第6题已记“是”");
    await product.say(lan, "提交");
    expect(await product.say(lan, "确认")).to.include("第2稿");
  });

  it("urges past the deadline, and then the head of the school", async () => {
    await product.ask("POST", "/sim/api/clock", { next: "deadline" });
    for (let day = 0; day < 7; day++) await product.ask("POST", "/sim/api/clock", { forward: "1d" });
    await product.told(lan, "逾期");
    expect(await product.told(head, "督促")).to.include("王秀兰");
  });

  it("said nothing twice in all of this", async () => {
    for (const person of [lan, office, safety, head]) {
      const messages = await product.transcript(person);
      const repeated = messages.filter(
        ({ from, text }, index) => from === "duban-bot" && messages[index - 1]?.text === text,
      );
      expect(repeated, person).to.deep.equal([]);
    }
  });
});
