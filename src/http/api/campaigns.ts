import Type, { type Static } from "typebox";
import type { Campaign } from "../../../entities/campaign.ts";
import { changeCampaign, createCampaign } from "../../actions/campaign-drafts.ts";
import { commandCampaign } from "../../actions/campaign-life.ts";
import { campaignDetail, listCampaigns } from "../../actions/campaign-reads.ts";
import { discardDraft } from "../../actions/drafts.ts";
import { campaignMachine } from "../../machines/campaign.ts";
import { optionsOf } from "../../machines/machine.ts";
import type { Work } from "../../work.ts";
import { operation } from "./operation.ts";
import { versioned } from "./order.ts";
import { PhaseShown, RequirementShown, showPhase, showRequirement } from "./plan-shapes.ts";
import {
  Commands,
  Count,
  fields,
  Id,
  iso,
  Moment,
  nextOf,
  oneOf,
  orNull,
  pageIn,
  pageOf,
  paging,
  text,
  Version,
} from "./schemas.ts";

const tag = "专项治理";
const writers = ["bureau-admin", "bureau-leader"] as const;

const CampaignShown = fields({
  id: Id,
  version: Version,
  title: Type.String(),
  state: Type.String(),
  stateName: Type.String(),
  shiftDays: Type.Integer({ description: "整个方案的日期挪动了多少天" }),
  warnings: Type.Array(Type.String()),
  offlineUnits: Type.Array(Type.String({ description: "用纸面通知的单位代码" })),
  createdAt: Moment,
  commands: Commands,
});

const CampaignDetailShown = fields({
  ...CampaignShown.properties,
  tasks: Type.Array(
    fields({
      id: Id,
      no: Count,
      code: Type.String(),
      title: Type.String(),
      offices: Type.Array(Type.String()),
      phases: Type.Array(PhaseShown),
      requirements: Type.Array(RequirementShown),
    }),
  ),
  counts: Type.Record(Type.String(), Count, { description: "看得到的任务按状态计数" }),
  findings: Type.Array(
    fields({
      kind: oneOf(["overlap", "due-before-phase-ends", "weekend"]),
      message: Type.String(),
      taskId: Id,
      phaseId: orNull(Id),
      requirementId: orNull(Id),
    }),
  ),
});

async function show(work: Work, campaign: Campaign): Promise<Static<typeof CampaignShown>> {
  const { id, rowVersion, title, state, shiftDays, warnings, offlineUnits, createdAt } = campaign;
  return {
    id,
    version: rowVersion,
    title,
    state,
    stateName: campaignMachine.states[state] ?? state,
    shiftDays,
    warnings,
    offlineUnits,
    createdAt: iso(createdAt),
    commands: await optionsOf(work, campaignMachine, campaign),
  };
}

async function showWhole(work: Work, id: number): Promise<Static<typeof CampaignDetailShown>> {
  const { campaign, tasks, counts, findings } = await campaignDetail(work, id);
  return {
    ...(await show(work, campaign)),
    tasks: await Promise.all(
      tasks.map(async ({ id: taskId, no, code, title, offices, phases, requirements }) => ({
        id: taskId,
        no,
        code,
        title,
        offices,
        phases: await Promise.all(phases.map((phase) => showPhase(work, phase))),
        requirements: requirements.map(showRequirement),
      })),
    ),
    counts,
    findings: findings.map(({ kind, message, taskId, phaseId, requirementId }) => ({
      kind,
      message,
      taskId,
      phaseId,
      requirementId,
    })),
  };
}

const getCampaign = operation({
  id: "getCampaign",
  method: "get",
  path: "/campaigns/{campaignId}",
  tag,
  summary: "一项专项治理,连同阶段和要求",
  who: "person",
  answer: CampaignDetailShown,
  run: ({ work, params }) => showWhole(work, params.campaignId),
});

/** Campaigns, from draft to archive. */
export const campaignOperations = [
  operation({
    id: "listCampaigns",
    method: "get",
    path: "/campaigns",
    tag,
    summary: "专项治理列表",
    who: "person",
    query: fields({ ...paging, state: Type.Optional(oneOf(Object.keys(campaignMachine.states))) }),
    answer: pageOf(CampaignShown),
    run: async ({ work, query: { after, limit, ...filters } }) => {
      const at = pageIn({ after, limit });
      const rows = await listCampaigns(work, { ...filters, ...at });
      return {
        items: await Promise.all(rows.map((row) => show(work, row))),
        next: nextOf(rows, at.limit),
      };
    },
  }),
  getCampaign,
  operation({
    id: "createCampaign",
    method: "post",
    path: "/campaigns",
    tag,
    summary: "新建专项治理(草稿)",
    who: writers,
    body: fields({
      title: text(120),
      offlineUnits: Type.Optional(Type.Array(text(32), { maxItems: 1000, uniqueItems: true })),
    }),
    status: 201,
    answer: CampaignShown,
    run: async ({ work, body }) => show(work, await createCampaign(work, body)),
  }),
  operation({
    id: "changeCampaign",
    method: "patch",
    path: "/campaigns/{campaignId}",
    tag,
    summary: "修改草稿",
    who: writers,
    ifMatch: "required",
    current: getCampaign,
    body: fields({
      title: Type.Optional(text(120)),
      offlineUnits: Type.Optional(Type.Array(text(32), { maxItems: 1000, uniqueItems: true })),
    }),
    answer: CampaignShown,
    run: async ({ work, params, body, expectedVersion }) =>
      show(work, await changeCampaign(work, params.campaignId, { ...body, ...versioned(expectedVersion) })),
  }),
  operation({
    id: "discardCampaign",
    method: "delete",
    path: "/campaigns/{campaignId}",
    tag,
    summary: "作废草稿",
    who: writers,
    ifMatch: "required",
    current: getCampaign,
    run: ({ work, params, expectedVersion }) =>
      discardDraft(work, params.campaignId, versioned(expectedVersion)),
  }),
  operation({
    id: "commandCampaign",
    method: "post",
    path: "/campaigns/{campaignId}/commands",
    tag,
    summary: "发布、收尾、结束、归档、重新打开、作废等",
    notes: "能用哪些命令,看对象的 commands.allowed;需要理由的要写 reason。",
    who: writers,
    ifMatch: "optional",
    current: getCampaign,
    body: fields({
      command: oneOf(Object.keys(campaignMachine.commands)),
      reason: Type.Optional(text(300)),
    }),
    answer: CampaignShown,
    run: async ({ work, params, body, expectedVersion }) =>
      show(work, await commandCampaign(work, params.campaignId, { ...body, ...versioned(expectedVersion) })),
  }),
];
