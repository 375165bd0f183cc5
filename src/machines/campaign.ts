import { Campaign } from "../../entities/campaign.ts";
import type { Work } from "../work.ts";
import type { Check, Machine } from "./machine.ts";
import { bureauLeader, bureauOperator } from "./who.ts";

type Count = { count: string | number }[];

const hasWork: Check<Campaign> = async (work, campaign) => {
  const [phases] = (await work.db.query(
    "SELECT COUNT(*) AS count FROM phase p JOIN task t ON t.id = p.task_id WHERE t.campaign_id = ?",
    [campaign.id],
  )) as Count;
  if (Number(phases?.count) === 0) return "方案里还没有阶段,不能发布";
  const [unpinned] = (await work.db.query(
    `SELECT COUNT(*) AS count FROM requirement r LEFT JOIN checklist_version v ON v.id = r.checklist_version_id
     WHERE r.campaign_id = ? AND r.kind = 'checklist' AND v.published_at IS NULL`,
    [campaign.id],
  )) as Count;
  return Number(unpinned?.count) === 0 ? null : "有自查表还没有发布版本,不能发布方案";
};

const nothingOpen: Check<Campaign> = async (work: Work, campaign) => {
  const [open] = (await work.db.query(
    "SELECT COUNT(*) AS count FROM assignment WHERE campaign_id = ? AND state IN ('open', 'submitted', 'returned')",
    [campaign.id],
  )) as Count;
  return Number(open?.count) === 0 ? null : `还有${open?.count}项任务没有办结,不能结束`;
};

/** A campaign's life. Progress and overdue counts are never states: they are computed from assignments. */
export const campaignMachine: Machine<Campaign> = {
  name: "campaign",
  title: "专项治理",
  entity: Campaign,
  column: "state",
  states: {
    draft: "草稿",
    active: "进行中",
    closing: "收尾中",
    closed: "已结束",
    archived: "已归档",
    void: "已作废",
  },
  commands: {
    publish: "发布",
    extend_scope: "扩大范围",
    wind_down: "转入收尾",
    close: "结束",
    reopen: "重新打开",
    archive: "归档",
    void: "作废",
  },
  initial: "draft",
  terminal: ["archived", "void"],
  steps: [
    { from: "draft", command: "publish", to: "active", who: bureauOperator, guard: hasWork },
    { from: "active", command: "extend_scope", to: "active", who: bureauOperator },
    { from: "active", command: "wind_down", to: "closing", who: bureauOperator },
    { from: "active", command: "close", to: "closed", who: bureauOperator, guard: nothingOpen },
    { from: "closing", command: "close", to: "closed", who: bureauOperator, guard: nothingOpen },
    { from: "closed", command: "reopen", to: "closing", who: bureauLeader, needsReason: true },
    { from: "closed", command: "archive", to: "archived", who: bureauOperator },
    { from: "draft", command: "void", to: "void", who: bureauOperator, needsReason: true },
    { from: "active", command: "void", to: "void", who: bureauLeader, needsReason: true },
    { from: "closing", command: "void", to: "void", who: bureauLeader, needsReason: true },
  ],
};
