import { expect } from "chai";
import { MediaAccount } from "../../entities/media-account.ts";
import { type AccountContent, MediaAccountRevision } from "../../entities/media-account-revision.ts";
import { Post } from "../../entities/post.ts";
import {
  decideRetirement,
  reconfirmAccount,
  reinstateAccount,
  requestRetirement,
  voidAccount,
} from "../../src/actions/account-life.ts";
import { passAccount, returnAccount } from "../../src/actions/account-reviews.ts";
import {
  discardDraft,
  draftAccount,
  editDraft,
  proposeChange,
  recallAccount,
  registerAccount,
  submitAccount,
} from "../../src/actions/media-accounts.ts";
import { accountCode } from "../../src/actions/registration-codes.ts";
import { accountById } from "../../src/actions/registration-lists.ts";
import { at } from "../../src/workdays.ts";
import { aHolder, as, type Holder, useCounty } from "../support/campaigns.ts";
import { useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";
import { agreed, anEffective, douyin, passed, toldTo, waiting } from "../support/registrations.ts";

describe("a personal media account", () => {
  const test = useTestHouse();
  const county = useCounty(test);

  const register = (set: Partial<AccountContent> = {}, who: Holder = county.wang) =>
    test.act((work) => registerAccount(work, douyin(set)), as(who));
  const pass = (account: MediaAccount, who: Holder, revision = waiting(account)) =>
    test.act((work) => passAccount(work, account.id, revision), as(who));
  const sendBack = (account: MediaAccount, who: Holder, reason = "账号写错了") =>
    test.act((work) => returnAccount(work, account.id, { revisionId: waiting(account), reason }), as(who));
  const reread = ({ id }: { id: number }) => test.db.findOneByOrFail(MediaAccount, { id });
  const shown = ({ id }: { id: number }, who: Holder = county.wang) =>
    test.act((work) => accountById(work, id), as(who));

  it("of 王秀兰 goes to 孙志远, then to the bureau, and gets its number", async () => {
    await agreed(test, county.wang);
    const account = await register();
    expect(account).to.include({ state: "unit_review", holderId: county.wang.id, role: "responsible" });
    const code = accountCode(account.id);
    expect(await toldTo(test, county.head)).to.have.length(1);
    expect((await toldTo(test, county.head))[0])
      .to.include(`#${code} 通过`)
      .and.to.include("王秀兰");
    expect(await toldTo(test, county.reviewer)).to.deep.equal([]);
    const effective = await passed(test, county, account);
    const number = `ZMT2018-${String(account.id).padStart(5, "0")}`;
    expect(effective).to.include({ state: "effective", registrationNo: number, pendingRevisionId: null });
    expect(await toldTo(test, county.wang)).to.deep.equal([
      `您登记的抖音账号“王老师讲数学”(#${code})已登记,登记号${number}。`,
    ]);
    expect((await toldTo(test, county.reviewer))[0]).to.include(`#${code}`);
  });

  it("is not kept before its holder has agreed to the notice", async () => {
    await agreed(test);
    const refusal = await refusalOf(register());
    expect(refusal).to.include({ code: "guard-failed" });
    expect(refusal.facts).to.deep.equal({ notice: 1 });
    expect(await test.db.count(MediaAccount)).to.equal(0);
  });

  it("is looked at by nobody twice, and never by its holder", async () => {
    await agreed(test, county.head, county.wang);
    const own = await register({}, county.head);
    expect((await refusalOf(pass(own, county.head))).code).to.equal("forbidden");
    await pass(own, county.wang);
    expect((await refusalOf(pass(own, county.wang))).code).to.equal("forbidden");
    expect((await pass(own, county.admin)).state).to.equal("effective");
  });

  it("of a school without other reviewers goes to the central school, and without those to the bureau", async () => {
    await test.db.update(Post, { personId: county.head.id }, { untilAt: at("2018-08-01", "00:00") });
    await agreed(test, county.wang, county.centralHead);
    const account = await register();
    expect(await toldTo(test, county.centralHead)).to.have.length(1);
    expect((await pass(account, county.centralHead)).state).to.equal("bureau_review");
    const above = await register({ handle: "QianWD" }, county.centralHead);
    expect((await pass(above, county.admin)).state).to.equal("bureau_review");
    const again = await refusalOf(pass(above, county.admin));
    expect(again.message).to.equal("单位审核和教体局审核不能是同一个人");
    expect((await pass(above, county.reviewer)).state).to.equal("effective");
  });

  it("does not exist for people of other schools", async () => {
    const account = await anEffective(test, county);
    const stranger = await aHolder(test, county.central, "staff", "何平");
    for (const act of [
      () => shown(account, stranger),
      () => pass(account, stranger),
      () => test.act((work) => proposeChange(work, account.id, douyin()), as(county.head)),
      () => test.act((work) => requestRetirement(work, account.id, "不用了"), as(stranger)),
    ]) {
      expect((await refusalOf(act())).code).to.equal("not-found");
    }
  });

  describe("has one live record for each platform and account id", () => {
    let li: Holder;
    beforeEach(async () => {
      li = await aHolder(test, county.school, "staff", "李敏");
      await agreed(test, county.wang, li);
    });

    it("also when two register it at the same moment", async () => {
      const endings = await Promise.allSettled([register(), register({}, li)]);
      const refused = endings.filter((ending) => ending.status === "rejected");
      expect(refused).to.have.length(1);
      expect(refused[0]?.reason).to.include({ code: "guard-failed" });
      expect(refused[0]?.reason.message).to.include("已经有人登记");
      expect(await test.db.count(MediaAccount)).to.equal(1);
    });

    it("takes 抖音 ids that differ in case for two accounts, and those of 公众号 for one", async () => {
      await register();
      await register({ handle: "wangxl_1985" }, li);
      await register({ platform: "wechat-official", handle: "gh_Abc" });
      const same = await refusalOf(register({ platform: "wechat-official", handle: "GH_aBC" }, li));
      expect(same.code).to.equal("guard-failed");
    });

    it("and frees the id when the record is retired, voided, returned or recalled", async () => {
      const account = await register();
      await test.act((work) => recallAccount(work, account.id), as(county.wang));
      const second = await register({}, li);
      await sendBack(second, county.head);
      expect((await refusalOf(register({}, li).then(() => register()))).code).to.equal("guard-failed");
      const [live] = await test.db.findBy(MediaAccount, { holderId: li.id, state: "unit_review" });
      const effective = await passed(test, county, live as MediaAccount);
      await test.act((work) => voidAccount(work, effective.id, "冒名登记"), as(county.leader));
      expect((await register()).state).to.equal("unit_review");
    });
  });

  describe("changed while it is in effect", () => {
    let account: MediaAccount;
    beforeEach(async () => {
      account = await anEffective(test, county);
    });
    const change = (set: Partial<AccountContent>) =>
      test.act((work) => proposeChange(work, account.id, douyin(set)), as(county.wang));

    it("stays as it was until both have passed the change", async () => {
      const proposed = await change({ name: "王老师讲奥数" });
      expect(proposed.state).to.equal("effective");
      expect(await shown(account)).to.deep.include({ name: "王老师讲数学", pending: "unit_review" });
      await passed(test, county, proposed);
      const now = await shown(account);
      expect(now).to.include({ name: "王老师讲奥数", pending: null, state: "effective" });
      expect(now.registrationNo).to.equal(account.registrationNo);
      const states = (await test.db.find(MediaAccountRevision, { order: { seq: "ASC" } })).map(
        (each) => each.state,
      );
      expect(states).to.deep.equal(["superseded", "approved"]);
    });

    it("stays in effect when the change is returned, by the unit or by the bureau", async () => {
      const proposed = await change({ name: "王老师讲奥数" });
      await pass(proposed, county.head);
      await sendBack(proposed, county.reviewer, "名称容易误会");
      expect(await shown(account)).to.include({
        state: "effective",
        pending: "draft",
        returnedFor: "名称容易误会",
      });
      expect((await toldTo(test, county.wang)).at(-1)).to.include("原登记仍然有效");
    });

    it("binds a decision to the revision that was seen", async () => {
      const first = await change({ name: "王老师讲奥数" });
      await test.act((work) => recallAccount(work, account.id), as(county.wang));
      await test.act((work) => editDraft(work, account.id, douyin({ name: "奥数天天练" })), as(county.wang));
      await test.act((work) => submitAccount(work, account.id), as(county.wang));
      expect((await refusalOf(pass(first, county.head))).code).to.equal("stale");
    });

    it("lets one of two reviewers decide who come at once", async () => {
      const endings = await Promise.allSettled([
        change({ name: "王老师讲奥数" }).then((proposed) =>
          Promise.allSettled([pass(proposed, county.head), sendBack(proposed, county.head)]),
        ),
      ]);
      const [both] = endings.map((ending) => (ending.status === "fulfilled" ? ending.value : []));
      expect(both?.filter(({ status }) => status === "fulfilled")).to.have.length(1);
    });

    it("is looked at by two people of the bureau where the unit has nobody", async () => {
      for (const { post } of [county.head, county.centralHead])
        await test.db.update(Post, { id: post.id }, { untilAt: at("2018-08-01", "00:00") });
      const proposed = await change({ name: "王老师讲奥数" });
      await pass(proposed, county.admin);
      expect((await refusalOf(pass(proposed, county.admin))).code).to.equal("forbidden");
      await pass(proposed, county.reviewer);
    });

    it("may not take another's account id", async () => {
      const li = await aHolder(test, county.school, "staff", "李敏");
      await agreed(test, li);
      await register({ handle: "LiMin" }, li);
      expect((await refusalOf(change({ handle: "LiMin" }))).message).to.include("已经有人登记");
    });
  });

  it("of which two decide at the same moment is decided once", async () => {
    const second = await aHolder(test, county.school, "unit-head", "马明");
    await agreed(test, county.wang);
    const account = await register();
    const endings = await Promise.allSettled([pass(account, county.head), sendBack(account, second)]);
    expect(endings.filter(({ status }) => status === "fulfilled")).to.have.length(1);
    const decisions = await toldTo(test, county.wang);
    const { state } = await reread(account);
    expect(decisions).to.have.length(state === "draft" ? 1 : 0);
  });

  it("is retired by the bureau when its holder asks for it, and may be taken up again", async () => {
    const account = await anEffective(test, county);
    await test.act((work) => requestRetirement(work, account.id, "不再使用"), as(county.wang));
    expect((await toldTo(test, county.reviewer)).at(-1)).to.include("申请注销");
    await test.act((work) => decideRetirement(work, account.id, { granted: true }), as(county.reviewer));
    expect(await reread(account)).to.include({ state: "retired", liveKey: null });
    const draft = await test.act((work) => reinstateAccount(work, account.id, "继续使用"), as(county.wang));
    await test.act((work) => submitAccount(work, draft.id), as(county.wang));
    const back = await passed(test, county, await reread(draft));
    expect(back).to.include({ state: "effective", registrationNo: account.registrationNo });
  });

  it("that is no longer to be retired stays in effect, with the reason told", async () => {
    const account = await anEffective(test, county);
    await test.act((work) => requestRetirement(work, account.id, "不再使用"), as(county.head));
    const no = (reason?: string) =>
      test.act(
        (work) => decideRetirement(work, account.id, { granted: false, ...(reason && { reason }) }),
        as(county.admin),
      );
    expect((await refusalOf(no())).code).to.equal("invalid");
    expect((await no("账号仍在更新")).state).to.equal("effective");
    expect((await toldTo(test, county.wang)).at(-1)).to.include("账号仍在更新");
  });

  it("is confirmed once a year or after a change of post, not before", async () => {
    const account = await anEffective(test, county);
    const confirm = () => test.act((work) => reconfirmAccount(work, account.id), as(county.wang));
    expect((await refusalOf(confirm())).code).to.equal("guard-failed");
    test.clock.moveTo(at("2019-07-20", "09:00"));
    expect((await confirm()).confirmedAt).to.deep.equal(test.clock.now());
  });

  it("that was never in effect can be thrown away, and leaves nothing behind", async () => {
    await agreed(test, county.wang);
    const { id } = await test.act((work) => draftAccount(work, douyin()), as(county.wang));
    await test.act((work) => discardDraft(work, id), as(county.wang));
    expect(await test.db.count(MediaAccount)).to.equal(0);
    expect(await test.db.count(MediaAccountRevision)).to.equal(0);
  });

  it("is told field by field what is wrong with it", async () => {
    await agreed(test, county.wang);
    const refusal = await refusalOf(
      register({
        platform: "myspace" as never,
        name: " ",
        link: "javascript:alert(1)",
        openedOn: "2018-09-31",
      }),
    );
    const problems = refusal.facts.problems as { field: string }[];
    expect(problems.map(({ field }) => field)).to.have.members([
      "platform",
      "name",
      "link",
      "openedOn",
      "openedOn",
    ]);
  });

  it("opened more than thirty days before it was handed in is marked late", async () => {
    await agreed(test, county.wang);
    expect((await register({ openedOn: "2018-07-15" })).late).to.equal(false);
    expect((await register({ handle: "other", openedOn: "2018-07-14" })).late).to.equal(true);
  });
});
