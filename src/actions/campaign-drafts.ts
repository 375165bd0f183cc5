import { Campaign } from "../../entities/campaign.ts";
import { ReminderRule } from "../../entities/reminder-rule.ts";
import { Task } from "../../entities/task.ts";
import { notFound } from "../errors.ts";
import { record } from "../machines/event.ts";
import type { Work } from "../work.ts";
import { seenCampaign } from "./campaign-reads.ts";
import { Complaints } from "./checking.ts";
import { changePlan, planners, type Seen } from "./plan-changes.ts";

/** When is whom reminded: the responsible person first, then upwards by working day. */
const usualReminders: Pick<ReminderRule, "moment" | "days" | "audience">[] = [
  { moment: "start", days: 0, audience: "responsible" },
  { moment: "before", days: 7, audience: "responsible" },
  { moment: "before", days: 3, audience: "responsible" },
  { moment: "before", days: 1, audience: "responsible" },
  { moment: "due", days: 0, audience: "responsible" },
  { moment: "overdue", days: 1, audience: "responsible" },
  { moment: "overdue", days: 2, audience: "responsible" },
  { moment: "overdue", days: 3, audience: "responsible" },
  { moment: "overdue", days: 4, audience: "head" },
  { moment: "overdue", days: 5, audience: "central" },
  { moment: "overdue", days: 6, audience: "bureau" },
];

/** Gives a campaign the usual reminder rules, at the house's time of day. */
export async function writeReminderRules(work: Work, campaignId: number): Promise<void> {
  const at = work.rules.remindAt;
  await work.db.insert(
    ReminderRule,
    usualReminders.map((rule) => ({ ...rule, campaignId, at })),
  );
}

/** Begins a campaign as a draft, with the usual reminder rules. Refuses with forbidden, and with invalid a bad title. */
export async function createCampaign(
  work: Work,
  input: { title: string; offlineUnits?: string[] },
): Promise<Campaign> {
  await planners(work);
  const complaints = new Complaints();
  const title = complaints.words("title", input.title, 120);
  complaints.settle();
  const { identifiers } = await work.db.insert(Campaign, {
    title,
    state: "draft",
    shiftDays: 0,
    warnings: [],
    offlineUnits: input.offlineUnits ?? [],
    createdAt: work.now,
    demo: false,
  });
  const id = Number(identifiers[0]?.id);
  await writeReminderRules(work, id);
  await record(work, { subject: "campaign", subjectId: id, command: "create", to: "draft" });
  return work.db.findOneByOrFail(Campaign, { id });
}

/** Changes a draft's title or the units that are told on paper. Refuses as changePlan does, and with invalid. */
export async function changeCampaign(
  work: Work,
  id: number,
  { expectedVersion, ...input }: { title?: string; offlineUnits?: string[] } & Seen,
): Promise<Campaign> {
  await changePlan(work, id, { command: "change", ...seen(expectedVersion) }, async (campaign) => {
    const complaints = new Complaints();
    const title = complaints.words("title", input.title ?? campaign.title, 120);
    complaints.settle();
    await work.db.update(Campaign, id, { title, offlineUnits: input.offlineUnits ?? campaign.offlineUnits });
  });
  return work.db.findOneByOrFail(Campaign, { id });
}

/** A line of work as it is planned. */
export interface TaskInput {
  title: string;
  /** One is given when it is left out. */
  code?: string;
  offices?: string[];
}

/** Adds a line of work, also to a running campaign. Refuses as changePlan does, and with invalid. */
export async function addTask(
  work: Work,
  campaignId: number,
  { expectedVersion, ...input }: TaskInput & Seen,
): Promise<Task> {
  const change = { command: "add_task", whileActive: true, ...seen(expectedVersion) };
  return changePlan(work, campaignId, change, async () => {
    const others = await work.db.findBy(Task, { campaignId });
    const no = Math.max(0, ...others.map((task) => task.no)) + 1;
    const complaints = new Complaints();
    const code = complaints.code("code", input.code ?? `T${no}`);
    if (others.some((task) => task.code === code)) complaints.add("code", "这个代码已经用过");
    const title = complaints.words("title", input.title, 160);
    complaints.settle();
    return work.db.save(work.db.create(Task, { campaignId, no, code, title, offices: input.offices ?? [] }));
  });
}

/** Changes a draft's line of work. Refuses as changePlan does, and with invalid. */
export async function changeTask(
  work: Work,
  id: number,
  { expectedVersion, ...input }: Partial<Omit<TaskInput, "code">> & Seen,
): Promise<Task> {
  const task = await plannedTask(work, id);
  return changePlan(work, task.campaignId, { command: "change_task", ...seen(expectedVersion) }, async () => {
    const complaints = new Complaints();
    const title = complaints.words("title", input.title ?? task.title, 160);
    complaints.settle();
    return work.db.save(Object.assign(task, { title, offices: input.offices ?? task.offices }));
  });
}

/** Removes a draft's line of work with its phases and requirements. Refuses as changePlan does. */
export async function removeTask(work: Work, id: number, { expectedVersion }: Seen = {}): Promise<void> {
  const task = await plannedTask(work, id);
  await changePlan(work, task.campaignId, { command: "remove_task", ...seen(expectedVersion) }, async () => {
    await work.db.query("DELETE FROM requirement WHERE task_id = ?", [id]);
    await work.db.query("DELETE FROM phase WHERE task_id = ?", [id]);
    await work.db.query("DELETE FROM task WHERE id = ?", [id]);
    return { id };
  });
}

/** One line of work of a campaign that the actor may see. Refuses with not-found. */
export async function plannedTask(work: Work, id: number): Promise<Task> {
  const task = await work.db.findOneBy(Task, { id });
  if (!task) throw notFound("这个专项");
  await seenCampaign(work, task.campaignId, "这个专项");
  return task;
}

/** The version seen, where one was given. */
export const seen = (expectedVersion: number | undefined): Seen =>
  expectedVersion === undefined ? {} : { expectedVersion };
