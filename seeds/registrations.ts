import { In } from "typeorm";
import { Consent } from "../entities/consent.ts";
import { MediaAccount } from "../entities/media-account.ts";
import { type AccountContent, MediaAccountRevision } from "../entities/media-account-revision.ts";
import { Person } from "../entities/person.ts";
import { Post } from "../entities/post.ts";
import { Publication } from "../entities/publication.ts";
import { type PublicationContent, PublicationRevision } from "../entities/publication-revision.ts";
import { ZeroReport } from "../entities/zero-report.ts";
import { liveKeyOf } from "../src/actions/account-content.ts";
import { registrationNo } from "../src/actions/account-records.ts";
import { publicationMirror } from "../src/actions/publications.ts";
import { accountRevisions, publicationRevisions } from "../src/actions/registration-revisions.ts";
import type { Work } from "../src/work.ts";
import { dayOf, plusDays, startOf } from "../src/workdays.ts";
import { seedNotice } from "./consent-notice.ts";

interface DemoAccount {
  holder: string;
  state: "effective" | "unit_review" | "bureau_review";
  content: Pick<AccountContent, "platform" | "name" | "handle" | "link" | "topics">;
  works: { title: string; kind: PublicationContent["kind"]; state: "published" | "unit_review" }[];
}

const accounts: DemoAccount[] = [
  {
    holder: "罗小雨",
    state: "effective",
    content: {
      platform: "douyin",
      name: "小雨老师讲算术",
      handle: "LuoXiaoyu_2017",
      link: "https://v.douyin.com/iYxQa7B/",
      topics: "小学数学",
    },
    works: [
      { title: "凑十法怎么教", kind: "ordinary", state: "published" },
      { title: "秋季开学安全提醒", kind: "key", state: "unit_review" },
    ],
  },
  {
    holder: "白雪",
    state: "effective",
    content: {
      platform: "wechat-official",
      name: "白雪讲绘本",
      handle: "baixue_huiben",
      link: null,
      topics: "亲子阅读",
    },
    works: [],
  },
  {
    holder: "段鹏",
    state: "unit_review",
    content: {
      platform: "bilibili",
      name: "段老师的物理课",
      handle: "UID38127704",
      link: null,
      topics: "初中物理",
    },
    works: [],
  },
  {
    holder: "杨翠萍",
    state: "bureau_review",
    content: {
      platform: "kuaishou",
      name: "杨老师教识字",
      handle: "YangCuiping88",
      link: null,
      topics: "识字教学",
    },
    works: [],
  },
];

/** Who reported that he has none. */
const none = ["田秀英"];

/** Writes a few invented registrations for the demo's people, with the notice that they agreed to; a second run changes nothing. */
export async function seedRegistrations(work: Work): Promise<void> {
  const notice = await seedNotice(work);
  const names = [...accounts.map(({ holder }) => holder), ...none];
  const people = await work.db.find(Person, { where: { name: In(names), demo: true }, order: { id: "ASC" } });
  for (const person of people) {
    const post = await work.db.findOne(Post, { where: { personId: person.id }, order: { id: "ASC" } });
    const known = await work.db.existsBy(Consent, { personId: person.id });
    if (!post || known) continue;
    const { id: consentId } = await work.db.save(Consent, {
      personId: person.id,
      noticeId: notice.id,
      livePersonId: person.id,
      agreedAt: work.now,
      withdrawnAt: null,
    });
    const account = accounts.find(({ holder }) => holder === person.name);
    if (account) await writeAccount(work, account, { post, consentId });
    else await reportNone(work, post);
  }
}

const reportNone = (work: Work, { personId, unitId }: Post): Promise<ZeroReport> =>
  work.db.save(ZeroReport, {
    personId,
    unitId,
    livePersonId: personId,
    reportedAt: work.now,
    replacedAt: null,
  });

async function writeAccount(
  work: Work,
  { state, content, works }: DemoAccount,
  { post, consentId }: { post: Post; consentId: number },
): Promise<void> {
  const full = contentOf(work, content);
  const { platform, name, handle } = full;
  const account = await work.db.save(MediaAccount, {
    holderId: post.personId,
    unitId: post.unitId,
    role: post.role,
    state,
    consentId,
    platform,
    name,
    handle,
    liveKey: liveKeyOf(full),
    createdAt: work.now,
  });
  const approved = state === "effective";
  const revision = await work.db.save(MediaAccountRevision, {
    ...revisionOf(work, post, approved ? "approved" : state),
    mediaAccountId: account.id,
    hash: accountRevisions.hashOf(full),
    content: full,
  });
  const set = approved ? inEffect(work, account.id, revision.id) : { pendingRevisionId: revision.id };
  await work.db.update(MediaAccount, { id: account.id }, set);
  for (const each of works) await writeWork(work, each, { post, mediaAccountId: account.id });
}

const contentOf = (work: Work, content: DemoAccount["content"]): AccountContent => ({
  ...content,
  platformName: null,
  verified: false,
  showsUnit: true,
  followers: "1k-10k",
  showsStudents: false,
  earnsMoney: false,
  openedOn: plusDays(dayOf(work.now), -20),
});

const inEffect = (work: Work, id: number, effectiveRevisionId: number): Partial<MediaAccount> => ({
  effectiveRevisionId,
  effectiveAt: work.now,
  confirmedAt: work.now,
  registrationNo: registrationNo(work, id),
});

const revisionOf = (work: Work, { personId, unitId }: Post, state: string) => ({
  seq: 1,
  state,
  holderId: personId,
  unitId,
  createdAt: work.now,
  submittedAt: work.now,
});

async function writeWork(
  work: Work,
  { title, kind, state }: DemoAccount["works"][number],
  { post, mediaAccountId }: { post: Post; mediaAccountId: number },
): Promise<void> {
  const published = state === "published";
  const day = plusDays(dayOf(work.now), published ? -5 : 3);
  const url = published ? "https://v.douyin.com/iYxQc9D/" : null;
  const content: PublicationContent = {
    title,
    mediaAccountId,
    kind,
    original: true,
    source: null,
    showsStudents: false,
    url,
    day,
  };
  const publication = await work.db.save(Publication, {
    ...publicationMirror(content),
    holderId: post.personId,
    unitId: post.unitId,
    state,
    createdAt: work.now,
    publishedAt: published ? startOf(day) : null,
  });
  const { id } = await work.db.save(PublicationRevision, {
    ...revisionOf(work, post, published ? "approved" : state),
    publicationId: publication.id,
    hash: publicationRevisions.hashOf(content),
    content,
  });
  const set = published ? { effectiveRevisionId: id } : { pendingRevisionId: id };
  await work.db.update(Publication, { id: publication.id }, set);
}
