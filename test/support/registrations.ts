import type { MediaAccount } from "../../entities/media-account.ts";
import type { AccountContent } from "../../entities/media-account-revision.ts";
import { Notice } from "../../entities/notice.ts";
import type { Publication } from "../../entities/publication.ts";
import type { PublicationContent } from "../../entities/publication-revision.ts";
import { seedNotice } from "../../seeds/consent-notice.ts";
import { passAccount } from "../../src/actions/account-reviews.ts";
import { giveConsent } from "../../src/actions/consents.ts";
import { registerAccount } from "../../src/actions/media-accounts.ts";
import { passPublication } from "../../src/actions/publication-reviews.ts";
import { registerPublication } from "../../src/actions/publications.ts";
import { as, type County, type Holder } from "./campaigns.ts";
import type { TestHouse } from "./house.ts";

/** An account on 抖音, opened a fortnight ago, unless told otherwise. */
export const douyin = (set: Partial<AccountContent> = {}): AccountContent => ({
  platform: "douyin",
  platformName: null,
  name: "王老师讲数学",
  handle: "WangXL_1985",
  link: "https://v.douyin.com/iYxQa7B/",
  verified: false,
  showsUnit: true,
  followers: "1k-10k",
  topics: "小学数学",
  showsStudents: false,
  earnsMoney: false,
  openedOn: "2018-08-01",
  ...set,
});

/** Publishes the first notice and lets these people agree to it. */
export async function agreed(test: TestHouse, ...people: Holder[]): Promise<void> {
  const { version } = await test.act(seedNotice);
  for (const person of people) await test.act((work) => giveConsent(work, version), as(person));
}

/** The revision that waits. */
export const waiting = ({ pendingRevisionId }: { pendingRevisionId: number | null }): number =>
  pendingRevisionId ?? 0;

/** Lets the unit's head and then 周敏 of the office pass what waits. */
export async function passed(test: TestHouse, county: County, account: MediaAccount): Promise<MediaAccount> {
  const revision = waiting(account);
  await test.act((work) => passAccount(work, account.id, revision), as(county.head));
  return test.act((work) => passAccount(work, account.id, revision), as(county.reviewer));
}

/** 王秀兰's account, in effect; she has agreed to the notice. */
export async function anEffective(
  test: TestHouse,
  county: County,
  set: Partial<AccountContent> = {},
): Promise<MediaAccount> {
  await agreed(test, county.wang);
  const account = await test.act((work) => registerAccount(work, douyin(set)), as(county.wang));
  return passed(test, county, account);
}

/** A work of this account, of no special kind and not yet published. */
export const aWork = ({ id }: { id: number }, set: Partial<PublicationContent> = {}): PublicationContent => ({
  title: "凑十法怎么教",
  mediaAccountId: id,
  kind: "ordinary",
  original: true,
  source: null,
  showsStudents: false,
  url: null,
  day: null,
  ...set,
});

/** 王秀兰's work, filed after it appeared on 10 August. */
export async function aPublished(
  test: TestHouse,
  county: County,
  account: MediaAccount,
): Promise<Publication> {
  const content = aWork(account, { url: "https://v.douyin.com/iYxQc9D/", day: "2018-08-10" });
  const publication = await test.act(
    (work) => registerPublication(work, content, { published: true }),
    as(county.wang),
  );
  return test.act((work) => passPublication(work, publication.id, waiting(publication)), as(county.head));
}

/** What a person was told unasked, oldest first. */
export const toldTo = async (test: TestHouse, { id }: Holder): Promise<string[]> =>
  (await test.db.find(Notice, { where: { personId: id }, order: { id: "ASC" } })).map(
    ({ body }) => body ?? "",
  );
