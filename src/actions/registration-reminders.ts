import type { Platform } from "../../entities/media-account-revision.ts";
import { bureauReviewers } from "../machines/registration-reviewers.ts";
import { type RegistrationRules, registrationRules } from "../machines/registration-rules.ts";
import type { Work } from "../work.ts";
import { dayOf, plusDays, startOf, timeOf } from "../workdays.ts";
import { platforms } from "./account-content.ts";
import { notify } from "./mail.ts";
import { accountCode } from "./registration-codes.ts";
import type { Condition } from "./scope.ts";

/** An account to be pointed out; `since` is the moment from which its time runs. */
interface Overdue {
  id: number;
  holderId: number;
  unitId: number;
  platform: Platform;
  name: string;
  since: Date;
}

/** One rule: whose time has run out, and what is said to him. */
interface Rule {
  key: string;
  /** Who is told: the holder, or those who keep the register. */
  to: "holder" | "bureau";
  /** Before this moment the time began that has run out. */
  before(work: Work, rules: RegistrationRules): Date;
  /** Selects ids and moments; each `?` is that moment. */
  sql: string;
  words(title: string, rules: RegistrationRules): string;
}

const daysAgo = (work: Work, days: number): Date => startOf(plusDays(dayOf(work.now), -days));

const rulesOf: Rule[] = [
  {
    key: "late",
    to: "holder",
    before: (work, { lateDays }) => daysAgo(work, lateDays),
    sql: `SELECT a.id, CAST(CONCAT(JSON_UNQUOTE(JSON_EXTRACT(v.content, '$.openedOn')), ' 00:00:00') AS DATETIME) AS since
      FROM media_account a JOIN media_account_revision v ON v.id = a.pending_revision_id
      WHERE a.state = 'draft' AND a.registration_no IS NULL
        AND JSON_TYPE(JSON_EXTRACT(v.content, '$.openedOn')) = 'STRING' HAVING since < ?`,
    words: (title, { lateDays }) => `${title}开通已超过${lateDays}天,还没有提交登记,请尽快提交。`,
  },
  {
    key: "change",
    to: "holder",
    before: (work, { changeDays }) => daysAgo(work, changeDays),
    sql: `SELECT a.id, MAX(p.from_at) AS since FROM media_account a JOIN post p ON p.person_id = a.holder_id
      WHERE a.state = 'effective' AND a.pending_revision_id IS NULL AND p.from_at > a.confirmed_at
        AND p.until_at IS NULL GROUP BY a.id HAVING since < ?`,
    words: (title, { changeDays }) =>
      `您的岗位变动已超过${changeDays}天,${title}的登记还没有更新;没有变化请复核,有变化请提交变更。`,
  },
  {
    key: "returned",
    to: "holder",
    before: (work, { changeDays }) => daysAgo(work, changeDays),
    sql: `SELECT a.id, v.submitted_at AS since FROM media_account a
      JOIN media_account_revision v ON v.id = a.pending_revision_id
      WHERE a.state = 'effective' AND v.state = 'draft' AND v.submitted_at < ?`,
    words: (title, { changeDays }) => `${title}的变更退回已超过${changeDays}天,请改好再提交,或放弃这次变更。`,
  },
  {
    key: "retire",
    to: "bureau",
    before: (work, { retireWorkdays }) => workdaysAgo(work, retireWorkdays),
    sql: `SELECT a.id, MAX(e.at) AS since FROM media_account a JOIN event e
        ON e.subject = 'media_account' AND e.subject_id = a.id AND e.command = 'request_retire'
      WHERE a.state = 'retiring' GROUP BY a.id HAVING since < ?`,
    words: (title, { retireWorkdays }) => `${title}申请注销已超过${retireWorkdays}个工作日,请审核。`,
  },
  {
    key: "dormant",
    to: "holder",
    before: (work, { dormantDays }) => daysAgo(work, dormantDays),
    sql: `SELECT a.id, GREATEST(a.confirmed_at, COALESCE(MAX(p.published_at), a.confirmed_at)) AS since
      FROM media_account a LEFT JOIN publication p ON p.media_account_id = a.id AND p.state = 'published'
      WHERE a.state = 'effective' GROUP BY a.id, a.confirmed_at HAVING since < ?`,
    words: (title, { dormantDays }) =>
      `${title}已超过${dormantDays}天没有登记过作品;还在用请复核,不用了请申请注销。`,
  },
  {
    key: "reconfirm",
    to: "holder",
    before: (work, { reconfirmDays }) => daysAgo(work, reconfirmDays),
    sql: "SELECT a.id, a.confirmed_at AS since FROM media_account a WHERE a.state = 'effective' AND a.confirmed_at < ?",
    words: (title) => `${title}距上次确认已满一年,请核对登记内容后复核。`,
  },
];

/** The start of the day from which so many working days have passed by now. */
function workdaysAgo(work: Work, count: number): Date {
  const { workdays } = work.rules;
  let day = dayOf(work.now);
  for (let left = count; left > 0; left--) day = workdays.onOrBefore(plusDays(day, -1));
  return startOf(day);
}

/** Office hours, HH:MM in Asia/Shanghai. */
const office = { from: "09:00", to: "17:30" };

/** Accounts of one rule in one run; what is left waits for the next. */
const most = 200;

/** Is it time to remind, and anybody's account registered? */
export const holdersDue = (moment: Pick<Work, "now" | "rules">): Condition => ({
  sql: isOfficeTime(moment) ? "EXISTS (SELECT 1 FROM media_account)" : "FALSE",
  values: [],
});

function isOfficeTime({ now, rules }: Pick<Work, "now" | "rules">): boolean {
  const time = timeOf(now);
  return time >= office.from && time < office.to && rules.workdays.isWorkday(dayOf(now));
}

/**
 * Points out to holders what their registrations lack, once for each account, rule and time that ran out; within
 * office hours of working days only. Answers how many were told. Runs safely beside itself: the keys decide.
 */
export async function remindHolders(work: Work): Promise<number> {
  if (!isOfficeTime(work)) return 0;
  const rules = await registrationRules(work);
  let told = 0;
  for (const rule of rulesOf) {
    for (const account of await overdueBy(work, rule, rules))
      told += await tell(work, account, { rule, rules });
  }
  return told;
}

/** Leaves out what was pointed out already, so that old cases do not crowd out new ones. */
async function overdueBy(work: Work, rule: Rule, rules: RegistrationRules): Promise<Overdue[]> {
  return work.db.query(
    `SELECT a.id, a.holder_id AS holderId, a.unit_id AS unitId, a.platform, a.name, o.since
     FROM (${rule.sql}) o JOIN media_account a ON a.id = o.id JOIN person n ON n.id = a.holder_id
     WHERE (n.reminders_off = 0 OR ? = 'bureau') AND NOT EXISTS (SELECT 1 FROM notice t
       WHERE t.\`key\` LIKE CONCAT('reg-${rule.key}:', a.id, ':', DATE_FORMAT(o.since, '%Y%m%d'), ':%'))
     ORDER BY a.id LIMIT ${most}`,
    [rule.before(work, rules), rule.to],
  );
}

async function tell(
  work: Work,
  account: Overdue,
  { rule, rules }: { rule: Rule; rules: RegistrationRules },
): Promise<number> {
  const code = accountCode(account.id);
  const body = rule.words(`${platforms[account.platform]}账号“${account.name}”(#${code})`, rules);
  const people = rule.to === "holder" ? [account.holderId] : await bureauReviewers(work, account);
  const window = account.since.toISOString().slice(0, 10).replaceAll("-", "");
  let told = 0;
  for (const personId of people) {
    const outcome = await notify(work, {
      personId,
      key: `reg-${rule.key}:${account.id}:${window}:${personId}`,
      kind: "reminder",
      body: `【登记提醒】${body}`,
    });
    told += outcome === "repeated" ? 0 : 1;
  }
  return told;
}
