import { Campaign } from "../../entities/campaign.ts";
import { forbidden, guardFailed, notFound } from "../errors.ts";
import { campaignMachine } from "../machines/campaign.ts";
import { record } from "../machines/event.ts";
import { transition } from "../machines/machine.ts";
import { bureauOperator } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { atMost } from "./checking.ts";

/**
 * Notes which units are told on paper, by their codes. Refuses with forbidden, with not-found, and with guard-failed
 * for a campaign that is a draft no longer.
 */
export async function tellOnPaper(work: Work, campaignId: number, codes: string[]): Promise<void> {
  const whyNot = await bureauOperator(work);
  if (whyNot) throw forbidden(whyNot);
  const campaign = await draft(work, campaignId);
  await work.db.update(Campaign, campaign.id, { offlineUnits: codes });
  await record(work, {
    subject: "campaign",
    subjectId: campaign.id,
    command: "tell_on_paper",
    payload: { codes },
  });
}

/**
 * Puts a draft aside, so that the same plan can be drafted anew with other dates: its name is free again. Refuses as
 * tellOnPaper does, and with stale.
 */
export async function discardDraft(
  work: Work,
  campaignId: number,
  { reason = "重新确定日期", expectedVersion }: { reason?: string; expectedVersion?: number } = {},
): Promise<void> {
  const campaign = await draft(work, campaignId);
  await transition(work, campaignMachine, campaign, {
    command: "void",
    reason,
    set: { title: `${atMost(campaign.title, 100)}(作废稿${campaign.id})` },
    ...(expectedVersion === undefined ? {} : { expectedVersion }),
  });
}

async function draft(work: Work, id: number): Promise<Campaign> {
  const campaign = await work.db.findOne(Campaign, { where: { id }, lock: { mode: "pessimistic_write" } });
  if (!campaign) throw notFound("这份方案");
  if (campaign.state !== "draft") throw guardFailed("方案已经发布,不能再这样改");
  return campaign;
}
