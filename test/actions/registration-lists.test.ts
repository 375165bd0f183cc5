import { expect } from "chai";
import fc from "fast-check";
import type { MediaAccount } from "../../entities/media-account.ts";
import type { Unit } from "../../entities/unit.ts";
import { passAccount } from "../../src/actions/account-reviews.ts";
import { assignmentOf } from "../../src/actions/assignments.ts";
import { proposeChange, registerAccount } from "../../src/actions/media-accounts.ts";
import { accountCode, publicationCode, registrationOf } from "../../src/actions/registration-codes.ts";
import {
  accountById,
  accountsToReview,
  listAccounts,
  listPublications,
  myAccounts,
  myPublications,
  type RegistrationFilter,
} from "../../src/actions/registration-lists.ts";
import { changeRegistrationRules } from "../../src/actions/registration-rules.ts";
import { aHolder, as, type Holder, useCounty } from "../support/campaigns.ts";
import { aUnit, useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";
import { agreed, anEffective, aPublished, douyin, waiting } from "../support/registrations.ts";

describe("the register", () => {
  const test = useTestHouse();
  const county = useCounty(test);
  let wangs: MediaAccount;
  let otherSchool: Unit;
  let other: Holder;
  let others: MediaAccount;
  beforeEach(async () => {
    wangs = await anEffective(test, county);
    otherSchool = await aUnit(test, { name: "石桥小学", parentId: county.bureau.id });
    other = await aHolder(test, otherSchool, "staff", "何平");
    await agreed(test, other);
    others = await test.act(
      (work) => registerAccount(work, douyin({ platform: "weibo", name: "100%何平", handle: "HePing" })),
      as(other),
    );
  });

  const listed = async (who: Holder, filter: RegistrationFilter = {}) =>
    (await test.act((work) => listAccounts(work, filter), as(who))).map(({ id }) => id);

  it("is seen whole by those who keep it, by units as far as they reach, and by others as far as it is theirs", async () => {
    const all = [wangs.id, others.id];
    for (const who of [county.admin, county.leader, county.reviewer])
      expect(await listed(who)).to.deep.equal(all);
    for (const who of [county.centralHead, county.head, county.wang])
      expect(await listed(who)).to.deep.equal([wangs.id]);
    expect(await listed(other)).to.deep.equal([others.id]);
    const colleague = await aHolder(test, county.school, "staff", "李敏");
    expect(await listed(colleague)).to.deep.equal([]);
    const safety = await aUnit(test, { kind: "office", name: "安全科", parentId: county.bureau.id });
    const operator = await aHolder(test, safety, "office-operator", "彭国栋");
    expect(await listed(operator)).to.deep.equal([]);
    await test.act((work) => changeRegistrationRules(work, { offices: [safety.id] }), as(county.admin));
    expect(await listed(operator)).to.deep.equal(all);
    expect(await listed(county.reviewer)).to.deep.equal([]);
  });

  it("is narrowed by unit, platform, state, holder and text, and read page by page", async () => {
    const by = (filter: RegistrationFilter) => listed(county.admin, filter);
    expect(await by({ unitId: otherSchool.id })).to.deep.equal([others.id]);
    expect(await by({ platform: "douyin" })).to.deep.equal([wangs.id]);
    expect(await by({ state: "unit_review" })).to.deep.equal([others.id]);
    expect(await by({ holderId: county.wang.id })).to.deep.equal([wangs.id]);
    expect(await by({ text: "WangXL" })).to.deep.equal([wangs.id]);
    expect(await by({ text: "0%何" })).to.deep.equal([others.id]);
    expect(await by({ text: "%" })).to.deep.equal([others.id]);
    expect(await by({ text: "' OR 1=1 -- " })).to.deep.equal([]);
    expect(await by({ limit: 1 })).to.deep.equal([wangs.id]);
    expect(await by({ limit: 1, after: wangs.id })).to.deep.equal([others.id]);
    expect((await refusalOf(by({ limit: 201 }))).code).to.equal("invalid");
  });

  it("tells with each record what its reader may do with it", async () => {
    const seen = (who: Holder) => test.act((work) => accountById(work, wangs.id), as(who));
    expect((await seen(county.wang)).allowed).to.deep.equal(["propose_change", "request_retire"]);
    expect((await seen(county.head)).allowed).to.deep.equal(["request_retire"]);
    expect((await seen(county.leader)).allowed).to.deep.equal(["void"]);
    await test.act((work) => proposeChange(work, wangs.id, douyin({ name: "新" })), as(county.wang));
    expect((await seen(county.head)).allowed).to.deep.equal(["request_retire", "pass", "return"]);
    expect((await seen(county.wang)).allowed).to.include("recall");
    expect((await refusalOf(seen(other))).code).to.equal("not-found");
  });

  it("lists for each what waits for him: first for the unit, then for another at the bureau", async () => {
    const waits = async (who: Holder) =>
      (await test.act((work) => accountsToReview(work), as(who))).map(({ id }) => id);
    expect(await waits(county.head)).to.deep.equal([]);
    // 石桥小学 has no reviewers and no central school: the bureau looks for it.
    expect(await waits(county.admin)).to.deep.equal([others.id]);
    await test.act((work) => passAccount(work, others.id, waiting(others)), as(county.admin));
    expect(await waits(county.admin)).to.deep.equal([]);
    expect(await waits(county.reviewer)).to.deep.equal([others.id]);
  });

  it("shows publications with their account, to their author and to those above", async () => {
    const published = await aPublished(test, county, wangs);
    const [mine] = await test.act((work) => myPublications(work), as(county.wang));
    expect(mine).to.include({ id: published.id, account: "王老师讲数学", platform: "douyin" });
    const of = async (who: Holder, filter: RegistrationFilter = {}) =>
      (await test.act((work) => listPublications(work, filter), as(who))).length;
    expect([await of(county.centralHead), await of(other), await of(county.wang)]).to.deep.equal([1, 0, 1]);
    expect(await of(county.admin, { platform: "weibo" })).to.equal(0);
    expect((await test.act((work) => myAccounts(work), as(county.wang))).map(({ id }) => id)).to.deep.equal([
      wangs.id,
    ]);
  });

  it("names accounts and publications by codes that are no task's", () => {
    for (let id = 1; id < 3000; id += 7) {
      for (const code of [accountCode(id), publicationCode(id)])
        expect(assignmentOf(code), code).to.equal(null);
      expect(registrationOf(accountCode(id).toLowerCase())).to.deep.equal({ kind: "media-account", id });
      expect(registrationOf(publicationCode(id))).to.deep.equal({ kind: "publication", id });
    }
  });

  it("takes no code in which one digit is wrong, or the letter", () => {
    const slipped = fc.tuple(fc.integer({ min: 1, max: 999_999 }), fc.nat(), fc.nat({ max: 9 }));
    fc.assert(
      fc.property(slipped, ([id, where, digit]) => {
        const code = accountCode(id);
        const place = 2 + (where % (code.length - 2));
        const wrong = `${code.slice(0, place)}${digit}${code.slice(place + 1)}`;
        fc.pre(wrong !== code);
        expect(registrationOf(wrong), wrong).to.equal(null);
      }),
    );
    for (const code of ["", "G", "G1", "G10", "K7", "G2345", accountCode(7).replace("G", "P")])
      expect(registrationOf(code), code).to.equal(null);
  });
});
