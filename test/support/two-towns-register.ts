import type { MediaAccount } from "../../entities/media-account.ts";
import type { Publication } from "../../entities/publication.ts";
import { passAccount } from "../../src/actions/account-reviews.ts";
import { correctMyData } from "../../src/actions/corrections.ts";
import { draftAccount, registerAccount } from "../../src/actions/media-accounts.ts";
import { passPublication, returnPublication } from "../../src/actions/publication-reviews.ts";
import { registerPublication } from "../../src/actions/publications.ts";
import { reportNoAccounts } from "../../src/actions/zero-reports.ts";
import { as } from "./campaigns.ts";
import type { TestHouse } from "./house.ts";
import { agreed, aWork, douyin, waiting } from "./registrations.ts";
import { type School, schoolsOf, type TwoTowns, thing } from "./two-towns.ts";

/** At every school somebody has an account in every state, and works; somebody else has none; a name is to be corrected. */
export async function fillRegister(test: TestHouse, county: TwoTowns): Promise<void> {
  for (const school of schoolsOf(county)) await registerAt(test, county, school);
}

async function registerAt(test: TestHouse, county: TwoTowns, school: School): Promise<void> {
  const { unit, staff, other, head, responsible } = school;
  await agreed(test, staff, other, responsible);
  const called = (what: string) => ({ name: `${unit.name}${what}`, handle: `h${unit.id}-${what.length}` });
  const [first, second, third] = ["号", "新号码", "草稿号码"].map((what) => douyin(called(what)));
  if (!first || !second || !third) throw new Error("three accounts are wanted");
  const effective = await test.act((work) => registerAccount(work, first), as(staff));
  const revision = waiting(effective);
  await test.act((work) => passAccount(work, effective.id, revision), as(head));
  await test.act((work) => passAccount(work, effective.id, revision), as(county.operator));
  const inReview = await test.act((work) => registerAccount(work, second), as(staff));
  const draft = await test.act((work) => draftAccount(work, third), as(staff));
  const held = (noun: string, row: MediaAccount | Publication, words: string) =>
    thing({
      noun,
      id: row.id,
      personId: staff.id,
      words: [words],
      places: [
        {
          unitId: unit.id,
          officeId: null,
        },
      ],
      also: {
        revisionId: row.pendingRevisionId ?? 0,
        accountId: effective.id,
      },
    });
  county.things.push(
    held("effective-account", effective, first.name),
    held("waiting-account", inReview, second.name),
    held("draft-account", draft, third.name),
    ...(await publish(test, school, effective)).map(([noun, row]) => held(noun, row, row.title)),
  );
  await report(test, county, school);
}

/** A work in every state. */
async function publish(
  test: TestHouse,
  { unit, staff, head }: School,
  account: MediaAccount,
): Promise<[noun: string, row: Publication][]> {
  const content = (what: string) => aWork(account, { title: `${unit.name}的${what}` });
  const out = { url: "https://v.douyin.com/iYxQc9D/", day: "2018-08-10" };
  const hand = (what: string, published: boolean) =>
    test.act(
      (work) => registerPublication(work, { ...content(what), ...(published ? out : {}) }, { published }),
      as(staff),
    );
  const pass = (row: Publication) =>
    test.act((work) => passPublication(work, row.id, waiting(row)), as(head));
  const giveBack = (row: Publication) =>
    test.act(
      (work) => returnPublication(work, row.id, { revisionId: waiting(row), reason: "题目不清楚" }),
      as(head),
    );
  return [
    ["draft-work", await giveBack(await hand("退回课", false))],
    ["waiting-work", await hand("送审课", false)],
    ["cleared-work", await pass(await hand("待发课", false))],
    ["published-work", await pass(await hand("公开课", true))],
  ];
}

async function report(test: TestHouse, county: TwoTowns, { unit, other }: School): Promise<void> {
  const { id } = await test.act((work) => reportNoAccounts(work), as(other));
  const places = [{ unitId: unit.id, officeId: null }];
  const wanted = `${other.name.slice(0, 1)}新名${"甲乙丙丁"[unit.id % 4]}`;
  await test.act((work) => correctMyData(work, { name: wanted }), as(other));
  const [correction]: { id: number }[] = await test.db.query(
    "SELECT id FROM correction WHERE person_id = ?",
    [other.id],
  );
  county.things.push(
    thing({ noun: "zero-report", id, personId: other.id, places }),
    thing({ noun: "correction", id: correction?.id ?? 0, personId: other.id, words: [wanted] }),
  );
}
