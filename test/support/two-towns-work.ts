import { Assignment } from "../../entities/assignment.ts";
import { Broadcast } from "../../entities/broadcast.ts";
import { Campaign } from "../../entities/campaign.ts";
import { Requirement } from "../../entities/requirement.ts";
import { Submission } from "../../entities/submission.ts";
import { confirmBroadcast, draftBroadcast, previewBroadcast } from "../../src/actions/broadcasts.ts";
import { addTask, createCampaign } from "../../src/actions/campaign-drafts.ts";
import { publishCampaign } from "../../src/actions/campaigns.ts";
import type { ItemInput } from "../../src/actions/checklist-items.ts";
import { createChecklist, writeItems } from "../../src/actions/checklists.ts";
import { attachFiles, listEvidence } from "../../src/actions/evidence.ts";
import { askExtension } from "../../src/actions/extensions.ts";
import { keepFile, registerFile } from "../../src/actions/files.ts";
import { askHandover } from "../../src/actions/handovers.ts";
import { addPhase } from "../../src/actions/phases.ts";
import { addRequirement } from "../../src/actions/requirements.ts";
import { submitTask } from "../../src/actions/submissions.ts";
import { aDraft, as, type Draft, type Holder } from "./campaigns.ts";
import type { TestHouse } from "./house.ts";
import { type School, schoolsOf, type Thing, type TwoTowns, thing } from "./two-towns.ts";

type Places = Thing["places"];

/**
 * Two running campaigns, of which 宣传科 takes in the one and 基础教育科 the other (that of 白塔镇第二小学 alone), a plan
 * still in the drawer, what the schools have answered, handed in and asked for, and what was sent to many.
 */
export async function setToWork(test: TestHouse, county: TwoTowns): Promise<void> {
  const [, second] = county.tower.schools;
  const running = await published(test, county, { office: county.office, codes: [], title: "全县治理活动" });
  const other = await published(test, county, {
    office: county.otherOffice,
    codes: [second.unit.code],
    title: "白塔二小专项",
  });
  for (const school of schoolsOf(county)) await workAt(test, county, school, running);
  await workAt(test, county, second, other);
  await plan(test, county);
  await allAssignments(test, county);
  for (const [author, school] of [
    [county.willow.head, county.willow.schools[0]],
    [county.tower.head, county.tower.schools[0]],
    [county.operator, county.willow.schools[0]],
  ] as const)
    await broadcast(test, county, author, school);
}

interface Plan {
  office: TwoTowns["office"];
  codes: string[];
  title: string;
}

/** Published by 李建军; for all schools unless some are named. */
async function published(test: TestHouse, county: TwoTowns, { office, codes, title }: Plan): Promise<Draft> {
  const { bureau, willow, leader, admin, operator } = county;
  const school = willow.schools[0];
  const draft = await aDraft(test, {
    bureau,
    office,
    central: willow.central,
    school: school.unit,
    leader,
    admin,
    reviewer: operator,
    centralHead: willow.head,
    head: school.head,
    wang: school.responsible,
  });
  const { campaign } = draft;
  await test.db.update(Campaign, campaign.id, { title });
  const kinds: string[] = codes.length === 0 ? ["school"] : [];
  await test.db.update(Requirement, { campaignId: campaign.id }, { audience: { kinds, codes } as never });
  await test.act((work) => publishCampaign(work, campaign.id), as(county.admin));
  const units = schoolsOf(county).filter(({ unit }) => codes.length === 0 || codes.includes(unit.code));
  const places = units.map(({ unit }) => ({ unitId: unit.id, officeId: office.id }));
  const { version } = draft;
  const { rowVersion } = await test.db.findOneByOrFail(Campaign, { id: campaign.id });
  county.things.push(
    thing({ noun: "running-campaign", id: campaign.id, places, version: rowVersion, words: [title] }),
    thing({ noun: "running-phase", id: draft.phase.id, places }),
    thing({ noun: "checklist", id: version.checklistId, places }),
    thing({ noun: "published-version", id: version.id, places }),
  );
  return draft;
}

/** Half of the checklist, a photo, the report handed in, a wish for more time, and a post to be handed over. */
async function workAt(test: TestHouse, county: TwoTowns, school: School, draft: Draft): Promise<void> {
  const { unit, responsible } = school;
  const of = (requirement: Requirement) =>
    test.db.findOneByOrFail(Assignment, { requirementId: requirement.id, unitId: unit.id });
  const [open, report] = [await of(draft.checklist), await of(draft.report)];
  const photo = await aPhoto(test, `${unit.name}的照片.jpg`);
  await test.act(async (work) => {
    await attachFiles(work, open, null, [photo]);
    await attachFiles(work, report, null, [photo]);
    await submitTask(work, report.id, null);
  }, as(responsible));
  const reason = `${unit.name}正在搬迁`;
  const { id: extensionId } = await test.act(
    (work) => askExtension(work, open.id, { day: "2018-09-20", reason }),
    as(responsible),
  );
  const handover = await test.act(
    (work) => askHandover(work, responsible.post.id, school.other.name),
    as(responsible),
  );
  const [evidence] = await test.act((work) => listEvidence(work, open.id));
  const submission = await test.db.findOneByOrFail(Submission, { assignmentId: report.id });
  const officeId = draft.checklist.recipientUnitId;
  const places: Places = [{ unitId: unit.id, officeId }];
  const common = { places, personId: responsible.id };
  const key = `${draft.items[0]?.id}.0`;
  const also = { key, evidenceId: evidence?.id ?? 0, postId: responsible.post.id, hash: submission.hash };
  county.things.push(
    thing({ ...common, noun: "open-assignment", id: open.id, also, words: [photo.name] }),
    thing({ ...common, noun: "handed-in", id: report.id, also }),
    thing({ ...common, noun: "submission", id: submission.id, also }),
    thing({ ...common, noun: "extension", id: extensionId, words: [reason] }),
  );
  // A newer wish to hand the same post over voids the one before.
  const earlier = county.things.find(
    ({ noun, personId }) => noun === "handover" && personId === responsible.id,
  );
  if (earlier) earlier.noun = "past-handover";
  county.things.push(
    thing({ ...common, noun: "handover", id: handover.id, places: [{ unitId: unit.id, officeId: null }] }),
  );
}

async function aPhoto(test: TestHouse, name: string) {
  const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(name)]);
  const kept = await keepFile(test.house.rules.filesFolder, bytes);
  await test.act((work) => registerFile(work, kept));
  return { hash: kept.hash, name, inboxId: null };
}

const item: ItemInput = {
  key: "q1",
  question: "有没有?",
  polarity: "+",
  scope: "unit",
  answeredBy: "unit",
  evidence: "none",
  basis: "第一条",
};

/** A plan that only the bureau knows of, and a checklist that is still being written. */
async function plan(test: TestHouse, county: TwoTowns): Promise<void> {
  const title = "抽屉里的方案";
  const made = await test.act(async (work) => {
    const campaign = await createCampaign(work, { title });
    const task = await addTask(work, campaign.id, { title: "第一项" });
    const phase = await addPhase(work, task.id, { title: "自查", due: "2018-10-31" });
    const requirement = await addRequirement(work, task.id, {
      title: "总结",
      kind: "deliverable",
      due: "2018-10-31",
      recipientUnitId: county.office.id,
      audience: {
        kinds: ["school"],
        codes: [],
      },
    });
    const list = await createChecklist(work, { code: "drawer", title: "抽屉里的清单" });
    const version = list.versions[0]?.id ?? 0;
    const { rowVersion } = await writeItems(work, version, { items: [item] });
    return { campaign, task, phase, requirement, version, rowVersion };
  }, as(county.admin));
  const { rowVersion } = await test.db.findOneByOrFail(Campaign, { id: made.campaign.id });
  county.things.push(
    thing({ noun: "draft-campaign", id: made.campaign.id, version: rowVersion, words: [title] }),
    thing({ noun: "draft-task", id: made.task.id }),
    thing({ noun: "draft-phase", id: made.phase.id }),
    thing({ noun: "draft-requirement", id: made.requirement.id }),
    thing({ noun: "draft-version", id: made.version, version: made.rowVersion, words: ["抽屉里的清单"] }),
  );
}

async function allAssignments(test: TestHouse, county: TwoTowns): Promise<void> {
  const rows: { id: number; unitId: number; officeId: number; campaignId: number }[] = await test.db.query(
    `SELECT a.id, a.unit_id AS unitId, a.campaign_id AS campaignId, r.recipient_unit_id AS officeId FROM assignment a
     JOIN requirement r ON r.id = a.requirement_id`,
  );
  for (const { id, unitId, officeId, campaignId } of rows) {
    const places = [{ unitId, officeId }];
    county.things.push(thing({ noun: "assignment", id, places, also: { campaignId } }));
  }
}

/** One in preparation, and one that has been sent. */
async function broadcast(test: TestHouse, county: TwoTowns, author: Holder, school: School): Promise<void> {
  const body = `${author.name}说:请${school.unit.name}看邮箱`;
  const draft = { body, selection: { units: [school.unit.id] } };
  for (const noun of ["draft-broadcast", "sent-broadcast"]) {
    const { id, hash } = await test.act(async (work) => {
      const made = await draftBroadcast(work, draft);
      return previewBroadcast(work, made.id);
    }, as(author));
    if (noun === "sent-broadcast") await test.act((work) => confirmBroadcast(work, id, { hash }), as(author));
    const { rowVersion } = await test.db.findOneByOrFail(Broadcast, { id });
    county.things.push(
      thing({ noun, id, personId: author.id, version: rowVersion, words: [body], also: { hash } }),
    );
  }
}
