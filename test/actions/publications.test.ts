import { expect } from "chai";
import type { MediaAccount } from "../../entities/media-account.ts";
import { Publication } from "../../entities/publication.ts";
import type { PublicationContent } from "../../entities/publication-revision.ts";
import { requestRetirement } from "../../src/actions/account-life.ts";
import { passPublication, returnPublication } from "../../src/actions/publication-reviews.ts";
import {
  abandonPublication,
  amendPublication,
  editPublication,
  publishPublication,
  registerPublication,
  retractPublication,
  revisePublication,
  submitPublication,
} from "../../src/actions/publications.ts";
import { publicationCode } from "../../src/actions/registration-codes.ts";
import { publicationById, publicationsToReview } from "../../src/actions/registration-lists.ts";
import { startOf } from "../../src/workdays.ts";
import { as, type Holder, useCounty } from "../support/campaigns.ts";
import { useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";
import { anEffective, aPublished, aWork, toldTo, waiting } from "../support/registrations.ts";

const link = "https://v.douyin.com/iYxQc9D/";

describe("a publication", () => {
  const test = useTestHouse();
  const county = useCounty(test);
  let account: MediaAccount;
  beforeEach(async () => {
    account = await anEffective(test, county);
  });

  const register = (set: Partial<PublicationContent> = {}, published = false) =>
    test.act((work) => registerPublication(work, aWork(account, set), { published }), as(county.wang));
  const pass = (publication: Publication, who: Holder) =>
    test.act((work) => passPublication(work, publication.id, waiting(publication)), as(who));
  const publish = ({ id }: Publication, changes: Partial<PublicationContent> = {}) =>
    test.act(
      (work) => publishPublication(work, id, { url: link, day: "2018-08-14", changes }),
      as(county.wang),
    );
  const shown = ({ id }: Publication) => test.act((work) => publicationById(work, id), as(county.wang));

  it("of no special kind is cleared by the unit and appears as it was cleared, its link letter for letter", async () => {
    const publication = await register();
    expect((await toldTo(test, county.head)).at(-1)).to.include(`#${publicationCode(publication.id)}`);
    expect((await pass(publication, county.head)).state).to.equal("cleared");
    expect((await publish(publication)).state).to.equal("published");
    expect(await shown(publication)).to.deep.include({
      url: link,
      publishedAt: startOf("2018-08-14"),
      postHoc: false,
    });
  });

  it("that is not as it was cleared must be revised and looked at again", async () => {
    const publication = await register();
    await pass(publication, county.head);
    const refusal = await refusalOf(publish(publication, { title: "凑十法大揭秘" }));
    expect(refusal.message).to.equal("发布的内容和审核通过的不一样,请先修改登记再送审");
    const revised = await test.act(
      (work) => revisePublication(work, publication.id, aWork(account, { title: "凑十法大揭秘" })),
      as(county.wang),
    );
    expect(revised).to.include({ state: "draft", effectiveRevisionId: null });
    expect((await refusalOf(publish(publication))).code).to.equal("not-allowed");
    const again = await test.act((work) => submitPublication(work, publication.id), as(county.wang));
    await pass(again, county.head);
    expect((await publish(publication)).title).to.equal("凑十法大揭秘");
  });

  for (const kind of ["key", "sensitive"] as const) {
    it(`of ${kind} matter goes on to the bureau, which alone clears it`, async () => {
      const publication = await register({ kind });
      expect((await pass(publication, county.head)).state).to.equal("bureau_review");
      expect((await refusalOf(pass(publication, county.head))).code).to.equal("forbidden");
      expect((await toldTo(test, county.reviewer)).at(-1)).to.include("凑十法怎么教");
      expect((await pass(publication, county.reviewer)).state).to.equal("cleared");
    });
  }

  it("that has appeared already is filed with link and day, and key matter is marked and told to the bureau", async () => {
    expect((await refusalOf(register({}, true))).message).to.equal("事后登记要写明链接和发布日期");
    const ordinary = await register({ url: link, day: "2018-08-10" }, true);
    expect(ordinary).to.include({ postHoc: true, late: false });
    expect((await pass(ordinary, county.head)).state).to.equal("published");
    const key = await register({ kind: "key", url: link, day: "2018-08-10" }, true);
    expect(key.late).to.equal(true);
    await pass(key, county.head);
    expect((await toldTo(test, county.reviewer)).at(-1)).to.include("发布前没有送审");
    expect((await register({ url: link, day: "2018-08-06" }, true)).late).to.equal(true);
    expect((await refusalOf(register({ url: link, day: "2018-08-15" }, true))).code).to.equal("guard-failed");
  });

  it("needs an account of the author's own that is in effect", async () => {
    const foreign = test.act(
      (work) => registerPublication(work, aWork(account), { published: false }),
      as(county.head),
    );
    expect((await refusalOf(foreign)).code).to.equal("guard-failed");
    await test.act((work) => requestRetirement(work, account.id, "不用了"), as(county.wang));
    expect((await refusalOf(register())).message).to.include("还没有登记生效");
  });

  it("returned with a reason is changed and handed in again, as a revision of its own", async () => {
    const publication = await register();
    const seen = waiting(publication);
    await test.act(
      (work) => returnPublication(work, publication.id, { revisionId: seen, reason: "标题不妥" }),
      as(county.head),
    );
    expect((await toldTo(test, county.wang)).at(-1)).to.include("标题不妥");
    await test.act(
      (work) => editPublication(work, publication.id, aWork(account, { title: "怎样凑十" })),
      as(county.wang),
    );
    const again = await test.act((work) => submitPublication(work, publication.id), as(county.wang));
    expect(waiting(again)).to.not.equal(seen);
    const late = test.act((work) => passPublication(work, publication.id, seen), as(county.head));
    expect((await refusalOf(late)).code).to.equal("stale");
  });

  it("amended stays as it was until the amendment is passed; a key amendment goes on to the bureau", async () => {
    const published = await aPublished(test, county, account);
    const content = aWork(account, { title: "更正:凑十法", kind: "key", url: link, day: "2018-08-10" });
    const amended = await test.act((work) => amendPublication(work, published.id, content), as(county.wang));
    await pass(amended, county.head);
    expect(await shown(published)).to.include({ title: "凑十法怎么教", pending: "bureau_review" });
    await pass(amended, county.admin);
    expect(await shown(published)).to.include({
      title: "更正:凑十法",
      kind: "key",
      pending: null,
      state: "published",
    });
  });

  it("is taken down by its author or by the bureau, with proof", async () => {
    const published = await aPublished(test, county, account);
    const retract = (who: Holder, proof = "https://example.org/404.png") =>
      test.act((work) => retractPublication(work, published.id, { reason: "内容有误", proof }), as(who));
    expect((await refusalOf(retract(county.head))).code).to.equal("forbidden");
    expect((await refusalOf(retract(county.wang, " "))).code).to.equal("invalid");
    expect((await retract(county.reviewer)).state).to.equal("retracted");
  });

  it("is decided on once when two decide at the same moment", async () => {
    const publication = await register();
    const back = test.act(
      (work) => returnPublication(work, publication.id, { revisionId: waiting(publication), reason: "不妥" }),
      as(county.head),
    );
    const endings = await Promise.allSettled([pass(publication, county.head), back]);
    expect(endings.filter(({ status }) => status === "fulfilled")).to.have.length(1);
  });

  it("waits in the list of who may decide on it now, and in nobody else's", async () => {
    const publication = await register({ kind: "key" });
    const waits = async (who: Holder) =>
      (await test.act((work) => publicationsToReview(work), as(who))).map(({ id }) => id);
    expect(await waits(county.head)).to.deep.equal([publication.id]);
    expect(await waits(county.wang)).to.deep.equal([]);
    expect(await waits(county.reviewer)).to.deep.equal([]);
    await pass(publication, county.head);
    expect(await waits(county.head)).to.deep.equal([]);
    expect(await waits(county.reviewer)).to.deep.equal([publication.id]);
  });

  it("given up as a draft is no longer there to be handed in", async () => {
    const publication = await register();
    const reason = "不妥";
    await test.act(
      (work) => returnPublication(work, publication.id, { revisionId: waiting(publication), reason }),
      as(county.head),
    );
    await test.act((work) => abandonPublication(work, publication.id), as(county.wang));
    expect(await test.db.findOneByOrFail(Publication, { id: publication.id })).to.include({
      state: "abandoned",
      pendingRevisionId: null,
    });
    expect((await refusalOf(publish(publication))).code).to.equal("not-allowed");
  });
});
