import { Campaign } from "../../entities/campaign.ts";
import { forbidden, guardFailed } from "../errors.ts";
import { record } from "../machines/event.ts";
import { checkVersion } from "../machines/machine.ts";
import { bureauOperator } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { seenCampaign } from "./campaign-reads.ts";

/** The version of the campaign that the caller saw. */
export interface Seen {
  expectedVersion?: number;
}

/** A change to the parts of a plan: what it is called on record, and whether a running campaign may still get it. */
export interface PlanChange extends Seen {
  command: string;
  /** Additions may come while the campaign runs; they take effect when its scope is extended. */
  whileActive?: boolean;
}

/** Only the bureau's administrator or leader plans. Refuses with forbidden. */
export async function planners(work: Work): Promise<void> {
  const whyNot = await bureauOperator(work);
  if (whyNot) throw forbidden(whyNot);
}

/**
 * Changes a plan while nobody else does: the campaign is locked, and its version rises by one. Refuses with
 * not-found, forbidden, stale, and with guard-failed what is published already.
 */
export async function changePlan<T>(
  work: Work,
  campaignId: number,
  { command, expectedVersion, whileActive = false }: PlanChange,
  change: (campaign: Campaign) => Promise<T>,
): Promise<T> {
  await seenCampaign(work, campaignId);
  await planners(work);
  const lock = { mode: "pessimistic_write" } as const;
  const campaign = await work.db.findOneOrFail(Campaign, { where: { id: campaignId }, lock });
  checkVersion(campaign, expectedVersion);
  const open = campaign.state === "draft" || (whileActive && campaign.state === "active");
  if (!open) throw guardFailed("方案已经发布,不能再这样改");
  const changed = await change(campaign);
  await work.db.query("UPDATE campaign SET row_version = row_version + 1 WHERE id = ?", [campaignId]);
  await record(work, {
    subject: "campaign",
    subjectId: campaignId,
    command,
    payload: { changed: idOf(changed) },
  });
  return changed;
}

const idOf = (changed: unknown): number | null =>
  typeof changed === "object" && changed !== null && "id" in changed ? Number(changed.id) : null;
