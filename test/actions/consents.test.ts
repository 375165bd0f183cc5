import { expect } from "chai";
import { Consent } from "../../entities/consent.ts";
import { MediaAccount } from "../../entities/media-account.ts";
import { MediaAccountRevision } from "../../entities/media-account-revision.ts";
import { Publication } from "../../entities/publication.ts";
import { PublicationRevision } from "../../entities/publication-revision.ts";
import { ZeroReport } from "../../entities/zero-report.ts";
import { requestRetirement } from "../../src/actions/account-life.ts";
import { consentOf, giveConsent, publishNotice, withdrawConsent } from "../../src/actions/consents.ts";
import { draftAccount, proposeChange, registerAccount } from "../../src/actions/media-accounts.ts";
import { eraseRegistrations, registrationsOf } from "../../src/actions/personal-registrations.ts";
import { registerPublication } from "../../src/actions/publications.ts";
import { listZeroReports, reportNoAccounts, zeroReportOf } from "../../src/actions/zero-reports.ts";
import { aHolder, as, type County, type Holder, useCounty } from "../support/campaigns.ts";
import { type TestHouse, useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";
import { agreed, anEffective, aPublished, aWork, douyin } from "../support/registrations.ts";

/** An account in effect with a change that waits, one being looked at, a draft, one retiring; works of each kind. */
async function muchOf(test: TestHouse, county: County): Promise<MediaAccount> {
  const account = await anEffective(test, county);
  await aPublished(test, county, account);
  await test.act((work) => proposeChange(work, account.id, douyin({ name: "新名称" })), as(county.wang));
  const other = await anEffective(test, county, { handle: "second" });
  await test.act((work) => requestRetirement(work, other.id, "不用了"), as(county.wang));
  await test.act((work) => registerAccount(work, douyin({ handle: "third" })), as(county.wang));
  await test.act((work) => draftAccount(work, douyin({ handle: "fourth" })), as(county.wang));
  await test.act((work) => registerPublication(work, aWork(account), { published: false }), as(county.wang));
  return account;
}

describe("a person's consent", () => {
  const test = useTestHouse();
  const county = useCounty(test);

  const withdraw = () => test.act((work) => withdrawConsent(work), as(county.wang));
  const states = async (entity: typeof MediaAccount | typeof Publication) =>
    (await test.db.find(entity, { order: { id: "ASC" } })).map(({ state }) => state);

  it("is to the version of the notice that holds, once however often it is said", async () => {
    await agreed(test, county.wang);
    const give = (version: number) => test.act((work) => giveConsent(work, version), as(county.wang));
    await Promise.all([give(1), give(1)]);
    expect(await test.db.count(Consent)).to.equal(1);
    await test.act((work) => publishNotice(work, { title: "告知书", body: "新的一版" }), as(county.admin));
    expect((await refusalOf(give(1))).code).to.equal("stale");
    expect(await test.act((work) => consentOf(work), as(county.wang))).to.include({
      version: 1,
      current: false,
    });
    const register = () => test.act((work) => registerAccount(work, douyin()), as(county.wang));
    expect((await refusalOf(register())).facts).to.deep.equal({ notice: 2 });
    await give(2);
    expect((await register()).state).to.equal("unit_review");
  });

  it("has a new notice published by the bureau only", async () => {
    const publish = test.act((work) => publishNotice(work, { title: "告知书", body: "新" }), as(county.head));
    expect((await refusalOf(publish)).code).to.equal("forbidden");
  });

  it("withdrawn ends what was registered and says what is kept", async () => {
    await muchOf(test, county);
    const told = await withdraw();
    expect(told[0]).to.include("已撤回同意");
    expect(told.join("")).to.include("2个账号已经删除").and.to.include("2个账号已经注销");
    expect(told.join("")).to.include("1件作品登记已经清除").and.to.include("1件作品,备案记录");
    expect(await states(MediaAccount)).to.deep.equal(["retired", "retired"]);
    expect(await states(Publication)).to.deep.equal(["published", "abandoned"]);
    expect(await test.act((work) => consentOf(work), as(county.wang))).to.equal(null);
    expect((await refusalOf(withdraw())).code).to.equal("guard-failed");
    const [abandoned] = await test.db.findBy(Publication, { state: "abandoned" });
    expect(abandoned?.title).to.equal("凑***");
  });

  it("withdrawn lets nothing more be registered", async () => {
    await agreed(test, county.wang);
    await withdraw();
    const draft = test.act((work) => draftAccount(work, douyin()), as(county.wang));
    expect((await refusalOf(draft)).code).to.equal("guard-failed");
  });
});

describe("what the register holds of a person", () => {
  const test = useTestHouse();
  const county = useCounty(test);

  it("is shown to himself and to the bureau, and is nobody's else", async () => {
    const account = await anEffective(test, county);
    await aPublished(test, county, account);
    const own = await test.act((work) => registrationsOf(work, county.wang.id), as(county.wang));
    expect(own.accounts.map(({ state, revisions }) => [state, revisions[0]?.handle])).to.deep.equal([
      ["已登记", "WangXL_1985"],
    ]);
    expect(own.publications).to.have.length(1);
    expect(own.consents.map(({ version }) => version)).to.deep.equal([1]);
    await test.act((work) => registrationsOf(work, county.wang.id), as(county.admin));
    for (const act of [registrationsOf, eraseRegistrations]) {
      const foreign = test.act((work): Promise<unknown> => act(work, county.wang.id), as(county.head));
      expect((await refusalOf(foreign)).code).to.equal("not-found");
    }
  });

  it("is deleted on request, but for number, dates and decisions", async () => {
    const account = await muchOf(test, county);
    const told = await test.act((work) => eraseRegistrations(work, county.wang.id), as(county.wang));
    expect(told.done.join("")).to.include("已经注销");
    expect(told.kept.join("")).to.include("登记号、日期、状态和审核结论");
    const rows = [
      await test.db.find(MediaAccount),
      await test.db.find(MediaAccountRevision),
      await test.db.find(Publication),
      await test.db.find(PublicationRevision),
    ];
    const left = JSON.stringify(rows);
    for (const word of ["WangXL", "王老师", "新名称", "second", "third", "fourth", "v.douyin", "凑十法"])
      expect(left).not.to.include(word);
    const kept = await test.db.findOneByOrFail(MediaAccount, { id: account.id });
    expect(kept).to.deep.include({
      registrationNo: account.registrationNo,
      effectiveAt: account.effectiveAt,
    });
    const log: { payload: string | null }[] = await test.db.query("SELECT payload FROM event");
    expect(log.map(({ payload }) => payload).join("")).not.to.include("v.douyin");
  });
});

describe("a zero report", () => {
  const test = useTestHouse();
  const county = useCounty(test);

  const report = (who: Holder = county.wang) => test.act((work) => reportNoAccounts(work), as(who));

  it("is kept once with its date, and a later registration takes its place", async () => {
    await agreed(test, county.wang);
    const [one, two] = await Promise.all([report(), report()]);
    expect(one.id).to.equal(two.id);
    expect(one.reportedAt).to.deep.equal(test.clock.now());
    await test.act((work) => registerAccount(work, douyin()), as(county.wang));
    expect(await test.act((work) => zeroReportOf(work), as(county.wang))).to.equal(null);
    expect(await test.db.findOneByOrFail(ZeroReport, {})).to.deep.include({ replacedAt: test.clock.now() });
    expect((await refusalOf(report())).code).to.equal("guard-failed");
  });

  it("is seen by the unit and the bureau, not by another school", async () => {
    await agreed(test, county.wang);
    await report();
    const stranger = await aHolder(test, county.office, "staff", "何平");
    const seen = async (who: Holder) => (await test.act((work) => listZeroReports(work), as(who))).length;
    expect([await seen(county.head), await seen(county.reviewer), await seen(county.wang)]).to.deep.equal([
      1, 1, 1,
    ]);
    expect(await seen(stranger)).to.equal(0);
  });
});
