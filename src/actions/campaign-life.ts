import { Assignment } from "../../entities/assignment.ts";
import { Campaign } from "../../entities/campaign.ts";
import { notFound } from "../errors.ts";
import { assignmentMachine } from "../machines/assignment.ts";
import { campaignMachine } from "../machines/campaign.ts";
import { transition, transitionAll } from "../machines/machine.ts";
import type { Work } from "../work.ts";
import { seenCampaign } from "./campaign-reads.ts";
import { materialise } from "./campaigns.ts";
import type { Order } from "./decisions.ts";
import { tellOnce, unfinished } from "./telling.ts";

/** What follows a command beyond the campaign's own state. */
const consequences: Record<string, (work: Work, campaign: Campaign, order: Order) => Promise<unknown>> = {
  publish: (work, { id }) => materialise(work, id),
  extend_scope: (work, { id }) => materialise(work, id),
  void: voidWork,
};

/**
 * Gives a campaign one of its commands, with all that follows: publish and extend_scope hand out the work, void ends
 * it and tells the people once. Refuses as transition does, and with not-found what is not the actor's to see.
 */
export async function commandCampaign(work: Work, id: number, order: Order): Promise<Campaign> {
  await seenCampaign(work, id);
  const lock = { mode: "pessimistic_write" } as const;
  const campaign = await work.db.findOne(Campaign, { where: { id }, lock });
  if (!campaign) throw notFound("这项专项治理");
  await transition(work, campaignMachine, campaign, order);
  await consequences[order.command]?.(work, campaign, order);
  return campaign;
}

async function voidWork(work: Work, campaign: Campaign, { reason = "" }: Order): Promise<void> {
  const lock = { mode: "pessimistic_write" } as const;
  const ended = await work.db.find(Assignment, {
    where: { campaignId: campaign.id, state: unfinished(["submitted"]) },
    order: { id: "ASC" },
    lock,
  });
  // The decision is the leader's, and is on record with the campaign; its work ends by itself.
  const system: Work = { ...work, actor: { kind: "system", name: "void-campaign" } };
  await transitionAll(system, assignmentMachine, ended, { command: "void", reason });
  await tellOnce(work, ended, {
    key: `campaign-void:${campaign.id}`,
    body: (count) =>
      `【专项作废】《${campaign.title}》已经作废,您单位的${count}项未办结任务不用再办。原因:${reason}`,
  });
}
