import { Phase, type PhaseKind } from "../../entities/phase.ts";
import { guardFailed, notFound } from "../errors.ts";
import type { Work } from "../work.ts";
import { type Day, dayOf, endOf, startOf } from "../workdays.ts";
import { plannedTask, seen } from "./campaign-drafts.ts";
import { Complaints } from "./checking.ts";
import { changePlan, type Seen } from "./plan-changes.ts";

/** A phase as it is planned; days of Shanghai. */
export interface PhaseInput {
  title: string;
  due: Day;
  from?: Day | null;
  kind?: PhaseKind | null;
  /** One is given when it is left out. */
  code?: string;
  /** The plan's own words for its dates. */
  wording?: string;
}

const kinds: PhaseKind[] = ["self-check", "rectify", "supervise", "clean-up", "sum-up"];

/** Adds a phase to a line of work, also of a running campaign. Refuses as changePlan does, and with invalid. */
export async function addPhase(
  work: Work,
  taskId: number,
  { expectedVersion, ...input }: PhaseInput & Seen,
): Promise<Phase> {
  const task = await plannedTask(work, taskId);
  const change = { command: "add_phase", whileActive: true, ...seen(expectedVersion) };
  return changePlan(work, task.campaignId, change, async () => {
    const others = await work.db.findBy(Phase, { taskId });
    const no = Math.max(0, ...others.map((phase) => phase.no)) + 1;
    const row = checked({ ...input, code: input.code ?? `${task.code}P${no}`.slice(-20) }, others);
    return work.db.save(work.db.create(Phase, { taskId, no, state: "scheduled", rowVersion: 1, ...row }));
  });
}

/** Changes a draft's phase; its dates are then the plan's own. Refuses as changePlan does, and with invalid. */
export async function changePhase(
  work: Work,
  id: number,
  { expectedVersion, ...input }: Partial<PhaseInput> & Seen,
): Promise<Phase> {
  const { phase, campaignId } = await plannedPhase(work, id);
  return changePlan(work, campaignId, { command: "change_phase", ...seen(expectedVersion) }, async () => {
    const others = (await work.db.findBy(Phase, { taskId: phase.taskId })).filter((each) => each.id !== id);
    const present = {
      code: phase.code,
      title: phase.title,
      wording: phase.wording,
      kind: phase.kind,
      from: phase.startsAt && dayOf(phase.startsAt),
      due: dayOf(phase.dueAt),
    };
    const row = checked({ ...present, ...input }, others);
    return work.db.save(Object.assign(phase, row, { rowVersion: phase.rowVersion + 1 }));
  });
}

/** Removes a draft's phase. Refuses as changePlan does, and with guard-failed while requirements hang on it. */
export async function removePhase(work: Work, id: number, { expectedVersion }: Seen = {}): Promise<void> {
  const { campaignId } = await plannedPhase(work, id);
  await changePlan(work, campaignId, { command: "remove_phase", ...seen(expectedVersion) }, async () => {
    const [used]: { title: string }[] = await work.db.query(
      "SELECT title FROM requirement WHERE phase_id = ? ORDER BY id LIMIT 1",
      [id],
    );
    if (used) throw guardFailed(`“${used.title}”属于这个阶段,请先改到别的阶段或删除`);
    await work.db.delete(Phase, { id });
    return { id };
  });
}

async function plannedPhase(work: Work, id: number): Promise<{ phase: Phase; campaignId: number }> {
  const phase = await work.db.findOneBy(Phase, { id });
  if (!phase) throw notFound("这个阶段");
  const { campaignId } = await plannedTask(work, phase.taskId);
  return { phase, campaignId };
}

function checked(input: PhaseInput & { code: string }, others: Phase[]) {
  const { from = null, due, kind = null } = input;
  const complaints = new Complaints();
  const code = complaints.code("code", input.code);
  if (others.some((phase) => phase.code === code)) complaints.add("code", "这个代码已经用过");
  const title = complaints.words("title", input.title, 40);
  const wording = complaints.shortWords("wording", input.wording ?? "", 40);
  if (kind !== null) complaints.oneOf("kind", kind, kinds);
  complaints.span(from, due);
  complaints.settle();
  const startsAt = from === null ? null : startOf(from);
  const dueAt = endOf(due);
  return { code, title, wording, kind, startsAt, dueAt, originalStartsAt: startsAt, originalDueAt: dueAt };
}
