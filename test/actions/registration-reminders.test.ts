import { expect } from "chai";
import { MediaAccount } from "../../entities/media-account.ts";
import { MediaAccountRevision } from "../../entities/media-account-revision.ts";
import { Notice } from "../../entities/notice.ts";
import { Post } from "../../entities/post.ts";
import { Publication } from "../../entities/publication.ts";
import { requestRetirement } from "../../src/actions/account-life.ts";
import { returnAccount } from "../../src/actions/account-reviews.ts";
import { draftAccount, proposeChange, registerAccount } from "../../src/actions/media-accounts.ts";
import { registerPublication } from "../../src/actions/publications.ts";
import { retireLeavers } from "../../src/actions/registration-leavers.ts";
import { remindHolders } from "../../src/actions/registration-reminders.ts";
import { changeRegistrationRules } from "../../src/actions/registration-rules.ts";
import { at } from "../../src/workdays.ts";
import { as, type Holder, useCounty } from "../support/campaigns.ts";
import { aPost, useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";
import { agreed, anEffective, aPublished, aWork, douyin, waiting } from "../support/registrations.ts";

describe("what a registration lacks", () => {
  const test = useTestHouse();
  const county = useCounty(test);

  const remind = () => test.act((work) => remindHolders(work));
  const reminded = async (person: Holder = county.wang) =>
    (
      await test.db.find(Notice, { where: { personId: person.id, kind: "reminder" }, order: { id: "ASC" } })
    ).map(({ body }) => body);
  const goTo = (day: string, time = "10:00") => test.clock.moveTo(at(day, time));

  it("is pointed out once when a draft is older than thirty days after its opening", async () => {
    await agreed(test, county.wang);
    await test.act((work) => draftAccount(work, douyin({ openedOn: "2018-08-01" })), as(county.wang));
    goTo("2018-08-31");
    expect(await remind()).to.equal(0);
    goTo("2018-09-03");
    expect(await remind()).to.equal(1);
    expect(await remind()).to.equal(0);
    goTo("2018-10-15");
    expect(await remind()).to.equal(0);
    expect((await reminded())[0]).to.include("开通已超过30天");
  });

  it("is pointed out once by two replicas at the same moment", async () => {
    await agreed(test, county.wang);
    await test.act((work) => draftAccount(work, douyin({ openedOn: "2018-07-01" })), as(county.wang));
    const told = await Promise.all([remind(), remind()]);
    expect(told[0] + told[1]).to.equal(1);
    expect(await reminded()).to.have.length(1);
  });

  it("waits for office hours of a working day", async () => {
    await agreed(test, county.wang);
    await test.act((work) => draftAccount(work, douyin({ openedOn: "2018-07-01" })), as(county.wang));
    for (const [day, time] of [
      ["2018-08-18", "10:00"],
      ["2018-08-20", "08:59"],
      ["2018-08-20", "17:30"],
    ] as const) {
      goTo(day, time);
      expect(await remind(), `${day} ${time}`).to.equal(0);
    }
    goTo("2018-08-20", "09:00");
    expect(await remind()).to.equal(1);
  });

  it("is pointed out when the post changed, an account sleeps, or a year is over", async () => {
    const account = await anEffective(test, county);
    await aPost(test, {
      unitId: county.central.id,
      personId: county.wang.id,
      fromAt: at("2018-09-01", "00:00"),
    });
    goTo("2018-10-08");
    expect(await remind()).to.equal(1);
    expect((await reminded()).at(-1)).to.include("岗位变动已超过30天");
    goTo("2019-02-18");
    expect(await remind()).to.equal(1);
    expect((await reminded()).at(-1)).to.include("超过180天没有登记过作品");
    goTo("2019-08-15");
    expect(await remind()).to.equal(1);
    expect((await reminded()).at(-1)).to.include("已满一年");
    expect(account.state).to.equal("effective");
  });

  it("counts sleep from the last work that appeared", async () => {
    const account = await anEffective(test, county);
    goTo("2018-12-10");
    const content = aWork(account, { url: "https://v.douyin.com/b/", day: "2018-12-08" });
    await test.act((work) => registerPublication(work, content, { published: true }), as(county.wang));
    await test.db.update(
      Publication,
      { mediaAccountId: account.id },
      { state: "published", publishedAt: at("2018-12-08", "00:00") },
    );
    goTo("2019-02-18");
    expect(await remind()).to.equal(0);
    goTo("2019-06-10");
    expect(await remind()).to.equal(1);
  });

  it("is pointed out when a returned change lies, and to the bureau when a retirement lies", async () => {
    const account = await anEffective(test, county);
    const change = await test.act(
      (work) => proposeChange(work, account.id, douyin({ name: "新" })),
      as(county.wang),
    );
    const back = { revisionId: waiting(change), reason: "不妥" };
    await test.act((work) => returnAccount(work, account.id, back), as(county.head));
    goTo("2018-09-17");
    expect(await remind()).to.equal(1);
    expect((await reminded()).at(-1)).to.include("变更退回已超过30天");
    await test.act((work) => requestRetirement(work, account.id, "不用了"), as(county.wang));
    goTo("2018-09-26");
    expect(await remind()).to.equal(0);
    goTo("2018-09-29");
    expect(await remind()).to.equal(2);
    expect((await reminded(county.reviewer)).at(-1)).to.include("申请注销已超过7个工作日");
  });

  it("follows the rules that the bureau has set, and nobody else sets", async () => {
    await agreed(test, county.wang);
    await test.act((work) => draftAccount(work, douyin({ openedOn: "2018-08-01" })), as(county.wang));
    const set = (lateDays: number, who: Holder) =>
      test.act((work) => changeRegistrationRules(work, { lateDays }), as(who));
    expect((await refusalOf(set(7, county.head))).code).to.equal("forbidden");
    expect((await refusalOf(set(0.5, county.admin))).code).to.equal("invalid");
    expect(await remind()).to.equal(0);
    await set(7, county.admin);
    expect(await remind()).to.equal(1);
  });
});

describe("the registrations of somebody who has left", () => {
  const test = useTestHouse();
  const county = useCounty(test);

  const run = () => test.act((work) => retireLeavers(work), { kind: "system", name: "retire-leavers" });
  const leave = () => test.db.update(Post, { id: county.wang.post.id }, { untilAt: test.clock.now() });

  it("end by themselves, and are blotted out after three years", async () => {
    const account = await anEffective(test, county);
    await aPublished(test, county, account);
    await test.act((work) => registerAccount(work, douyin({ handle: "second" })), as(county.wang));
    expect(await run()).to.equal(0);
    await leave();
    expect(await run()).to.equal(1);
    const [only, ...none] = await test.db.find(MediaAccount);
    expect(none).to.deep.equal([]);
    expect(only).to.include({ id: account.id, state: "retired", name: "王老师讲数学", liveKey: null });
    expect(await run()).to.equal(0);
    test.clock.moveTo(at("2021-08-13", "23:00"));
    expect(await run()).to.equal(0);
    test.clock.moveTo(at("2021-08-15", "09:00"));
    expect(await run()).to.equal(2);
    const kept = await test.db.findOneByOrFail(MediaAccount, { id: account.id });
    expect(kept).to.include({ name: "王***", handle: "W***", registrationNo: account.registrationNo });
    const revisions = JSON.stringify(await test.db.find(MediaAccountRevision));
    expect(revisions).not.to.include("WangXL").and.not.to.include("v.douyin");
    expect(await test.db.findOneByOrFail(Publication, {})).to.include({ title: "凑***", url: null });
    expect(await run()).to.equal(0);
  });

  it("are blotted out at once where the bureau keeps nothing", async () => {
    await anEffective(test, county);
    await test.act((work) => changeRegistrationRules(work, { retentionYears: 0 }), as(county.admin));
    await leave();
    await run();
    expect((await test.db.findOneByOrFail(MediaAccount, {})).name).to.equal("王***");
  });

  it("stay while he has another post, or one that begins later", async () => {
    await anEffective(test, county);
    await aPost(test, {
      unitId: county.central.id,
      personId: county.wang.id,
      fromAt: at("2018-09-01", "00:00"),
    });
    await leave();
    expect(await run()).to.equal(0);
  });
});
