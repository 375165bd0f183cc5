import type { ObjectLiteral } from "typeorm";
import { Answer } from "../../entities/answer.ts";
import { Broadcast } from "../../entities/broadcast.ts";
import { Extension } from "../../entities/extension.ts";
import { Handover } from "../../entities/handover.ts";
import { MediaAccount } from "../../entities/media-account.ts";
import { MediaAccountRevision } from "../../entities/media-account-revision.ts";
import { Outbox } from "../../entities/outbox.ts";
import { Publication } from "../../entities/publication.ts";
import { PublicationRevision } from "../../entities/publication-revision.ts";
import { Submission } from "../../entities/submission.ts";
import { queueLetter } from "../../src/actions/mail.ts";
import type { Subject } from "../../src/machines/machine.ts";
import { endOf } from "../../src/workdays.ts";
import { aCounty, aRunningCampaign, type County, type Running } from "../support/campaigns.ts";
import { aContact, type TestHouse } from "../support/house.ts";
import type { AnyMachine } from "./declared.ts";

/** One row of the kind that a machine moves, beside a campaign that runs in a small county. */
export async function aRow(test: TestHouse, machine: AnyMachine): Promise<Subject> {
  const county = await aCounty(test);
  return rowOf(test, machine, { county, running: await aRunningCampaign(test, county) });
}

/** One row of the kind that a machine moves, in the campaign given. */
export async function rowOf(
  test: TestHouse,
  machine: AnyMachine,
  { county, running }: { county: County; running: Running },
): Promise<Subject> {
  const made = await makers[machine.name]?.(test, running, county);
  if (!made) throw new Error(`no row for ${machine.name}`);
  return test.db.findOneByOrFail(machine.entity, { id: made.id });
}

type Maker = (test: TestHouse, running: Running, county: County) => Promise<Subject & ObjectLiteral>;

const makers: Record<string, Maker> = {
  campaign: async (_test, { campaign }) => campaign,
  phase: async (_test, { phase }) => phase,
  assignment: async (_test, { selfCheck }) => selfCheck,
  answer: (test, { selfCheck, items }) =>
    test.db.save(Answer, { assignmentId: selfCheck.id, itemId: items[0]?.id ?? 0, state: "blank" }) as never,
  submission: (test, { selfCheck }, { wang }) =>
    test.db.save(Submission, {
      assignmentId: selfCheck.id,
      revision: 1,
      state: "draft",
      content: { answers: [], files: [], remark: null },
      hash: "0".repeat(64),
      submittedBy: wang.id,
    }) as never,
  broadcast: (test, _running, { admin }) =>
    test.db.save(Broadcast, {
      body: "明天开会",
      selection: {},
      state: "draft",
      createdBy: admin.id,
      createdAt: test.clock.now(),
    }) as never,
  extension: (test, { selfCheck }, { wang }) =>
    test.db.save(Extension, {
      assignmentId: selfCheck.id,
      state: "asked",
      fromDue: selfCheck.dueAt,
      toDue: endOf("2018-09-07"),
      reason: "校长外出",
      askedBy: wang.id,
      askedAt: test.clock.now(),
    }) as never,
  handover: (test, _running, { wang }) =>
    test.db.save(Handover, {
      postId: wang.post.id,
      state: "asked",
      toName: "刘思远",
      askedBy: wang.id,
      askedAt: test.clock.now(),
    }) as never,
  delivery: async (test) => {
    const contact = await aContact(test);
    await test.act((work) =>
      queueLetter(work, { key: "k", contactId: contact.id, body: "您好", priority: 1 }),
    );
    return test.db.findOneByOrFail(Outbox, { key: "k" });
  },
  media_account: (test, _running, county) => anAccount(test, county),
  media_account_revision: async (test, _running, county) =>
    test.db.save(MediaAccountRevision, {
      ...aRevision(county),
      mediaAccountId: (await anAccount(test, county)).id,
    }) as never,
  publication: (test, _running, county) => aPublication(test, county),
  publication_revision: async (test, _running, county) =>
    test.db.save(PublicationRevision, {
      ...aRevision(county),
      content: { kind: "ordinary" },
      publicationId: (await aPublication(test, county)).id,
    }) as never,
};

const aRevision = ({ wang, school }: County) => ({
  seq: 1,
  state: "draft",
  holderId: wang.id,
  unitId: school.id,
  hash: "0".repeat(64),
  createdAt: new Date(0),
  content: {},
});

const anAccount = (test: TestHouse, { wang, school }: County): Promise<MediaAccount> =>
  test.db.save(MediaAccount, {
    holderId: wang.id,
    unitId: school.id,
    role: "responsible",
    state: "draft",
    platform: "douyin",
    name: "王老师讲数学",
    handle: "WangXL",
    createdAt: new Date(0),
  }) as never;

const aPublication = async (test: TestHouse, county: County): Promise<Publication> =>
  test.db.save(Publication, {
    holderId: county.wang.id,
    unitId: county.school.id,
    state: "draft",
    kind: "ordinary",
    title: "凑十法",
    mediaAccountId: (await anAccount(test, county)).id,
    createdAt: new Date(0),
  }) as never;
