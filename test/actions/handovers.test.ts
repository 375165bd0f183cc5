import { expect } from "chai";
import fc from "fast-check";
import { BindingCode } from "../../entities/binding-code.ts";
import { Event } from "../../entities/event.ts";
import { Handover } from "../../entities/handover.ts";
import { Notice } from "../../entities/notice.ts";
import { Person } from "../../entities/person.ts";
import { Post } from "../../entities/post.ts";
import { enterAnswer } from "../../src/actions/answers.ts";
import { myOpenTasks } from "../../src/actions/assignments.ts";
import {
  askHandover,
  grantHandover,
  handoversToDecide,
  isFullName,
  myPosts,
  refuseHandover,
} from "../../src/actions/handovers.ts";
import { submitTask } from "../../src/actions/submissions.ts";
import { at } from "../../src/workdays.ts";
import {
  aHolder,
  answerAll,
  aRunningCampaign,
  as,
  type Holder,
  type Running,
  reread,
  useCounty,
} from "../support/campaigns.ts";
import { useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";

describe("a hand-over", () => {
  const test = useTestHouse();
  const county = useCounty(test);
  let running: Running;
  beforeEach(async () => {
    running = await aRunningCampaign(test, county);
    test.clock.moveTo(at("2018-08-20", "10:00"));
  });

  const ask = (name = "刘思远", who: Holder = county.wang, post: Post = who.post) =>
    test.act((work) => askHandover(work, post.id, name), as(who));
  const grant = ({ id }: { id: number }, who: Holder = county.admin) =>
    test.act((work) => grantHandover(work, id), as(who));
  const refuse = ({ id }: { id: number }, reason = "期末再说", who: Holder = county.admin) =>
    test.act((work) => refuseHandover(work, id, reason), as(who));
  const told = async (person: { id: number }) =>
    (await test.db.find(Notice, { where: { personId: person.id }, order: { id: "ASC" } })).map(
      ({ body }) => body,
    );
  const openTasks = async (person: { id: number }) =>
    (await test.act((work) => myOpenTasks(work), as(person))).map((task) => task.title);
  const newcomer = () => test.db.findOneByOrFail(Person, { name: "刘思远" });

  it("is asked by 王秀兰 for her post, and 李建军 hears of it", async () => {
    const handover = await ask(" 刘思远 ");
    expect(handover).to.deep.include({
      state: "asked",
      postId: county.wang.post.id,
      toName: "刘思远",
      askedBy: county.wang.id,
    });
    expect((await told(county.admin)).at(-1)).to.equal(
      "【工作移交】柳林镇第一小学 王秀兰申请把工作移交给刘思远。\n回“批准移交 刘思远”,或“不同意移交 刘思远 原因”。",
    );
    expect(await openTasks(county.wang), "asking moves nothing").to.have.length(2);
  });

  it("ends her post and begins 刘思远's at the same moment, with all open work", async () => {
    const done = await grant(await ask());
    expect(done).to.include({ unit: "柳林镇第一小学", to: "刘思远", moved: 2 });
    const now = test.clock.now();
    expect((await test.db.findOneByOrFail(Post, { id: county.wang.post.id })).untilAt).to.deep.equal(now);
    const post = await test.db.findOneByOrFail(Post, { personId: (await newcomer()).id });
    expect(post).to.deep.include({
      unitId: county.school.id,
      role: "responsible",
      fromAt: now,
      untilAt: null,
    });
    for (const each of [running.selfCheck, running.handIn]) {
      expect(await reread(test, each)).to.include({ postId: post.id, state: "open" });
    }
    expect(await openTasks(county.wang)).to.deep.equal([]);
    expect(await openTasks(await newcomer())).to.have.members(["自查表", "总结报告"]);
    const events = await test.db.findBy(Event, { command: "reassign" });
    expect(events.map((event) => event.payload)).to.deep.equal(
      [1, 2].map(() => ({ fromPost: county.wang.post.id, toPost: post.id })),
    );
  });

  it("gives a newcomer without a contact a binding code, kept only as a hash", async () => {
    const done = await grant(await ask());
    expect(done.code).to.match(/^[2-9A-HJKMNP-Z]{8}$/);
    const [row] = await test.db.find(BindingCode);
    expect(row?.personId).to.equal((await newcomer()).id);
    expect(JSON.stringify(row)).not.to.include(done.code);
    expect((await told(county.wang)).at(-1))
      .to.include("移交已批准")
      .and.to.include("共移交2项");
  });

  it("goes to the colleague of that name at the school, who is told and needs no code", async () => {
    const liu = await aHolder(test, county.school, "staff", "刘思远");
    const done = await grant(await ask());
    expect(done.code).to.equal(null);
    expect(await test.db.countBy(Person, { name: "刘思远" })).to.equal(1);
    expect((await told(liu)).at(-1)).to.include("柳林镇第一小学的督办工作从现在起由您负责,接手2项未办结任务");
    expect(await openTasks(liu)).to.have.length(2);
  });

  it("does not go to somebody of that name elsewhere", async () => {
    const elsewhere = await aHolder(test, county.central, "staff", "刘思远");
    await grant(await ask());
    expect(await openTasks(elsewhere)).to.deep.equal([]);
    expect(await test.db.countBy(Person, { name: "刘思远" })).to.equal(2);
  });

  it("moves what waits for review too, and leaves what is finished with her", async () => {
    await answerAll(test, county.wang, running.selfCheck);
    await test.act((work) => submitTask(work, running.selfCheck.id), as(county.wang));
    await test.db.query("UPDATE assignment SET state = 'accepted' WHERE id = ?", [running.handIn.id]);
    expect((await grant(await ask())).moved).to.equal(1);
    expect((await reread(test, running.selfCheck)).state).to.equal("submitted");
    expect((await reread(test, running.handIn)).postId).to.equal(county.wang.post.id);
  });

  it("takes the right to answer from her and gives it to him", async () => {
    const question = { itemId: running.items[0]?.id ?? 0, entryId: 0 };
    const answer = (person: { id: number }) =>
      test.act((work) => enterAnswer(work, running.selfCheck.id, question, { value: "是" }), as(person));
    await answer(county.wang);
    await grant(await ask());
    expect((await refusalOf(answer(county.wang))).code).to.equal("forbidden");
    await answer(await newcomer());
  });

  it("is refused by 李建军 with the reason, and she keeps her work", async () => {
    const handover = await ask();
    expect((await refusalOf(refuse(handover, " "))).code).to.equal("invalid");
    await refuse(handover);
    expect(await openTasks(county.wang)).to.have.length(2);
    expect((await told(county.wang)).at(-1)).to.include("没有批准。原因:期末再说");
    expect(await test.db.countBy(Person, { name: "刘思远" })).to.equal(0);
  });

  it("is decided once", async () => {
    const handover = await ask();
    const endings = await Promise.allSettled([grant(handover), refuse(handover), grant(handover)]);
    const lost = endings.filter((ending) => ending.status === "rejected");
    expect(lost.map((ending) => ending.reason.code)).to.deep.equal(["stale", "stale"]);
    expect(await test.db.countBy(Handover, { state: "asked" })).to.equal(0);
  });

  it("is decided by the bureau only, and never by who asked", async () => {
    const handover = await ask();
    for (const person of [county.wang, county.head, county.reviewer, county.centralHead]) {
      expect((await refusalOf(grant(handover, person))).code).to.equal("forbidden");
      expect(await test.act((work) => handoversToDecide(work), as(person))).to.deep.equal([]);
    }
    const own = await ask("刘思远", county.admin);
    expect((await refusalOf(grant(own))).message).to.equal("不能批准自己的申请");
    const waiting = await test.act((work) => handoversToDecide(work), as(county.admin));
    expect(waiting.map(({ unit, from }) => `${unit} ${from}`)).to.deep.equal(["柳林镇第一小学 王秀兰"]);
  });

  it("is asked only for a post that one holds now", async () => {
    expect((await refusalOf(ask("刘思远", county.wang, county.head.post))).code).to.equal("forbidden");
    await grant(await ask());
    expect((await refusalOf(ask("张建国"))).code).to.equal("forbidden");
    expect(await test.act((work) => myPosts(work), as(county.wang))).to.deep.equal([]);
  });

  it("is not granted any more when her post has ended otherwise", async () => {
    const handover = await ask();
    await test.db.update(Post, { id: county.wang.post.id }, { untilAt: at("2018-08-20", "09:00") });
    await aHolder(test, county.school, "responsible", "赵玉梅");
    expect((await refusalOf(grant(handover))).code).to.equal("guard-failed");
    const old = await test.db.findOneByOrFail(Post, { id: county.wang.post.id });
    expect(old.untilAt, "the end of her post stays what it was").to.deep.equal(at("2018-08-20", "09:00"));
  });

  it("replaces an earlier wish that nobody has decided", async () => {
    const first = await ask();
    await ask("张建国");
    expect((await refusalOf(grant(first))).code).to.equal("stale");
  });

  for (const name of ["王老师", "李校长", "刘", "", "Liu Siyuan", "刘 思远", "刘思远13800000000"]) {
    it(`is refused to “${name}”, which is no full name`, async () => {
      expect((await refusalOf(ask(name))).code).to.equal("invalid");
    });
  }

  it("takes names of two to ten Chinese characters, with a dot between", () => {
    for (const name of ["王伟", "欧阳修文", "买买提·吐尔逊"]) expect(isFullName(name), name).to.equal(true);
    fc.assert(
      fc.property(fc.string(), (name) => {
        if (isFullName(name)) expect(name).to.match(/^[\p{Script=Han}·]{2,10}$/u);
      }),
    );
  });
});
