import { createHash } from "node:crypto";
import type { DeepPartial, EntityTarget, ObjectLiteral } from "typeorm";
import { Assignment } from "../../entities/assignment.ts";
import { Campaign } from "../../entities/campaign.ts";
import { Checklist } from "../../entities/checklist.ts";
import { ChecklistItem } from "../../entities/checklist-item.ts";
import { ChecklistVersion } from "../../entities/checklist-version.ts";
import type { Person } from "../../entities/person.ts";
import { Phase } from "../../entities/phase.ts";
import type { Post, Role } from "../../entities/post.ts";
import { ReminderRule } from "../../entities/reminder-rule.ts";
import { Requirement } from "../../entities/requirement.ts";
import { Task } from "../../entities/task.ts";
import type { Unit } from "../../entities/unit.ts";
import { enterAnswer } from "../../src/actions/answers.ts";
import { publishCampaign } from "../../src/actions/campaigns.ts";
import { attachFiles, type SentFile } from "../../src/actions/evidence.ts";
import { registerFile } from "../../src/actions/files.ts";
import { questionnaireOf } from "../../src/actions/questions.ts";
import { taskById } from "../../src/actions/tasks-in-hand.ts";
import type { Actor } from "../../src/work.ts";
import { endOf, startOf } from "../../src/workdays.ts";
import { aContact, aPerson, aPost, aUnit, type TestHouse } from "./house.ts";

/** Somebody with a post and a way to be reached. */
export interface Holder extends Person {
  post: Post;
}

/** A small county: one school under a township's central school, and the people who answer for them. */
export interface County {
  bureau: Unit;
  office: Unit;
  central: Unit;
  school: Unit;
  /** 郑国强, the bureau's leader. */
  leader: Holder;
  /** 李建军, the bureau's administrator. */
  admin: Holder;
  /** 周敏, who reviews at the office that receives the work. */
  reviewer: Holder;
  /** 钱卫东, head of the central school. */
  centralHead: Holder;
  /** 孙志远, head of the school. */
  head: Holder;
  /** 王秀兰, responsible at the school. */
  wang: Holder;
}

/** A person of this name in this post, reachable on the simulator. */
export async function aHolder(test: TestHouse, unit: Unit, role: Role, name: string): Promise<Holder> {
  const person = await aPerson(test, { name });
  const post = await aPost(test, { unitId: unit.id, personId: person.id, role });
  await aContact(test, { personId: person.id });
  return Object.assign(person, { post });
}

/** A bureau with nobody but 林晓静, its administrator. */
export async function aBureau(test: TestHouse): Promise<{ bureau: Unit; lin: Holder }> {
  const bureau = await aUnit(test, { kind: "bureau", name: "教体局" });
  return { bureau, lin: await aHolder(test, bureau, "bureau-admin", "林晓静") };
}

/** The county with its people. */
export async function aCounty(test: TestHouse): Promise<County> {
  const bureau = await aUnit(test, { kind: "bureau", name: "清河县教体局" });
  const office = await aUnit(test, { kind: "office", name: "宣传科", parentId: bureau.id });
  const central = await aUnit(test, { kind: "central-school", name: "柳林镇中心校", parentId: bureau.id });
  const school = await aUnit(test, { name: "柳林镇第一小学", parentId: central.id });
  return {
    bureau,
    office,
    central,
    school,
    leader: await aHolder(test, bureau, "bureau-leader", "郑国强"),
    admin: await aHolder(test, bureau, "bureau-admin", "李建军"),
    reviewer: await aHolder(test, office, "office-operator", "周敏"),
    centralHead: await aHolder(test, central, "unit-head", "钱卫东"),
    head: await aHolder(test, school, "unit-head", "孙志远"),
    wang: await aHolder(test, school, "responsible", "王秀兰"),
  };
}

/** The county for the tests of the suite that calls this, made anew before each. */
export function useCounty(test: TestHouse): County {
  const county = {} as County;
  beforeEach(async () => {
    Object.assign(county, await aCounty(test));
  });
  return county;
}

/** A plan not yet published: one task with one phase, a checklist and a report, for all schools. */
export interface Draft {
  campaign: Campaign;
  task: Task;
  phase: Phase;
  version: ChecklistVersion;
  items: ChecklistItem[];
  checklist: Requirement;
  report: Requirement;
}

/** What a test may want otherwise. Days are days of Shanghai. */
export interface Wishes {
  starts?: string;
  due?: string;
  items?: Partial<ChecklistItem>[];
  rules?: Pick<ReminderRule, "moment" | "days" | "audience">[];
  versionPublished?: boolean;
}

/** Start, 7, 3 and 1 days before, the day, three working days after it, then up the ladder. */
export const usualReminders: NonNullable<Wishes["rules"]> = [
  { moment: "start", days: 0, audience: "responsible" },
  ...[7, 3, 1].map((days) => ({ moment: "before" as const, days, audience: "responsible" as const })),
  { moment: "due", days: 0, audience: "responsible" },
  ...[1, 2, 3].map((days) => ({ moment: "overdue" as const, days, audience: "responsible" as const })),
  { moment: "overdue", days: 4, audience: "head" },
  { moment: "overdue", days: 5, audience: "central" },
  { moment: "overdue", days: 6, audience: "bureau" },
];

/** A question in order when it is answered 是; one where 是 is a problem; one that wants a photo. */
const usualItems: Partial<ChecklistItem>[] = [
  { question: "是否成立领导小组?" },
  { question: "是否存在有偿新闻?", polarity: "-" },
  { question: "是否张贴举报电话?", evidence: "required" },
];

/** A draft plan: due on 2018-08-31, a Friday, from 2018-08-15 on, unless told otherwise. */
export async function aDraft(test: TestHouse, county: County, wishes: Wishes = {}): Promise<Draft> {
  const dates = datesOf(wishes);
  const campaign = await keep(test, Campaign, {
    title: "新闻敲诈和假新闻专项治理",
    state: "draft",
    warnings: [],
    offlineUnits: [],
    createdAt: test.clock.now(),
  });
  const task = await keep(test, Task, {
    campaignId: campaign.id,
    no: 1,
    code: "T1",
    title: "校园媒体",
    offices: [],
  });
  const phase = await keep(test, Phase, {
    taskId: task.id,
    no: 1,
    code: "self-check",
    title: "自查自纠",
    wording: "8月底前",
    state: "scheduled",
    ...dates,
    originalStartsAt: dates.startsAt,
  });
  const { version, items } = await aChecklist(test, wishes);
  const common = {
    campaignId: campaign.id,
    taskId: task.id,
    phaseId: phase.id,
    wording: "8月底前",
    form: [],
    recipientUnitId: county.office.id,
    recipient: county.office.name,
    audience: { kinds: ["school"], codes: [] },
    ...dates,
  };
  const checklist = await keep(test, Requirement, {
    ...common,
    code: "C",
    title: "自查表",
    kind: "checklist",
    checklistVersionId: version.id,
  });
  const report = await keep(test, Requirement, {
    ...common,
    code: "R",
    title: "总结报告",
    kind: "deliverable",
    checklistVersionId: null,
  });
  for (const rule of wishes.rules ?? usualReminders) {
    await keep(test, ReminderRule, { campaignId: campaign.id, at: "09:00", ...rule });
  }
  return { campaign, task, phase, version, items, checklist, report };
}

function datesOf({ starts = "2018-08-15", due = "2018-08-31" }: Wishes) {
  return { startsAt: startOf(starts), dueAt: endOf(due), originalDueAt: endOf(due) };
}

let checklists = 0;

async function aChecklist(test: TestHouse, { items = usualItems, versionPublished = true }: Wishes) {
  const checklist = await keep(test, Checklist, { code: `list-${++checklists}`, title: "自查表" });
  const version = await keep(test, ChecklistVersion, {
    checklistId: checklist.id,
    version: 1,
    publishedAt: versionPublished ? test.clock.now() : null,
  });
  const kept: ChecklistItem[] = [];
  for (const [index, item] of items.entries()) {
    kept.push(
      await keep(test, ChecklistItem, {
        versionId: version.id,
        no: index + 1,
        key: `q${index + 1}`,
        question: `第${index + 1}问`,
        polarity: "+",
        scope: "unit",
        answeredBy: "unit",
        evidence: "none",
        basis: "第一条",
        ...item,
      }),
    );
  }
  return { version, items: kept };
}

/** A published campaign, with what 王秀兰's school has to do. */
export interface Running extends Draft {
  selfCheck: Assignment;
  handIn: Assignment;
}

/** The draft, published by 李建军. */
export async function aRunningCampaign(
  test: TestHouse,
  county: County,
  wishes: Wishes = {},
): Promise<Running> {
  const draft = await aDraft(test, county, wishes);
  await test.act((work) => publishCampaign(work, draft.campaign.id), as(county.admin));
  const of = (requirementId: number) =>
    test.db.findOneByOrFail(Assignment, { requirementId, unitId: county.school.id });
  return { ...draft, selfCheck: await of(draft.checklist.id), handIn: await of(draft.report.id) };
}

/** This person as the one who acts. */
export const as = (person: Pick<Person, "id">): Actor => ({ kind: "person", personId: person.id });

/** The row as it is now. */
export const reread = (test: TestHouse, assignment: Pick<Assignment, "id">): Promise<Assignment> =>
  test.db.findOneByOrFail(Assignment, { id: assignment.id });

/** A file already kept on disk, as far as the database knows. */
export async function aFile(test: TestHouse, content: string): Promise<SentFile> {
  const hash = createHash("sha256").update(content).digest("hex");
  await test.act((work) => registerFile(work, { hash, size: content.length, mime: "image/jpeg" }));
  return { hash, name: `${content}.jpg`, inboxId: null };
}

/** Answers every question with 是, with a photo where one is wanted. */
export async function answerAll(test: TestHouse, person: Person, assignment: Assignment): Promise<void> {
  const photo = await aFile(test, "照片");
  await test.act(async (work) => {
    const task = await taskById(work, assignment.id);
    for (const question of (await questionnaireOf(work, task)).questions) {
      await enterAnswer(work, task.id, question, { value: "是" });
      if (question.evidence === "required") await attachFiles(work, task, question, [photo]);
    }
  }, as(person));
}

async function keep<E extends ObjectLiteral>(
  { db }: TestHouse,
  entity: EntityTarget<E>,
  row: Partial<E>,
): Promise<E> {
  return (await db.save(entity, db.create(entity, row as DeepPartial<E>))) as E;
}
