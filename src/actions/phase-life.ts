import { Assignment } from "../../entities/assignment.ts";
import { Phase } from "../../entities/phase.ts";
import { invalid, notFound } from "../errors.ts";
import { assignmentMachine } from "../machines/assignment.ts";
import { transition, transitionAll } from "../machines/machine.ts";
import { phaseMachine } from "../machines/phase.ts";
import { replanReminders } from "../machines/reminders.ts";
import type { Work } from "../work.ts";
import { dayOf, endOf, sayDay } from "../workdays.ts";
import { seenCampaign } from "./campaign-reads.ts";
import { isDay } from "./checking.ts";
import type { Order } from "./decisions.ts";
import { notify } from "./mail.ts";
import { sharesOf, tellOnce, unfinished } from "./telling.ts";

/**
 * Gives a phase one of its commands, with all that follows: reschedule and reopen want the new last `day`; skip waives
 * what is still to be done in it and tells the people once. Refuses as transition does, with invalid a missing or
 * impossible day, and with not-found what is not the actor's to see.
 */
export async function commandPhase(
  work: Work,
  id: number,
  { day, ...order }: Order & { day?: string },
): Promise<Phase> {
  const phase = await heldPhase(work, id);
  if (order.command === "reschedule" || order.command === "reopen") {
    await movePhase(work, phase, order, day ?? "");
    return phase;
  }
  await transition(work, phaseMachine, phase, order);
  if (phase.state === "skipped") await waivePhase(work, phase, order);
  return phase;
}

/**
 * Moves a phase's last day. Requirements that fell due with it move too, and so do their unfinished assignments unless
 * an extension already goes further; reminders are written anew and each person with work to do is told once.
 */
export async function reschedulePhase(
  work: Work,
  phaseId: number,
  change: { day: string; reason: string; expectedVersion?: number },
): Promise<void> {
  await commandPhase(work, phaseId, { command: "reschedule", ...change });
}

/** The campaign is locked before the phase, so that a phase never moves while its campaign ends. */
async function heldPhase(work: Work, id: number): Promise<Phase> {
  const [parent]: { campaign: number }[] = await work.db.query(
    "SELECT t.campaign_id AS campaign FROM phase p JOIN task t ON t.id = p.task_id WHERE p.id = ?",
    [id],
  );
  if (!parent) throw notFound("这个阶段");
  await seenCampaign(work, parent.campaign, "这个阶段");
  await work.db.query("SELECT id FROM campaign WHERE id = ? LOCK IN SHARE MODE", [parent.campaign]);
  return work.db.findOneOrFail(Phase, { where: { id }, lock: { mode: "pessimistic_write" } });
}

async function movePhase(work: Work, phase: Phase, order: Order, day: string): Promise<void> {
  if (!isDay(day))
    throw invalid("请写明新的截止日", [{ field: "day", message: "应是年-月-日,如2018-09-07" }]);
  const before = phase.dueAt;
  const dueAt = endOf(day);
  await transition(work, phaseMachine, phase, {
    ...order,
    set: { dueAt },
    payload: { from: before, to: dueAt },
  });
  await work.db.query("UPDATE requirement SET due_at = ? WHERE phase_id = ? AND due_at = ?", [
    dueAt,
    phase.id,
    before,
  ]);
  const moved: Moved[] = await work.db.query(
    `SELECT a.id, a.unit_id AS unitId, a.post_id AS postId, a.state, r.title
     FROM assignment a JOIN requirement r ON r.id = a.requirement_id
     WHERE r.phase_id = ? AND r.due_at = ? AND (a.due_at = ? OR a.due_at < ?)
       AND a.state IN ('open', 'returned', 'submitted') FOR UPDATE`,
    [phase.id, dueAt, before, dueAt],
  );
  const ids = moved.map((row) => row.id);
  if (ids.length === 0) return;
  await work.db.query("UPDATE assignment SET due_at = ?, row_version = row_version + 1 WHERE id IN (?)", [
    dueAt,
    ids,
  ]);
  await replanReminders(work, ids);
  const undone = moved.filter((row) => row.state !== "submitted");
  await tellMoved(work, phase, undone, order.reason ?? "");
}

interface Moved {
  id: number;
  unitId: number;
  postId: number | null;
  state: string;
  title: string;
}

async function tellMoved(work: Work, phase: Phase, moved: Moved[], reason: string): Promise<void> {
  for (const [personId, share] of await sharesOf(work, moved)) {
    const titles = [...new Set(share.map(({ title }) => `《${title}》`))].join("");
    await notify(work, {
      personId,
      key: `phase:${phase.id}:${phase.rowVersion}:${personId}`,
      kind: "reschedule",
      body: `【改期通知】${titles}改为${sayDay(dayOf(phase.dueAt), work.now)}截止。原因:${reason}`,
    });
  }
}

async function waivePhase(work: Work, phase: Phase, { reason = "" }: Order): Promise<void> {
  const rows: { id: number }[] = await work.db.query("SELECT id FROM requirement WHERE phase_id = ?", [
    phase.id,
  ]);
  const waived: Assignment[] = [];
  for (const { id } of rows) {
    const where = { requirementId: id, state: unfinished() };
    const lock = { mode: "pessimistic_write" } as const;
    waived.push(...(await work.db.find(Assignment, { where, order: { id: "ASC" }, lock })));
  }
  await transitionAll(work, assignmentMachine, waived, { command: "waive", reason });
  await tellOnce(work, waived, {
    key: `phase-skip:${phase.id}`,
    body: (count) => `【阶段取消】${phase.title}不再进行,您单位的${count}项任务免办。原因:${reason}`,
  });
}
