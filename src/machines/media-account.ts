import { MediaAccount } from "../../entities/media-account.ts";
import { dayOf, plusDays } from "../workdays.ts";
import type { Check, Machine } from "./machine.ts";
import {
  bureauReviewer,
  bureauReviewerOrSystem,
  holder,
  holderOrUnit,
  unitReviewer,
} from "./registration-reviewers.ts";
import { registrationRules } from "./registration-rules.ts";
import { bureauLeader, personOf } from "./who.ts";

/** The revision that the command names is the one that waits. */
const thisRevision: Check<MediaAccount> = (_work, account, request) =>
  (request.payload as { revision?: number } | undefined)?.revision === account.pendingRevisionId
    ? null
    : "登记内容已有改动,请看过最新内容再决定";

const anotherForBureau: Check<MediaAccount> = async (work, account) => {
  const whyNot = await bureauReviewer(work, account);
  if (whyNot) return whyNot;
  const [revision]: { person: number | null }[] = await work.db.query(
    "SELECT unit_decided_by AS person FROM media_account_revision WHERE id = ?",
    [account.pendingRevisionId],
  );
  return revision?.person === personOf(work) ? "单位审核和教体局审核不能是同一个人" : null;
};

const byReviewerOrSystem =
  (reviewer: Check<MediaAccount>): Check<MediaAccount> =>
  (work, account, request) =>
    work.actor.kind === "system" ? null : reviewer(work, account, request);

const consentedAndAlone: Check<MediaAccount> = async (work, account, request) => {
  const [consent]: unknown[] = await work.db.query(
    "SELECT id FROM consent WHERE id = ? AND person_id = ? AND live_person_id IS NOT NULL",
    [account.consentId, account.holderId],
  );
  if (!consent) return "还没有同意个人信息告知书,不能提交登记";
  const [other]: unknown[] = await work.db.query(
    "SELECT id FROM media_account WHERE live_key = ? AND id <> ?",
    [request.set?.liveKey ?? null, account.id],
  );
  return other ? "这个账号已经有人登记" : null;
};

/** Days before the year is over from which a confirmation counts for the next. */
const early = 30;

const timeToConfirm: Check<MediaAccount> = async (work, account) => {
  const since = account.confirmedAt ?? account.effectiveAt;
  if (!since) return null;
  const { reconfirmDays } = await registrationRules(work);
  if (dayOf(work.now) >= plusDays(dayOf(since), reconfirmDays - early)) return null;
  const [moved]: unknown[] = await work.db.query(
    "SELECT id FROM post WHERE person_id = ? AND from_at > ? AND from_at <= ? LIMIT 1",
    [account.holderId, since, work.now],
  );
  return moved ? null : "还没有到复核的时间,内容有变化请提交变更";
};

/** The life of a personal media account's registration; a change runs as a pending revision while this stays effective. */
export const mediaAccountMachine: Machine<MediaAccount> = {
  name: "media_account",
  title: "自媒体账号登记",
  entity: MediaAccount,
  column: "state",
  states: {
    draft: "草稿",
    unit_review: "单位审核中",
    bureau_review: "教体局审核中",
    effective: "已登记",
    retiring: "注销审核中",
    retired: "已注销",
    voided: "已作废",
  },
  commands: {
    submit: "提交",
    pass: "通过",
    return: "退回",
    recall: "撤回",
    propose_change: "变更",
    reconfirm: "复核",
    request_retire: "申请注销",
    void: "作废",
    reinstate: "恢复登记",
  },
  initial: "draft",
  terminal: ["voided"],
  steps: [
    { from: "draft", command: "submit", to: "unit_review", who: holder, guard: consentedAndAlone },
    { from: "unit_review", command: "pass", to: "bureau_review", who: unitReviewer, demands: thisRevision },
    {
      from: "unit_review",
      command: "return",
      to: "draft",
      who: byReviewerOrSystem(unitReviewer),
      demands: thisRevision,
      needsReason: true,
    },
    { from: "unit_review", command: "recall", to: "draft", who: holder },
    { from: "bureau_review", command: "pass", to: "effective", who: anotherForBureau, demands: thisRevision },
    {
      from: "bureau_review",
      command: "return",
      to: "draft",
      who: byReviewerOrSystem(anotherForBureau),
      demands: thisRevision,
      needsReason: true,
    },
    { from: "effective", command: "propose_change", to: "effective", who: holder },
    { from: "effective", command: "reconfirm", to: "effective", who: holder, guard: timeToConfirm },
    { from: "effective", command: "request_retire", to: "retiring", who: holderOrUnit, needsReason: true },
    { from: "retiring", command: "pass", to: "retired", who: bureauReviewerOrSystem },
    { from: "retiring", command: "return", to: "effective", who: bureauReviewer, needsReason: true },
    { from: "effective", command: "void", to: "voided", who: bureauLeader, needsReason: true },
    { from: "retired", command: "reinstate", to: "draft", who: holder, needsReason: true },
  ],
};
