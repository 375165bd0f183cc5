import { ChecklistVersion } from "../../entities/checklist-version.ts";
import { Phase } from "../../entities/phase.ts";
import { Requirement } from "../../entities/requirement.ts";
import type { Task } from "../../entities/task.ts";
import { Unit } from "../../entities/unit.ts";
import { notFound } from "../errors.ts";
import type { Work } from "../work.ts";
import { type Day, dayOf, endOf, startOf } from "../workdays.ts";
import { plannedTask, seen } from "./campaign-drafts.ts";
import { Complaints } from "./checking.ts";
import { changePlan, type Seen } from "./plan-changes.ts";

/** What units must do, as it is planned; days of Shanghai. */
export interface RequirementInput {
  title: string;
  kind: Requirement["kind"];
  due: Day;
  from?: Day | null;
  phaseId?: number | null;
  /** A published version; for a checklist only. */
  checklistVersionId?: number | null;
  /** One is given when it is left out. */
  code?: string;
  wording?: string;
  /** The office that it goes to. */
  recipientUnitId?: number | null;
  /** The recipient's name; the office's own when it is left out. */
  recipient?: string;
  form?: string[];
  audience: Requirement["audience"];
}

const unitKinds: Unit["kind"][] = ["bureau", "office", "central-school", "school", "affiliated"];

/** Adds a requirement, also to a running campaign. Refuses as changePlan does, and with invalid. */
export async function addRequirement(
  work: Work,
  taskId: number,
  { expectedVersion, ...input }: RequirementInput & Seen,
): Promise<Requirement> {
  const task = await plannedTask(work, taskId);
  const { campaignId } = task;
  const change = { command: "add_requirement", whileActive: true, ...seen(expectedVersion) };
  return changePlan(work, campaignId, change, async () => {
    const others = await work.db.findBy(Requirement, { campaignId });
    const code = input.code ?? freeCode(others);
    const row = await checked(work, { ...input, code }, task, others);
    return work.db.save(work.db.create(Requirement, { campaignId, taskId, ...row }));
  });
}

/** Changes a draft's requirement. Refuses as changePlan does, and with invalid. */
export async function changeRequirement(
  work: Work,
  id: number,
  { expectedVersion, ...input }: Partial<RequirementInput> & Seen,
): Promise<Requirement> {
  const { requirement, task } = await planned(work, id);
  const change = { command: "change_requirement", ...seen(expectedVersion) };
  return changePlan(work, task.campaignId, change, async () => {
    const others = await work.db.findBy(Requirement, { campaignId: task.campaignId });
    const present = {
      ...requirement,
      from: requirement.startsAt && dayOf(requirement.startsAt),
      due: dayOf(requirement.dueAt),
      // Another office brings its own name.
      recipient: input.recipientUnitId === undefined ? requirement.recipient : "",
    };
    const row = await checked(
      work,
      { ...present, ...input },
      task,
      others.filter((each) => each.id !== id),
    );
    return work.db.save(Object.assign(requirement, row));
  });
}

/** Removes a draft's requirement. Refuses as changePlan does. */
export async function removeRequirement(
  work: Work,
  id: number,
  { expectedVersion }: Seen = {},
): Promise<void> {
  const { task } = await planned(work, id);
  const change = { command: "remove_requirement", ...seen(expectedVersion) };
  await changePlan(work, task.campaignId, change, async () => {
    await work.db.delete(Requirement, { id });
    return { id };
  });
}

async function planned(work: Work, id: number): Promise<{ requirement: Requirement; task: Task }> {
  const requirement = await work.db.findOneBy(Requirement, { id });
  if (!requirement) throw notFound("这项要求");
  return { requirement, task: await plannedTask(work, requirement.taskId) };
}

function freeCode(others: Requirement[]): string {
  let no = others.length + 1;
  while (others.some(({ code }) => code === `R${no}`)) no++;
  return `R${no}`;
}

type Coded = RequirementInput & { code: string };

/** What a requirement has where nothing is said. */
const usual = {
  from: null,
  phaseId: null,
  checklistVersionId: null,
  wording: "",
  recipientUnitId: null,
  recipient: "",
  form: [],
};

async function checked(work: Work, given: Coded, task: Task, others: Requirement[]) {
  const input: Required<RequirementInput> = { ...usual, ...given };
  const { from, due, kind, phaseId, checklistVersionId, audience, form } = input;
  const complaints = new Complaints();
  const code = complaints.code("code", input.code);
  if (others.some((each) => each.code === code)) complaints.add("code", "这个代码已经用过");
  const title = complaints.words("title", input.title, 120);
  const wording = complaints.shortWords("wording", input.wording, 40);
  complaints.oneOf("kind", kind, ["checklist", "deliverable"]);
  complaints.span(from, due);
  await checkPhase(work, phaseId, task, complaints);
  await checkVersion(work, kind, checklistVersionId, complaints);
  const office = await checkOffice(work, input.recipientUnitId, complaints);
  const recipient = complaints.shortWords("recipient", input.recipient || office?.name || "", 80);
  await checkAudience(work, audience, complaints);
  complaints.settle();
  const dueAt = endOf(due);
  return {
    code,
    title,
    wording,
    kind,
    phaseId,
    checklistVersionId,
    recipient,
    audience,
    startsAt: from === null ? null : startOf(from),
    dueAt,
    originalDueAt: dueAt,
    recipientUnitId: office?.id ?? null,
    form,
  };
}

async function checkPhase(work: Work, id: number | null, task: Task, complaints: Complaints): Promise<void> {
  if (id === null) return;
  const phase = await work.db.findOneBy(Phase, { id, taskId: task.id });
  if (!phase) complaints.add("phaseId", `“${task.title}”里没有这个阶段`);
}

async function checkVersion(
  work: Work,
  kind: string,
  id: number | null,
  complaints: Complaints,
): Promise<void> {
  if (kind === "deliverable" && id !== null) complaints.add("checklistVersionId", "只有自查表可以指定版本");
  if (kind !== "checklist") return;
  const version = id === null ? null : await work.db.findOneBy(ChecklistVersion, { id });
  if (!version) complaints.add("checklistVersionId", "请指定自查表的一个版本");
  else if (version.publishedAt === null) complaints.add("checklistVersionId", "这个版本还没有发布");
}

async function checkOffice(work: Work, id: number | null, complaints: Complaints): Promise<Unit | null> {
  if (id === null) return null;
  const office = await work.db.findOneBy(Unit, { id, kind: "office" });
  if (!office) complaints.add("recipientUnitId", "没有这个科室");
  return office;
}

async function checkAudience(
  work: Work,
  { kinds, codes }: Requirement["audience"],
  complaints: Complaints,
): Promise<void> {
  if (kinds.length + codes.length === 0) complaints.add("audience", "请指定哪些单位要办");
  for (const kind of kinds) complaints.oneOf("audience.kinds", kind, unitKinds);
  if (codes.length === 0) return;
  // Columns of codes cannot be compared with words that are none.
  const likely = ["", ...codes.filter((code) => /^[\x20-\x7e]+$/.test(code))];
  const found: { code: string }[] = await work.db.query("SELECT code FROM unit WHERE code IN (?)", [likely]);
  const missing = codes.filter((code) => !found.some((unit) => unit.code === code));
  if (missing.length > 0) complaints.add("audience.codes", `没有这些单位:${missing.slice(0, 10).join("、")}`);
}
