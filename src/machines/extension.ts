import { Extension } from "../../entities/extension.ts";
import { dayOf, sayDay } from "../workdays.ts";
import { decisionMachine } from "./decision.ts";
import type { Check } from "./machine.ts";
import { reviewerOf } from "./who.ts";

interface Parent {
  requirementId: number;
  state: string;
  dueAt: Date;
  campaign: string;
}

async function parentOf(work: Parameters<Check<Extension>>[0], extension: Extension): Promise<Parent> {
  const [row] = (await work.db.query(
    `SELECT a.requirement_id AS requirementId, a.state, a.due_at AS dueAt, c.state AS campaign
     FROM assignment a JOIN campaign c ON c.id = a.campaign_id WHERE a.id = ?`,
    [extension.assignmentId],
  )) as Parent[];
  if (!row) throw new Error(`extension ${extension.id} has no assignment`);
  return row;
}

const approver: Check<Extension> = async (work, extension) =>
  reviewerOf(work, await parentOf(work, extension));

const stillOfUse: Check<Extension> = async (work, extension) => {
  const { state, dueAt, campaign } = await parentOf(work, extension);
  if (campaign !== "active" && campaign !== "closing") return "这项专项治理已经结束,不需要延期";
  if (state !== "open" && state !== "returned") return "这项任务已经报送或已办结,不需要延期";
  return extension.toDue > dueAt ? null : `截止日已经改为${sayDay(dayOf(dueAt), work.now)},不需要再延期`;
};

/** A request for more time; whoever reviews the work decides, never the person who asked. */
export const extensionMachine = decisionMachine<Extension>(
  { name: "extension", title: "延期申请", entity: Extension },
  approver,
  stillOfUse,
);
