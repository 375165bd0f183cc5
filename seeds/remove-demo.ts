import { Campaign } from "../entities/campaign.ts";
import { record } from "../src/machines/event.ts";
import type { Work } from "../src/work.ts";
import { firstNotice } from "./consent-notice.ts";
import { countyPeople } from "./county-people.ts";
import { rememberDemo } from "./demo-setting.ts";
import { plan2018 } from "./plan-2018.ts";

/** Which assignments `a` go: those of a demo campaign, and those of a demo unit in any campaign. */
const demoWork = `JOIN campaign c ON c.id = a.campaign_id JOIN unit u ON u.id = a.unit_id
  WHERE c.demo = 1 OR u.demo = 1`;

/** Which contacts `k` go: those of demo people, and the demo's own phones that were never bound; `?` their addresses. */
const demoContacts = `LEFT JOIN person p ON p.id = k.person_id
  WHERE p.demo = 1 OR (k.channel = 'simulator' AND k.person_id IS NULL AND k.address IN (?))`;

/** Which posts `o` go: those at demo units, and those of demo people. */
const demoPosts = {
  holders: "JOIN unit u ON u.id = o.unit_id JOIN person p ON p.id = o.person_id",
  where: "WHERE u.demo = 1 OR p.demo = 1",
};

const ofAssignments = (table: string): string =>
  `DELETE t FROM ${table} t JOIN assignment a ON a.id = t.assignment_id ${demoWork}`;

const ofCampaigns = (table: string): string =>
  `DELETE t FROM ${table} t JOIN campaign c ON c.id = t.campaign_id WHERE c.demo = 1`;

const ofContacts = (table: string): string =>
  `DELETE t FROM ${table} t JOIN contact k ON k.id = t.contact_id ${demoContacts}`;

const ofPeople = (table: string): string =>
  `DELETE t FROM ${table} t JOIN person p ON p.id = t.person_id WHERE p.demo = 1`;

const ofAccounts = (table: string): string =>
  `DELETE s FROM ${table} s JOIN account t ON t.id = s.account_id JOIN person p ON p.id = t.person_id WHERE p.demo = 1`;

/** Which broadcasts `b` go: those of demo people, and those about demo work. */
const demoBroadcasts = `LEFT JOIN person p ON p.id = b.created_by LEFT JOIN requirement q ON q.id = b.requirement_id
  LEFT JOIN campaign c ON c.id = q.campaign_id WHERE p.demo = 1 OR c.demo = 1`;

/** What was said to many, answers first; real broadcasts lose their demo people only. */
const broadcastsFirst = [
  ...["broadcast_reply", "broadcast_recipient"].flatMap((table) => [
    `DELETE t FROM ${table} t JOIN broadcast b ON b.id = t.broadcast_id ${demoBroadcasts}`,
    ofPeople(table),
  ]),
  "UPDATE broadcast_recipient t JOIN unit u ON u.id = t.unit_id SET t.unit_id = NULL WHERE u.demo = 1",
  `DELETE b FROM broadcast b ${demoBroadcasts}`,
  ofPeople("urging"),
];

/** What hangs on demo work, children first. */
const workFirst = [
  ...broadcastsFirst,
  ofAssignments("evidence"),
  `DELETE r FROM answer_revision r JOIN answer t ON t.id = r.answer_id
   JOIN assignment a ON a.id = t.assignment_id ${demoWork}`,
  `DELETE s FROM reminder_share s JOIN reminder_fire t ON t.id = s.fire_id
   JOIN assignment a ON a.id = t.assignment_id ${demoWork}`,
  ofPeople("reminder_share"),
  ...["answer", "submission", "extension", "reminder_fire", "urging"].map(ofAssignments),
  `DELETE a FROM assignment a ${demoWork}`,
  ...["requirement", "reminder_rule"].map(ofCampaigns),
  "DELETE h FROM phase h JOIN task t ON t.id = h.task_id JOIN campaign c ON c.id = t.campaign_id WHERE c.demo = 1",
  ofCampaigns("task"),
  "DELETE FROM campaign WHERE demo = 1",
];

/** The mail of the demo's phones. Each statement's one parameter: their addresses. */
const thenMail = [
  `DELETE y FROM outbox_attempt y JOIN outbox t ON t.id = y.outbox_id
   JOIN contact k ON k.id = t.contact_id ${demoContacts}`,
  ...["outbox", "lane", "inbox", "binding_attempt", "mini_session"].map(ofContacts),
  `DELETE k FROM contact k ${demoContacts}`,
];

/** Which registrations `t` go: those of demo people and at demo units. */
const demoRegistrations = `JOIN person p ON p.id = t.holder_id JOIN unit u ON u.id = t.unit_id
  WHERE p.demo = 1 OR u.demo = 1`;

/** Personal accounts and publications, children first; the first notice too where nobody real agreed to it. */
const thenRegistrations = [
  ...["publication", "media_account"].flatMap((table) => [
    `DELETE r FROM ${table}_revision r JOIN ${table} t ON t.id = r.${table}_id ${demoRegistrations}`,
    `DELETE t FROM ${table} t ${demoRegistrations}`,
  ]),
  "DELETE t FROM zero_report t JOIN person p ON p.id = t.person_id JOIN unit u ON u.id = t.unit_id WHERE p.demo = 1 OR u.demo = 1",
  ofPeople("consent"),
  "DELETE n FROM consent_notice n LEFT JOIN consent c ON c.notice_id = n.id WHERE c.id IS NULL AND n.version = 1 AND n.title = ?",
];

/** People and units last; real ones that stood beside them are only untied. */
const thenPeople = [
  ...["session", "api_token", "recovery_code", "second_factor", "sign_in_ticket"].map(ofAccounts),
  ...["phone", "correction", "account", "notice", "conversation", "binding_code"].map(ofPeople),
  `DELETE h FROM handover h JOIN post o ON o.id = h.post_id ${demoPosts.holders} ${demoPosts.where}`,
  `UPDATE assignment a JOIN post o ON o.id = a.post_id ${demoPosts.holders} SET a.post_id = NULL ${demoPosts.where}`,
  `DELETE o FROM post o ${demoPosts.holders} ${demoPosts.where}`,
  "DELETE FROM person WHERE demo = 1",
  "DELETE t FROM inventory_entry t JOIN unit u ON u.id = t.unit_id WHERE u.demo = 1",
  "UPDATE requirement r JOIN unit u ON u.id = r.recipient_unit_id SET r.recipient_unit_id = NULL WHERE u.demo = 1",
  "UPDATE unit t JOIN unit u ON u.id = t.parent_id SET t.parent_id = NULL WHERE u.demo = 1 AND t.demo = 0",
  "DELETE FROM unit WHERE demo = 1",
];

/**
 * Deletes everything marked demo and all that hangs on it; everything else stays, and so does the event log, whose
 * hash chain bears no gaps. The plan's checklists go where no campaign uses them. Evidence files on disk are left
 * to a later job. A second run changes nothing.
 */
export async function removeDemo(work: Work): Promise<void> {
  const addresses = countyPeople.map(({ address }) => address);
  for (const { id, state } of await work.db.findBy(Campaign, { demo: true })) {
    await record(work, { subject: "campaign", subjectId: id, command: "remove-demo", from: state });
  }
  const files = await filesSent(work, addresses);
  for (const statement of workFirst) await work.db.query(statement);
  await removeUnusedChecklists(work);
  for (const statement of thenMail) await work.db.query(statement, [addresses]);
  for (const statement of thenRegistrations) await work.db.query(statement, [firstNotice.title]);
  for (const statement of thenPeople) await work.db.query(statement);
  await removeUnusedFiles(work, files);
  await rememberDemo(work, "removed");
}

async function filesSent(work: Work, addresses: string[]): Promise<string[]> {
  const rows: { hash: string | null }[] = await work.db.query(
    `SELECT t.hash FROM evidence t JOIN assignment a ON a.id = t.assignment_id ${demoWork}
     UNION SELECT t.file_hash FROM inbox t JOIN contact k ON k.id = t.contact_id ${demoContacts}`,
    [addresses],
  );
  return rows.flatMap(({ hash }) => hash ?? []);
}

async function removeUnusedFiles(work: Work, files: string[]): Promise<void> {
  if (files.length === 0) return;
  await work.db.query(
    `DELETE f FROM stored_file f LEFT JOIN evidence e ON e.hash = f.hash LEFT JOIN inbox i ON i.file_hash = f.hash
     WHERE f.hash IN (?) AND e.id IS NULL AND i.id IS NULL`,
    [files],
  );
}

/** A checklist that a campaign has pinned, or that has been developed further, belongs to the bureau by now. */
async function removeUnusedChecklists(work: Work): Promise<void> {
  const rows: { id: number }[] = await work.db.query(
    `SELECT k.id FROM checklist k JOIN checklist_version v ON v.checklist_id = k.id
       LEFT JOIN requirement r ON r.checklist_version_id = v.id
     WHERE k.code IN (?) GROUP BY k.id HAVING MAX(v.version) = 1 AND COUNT(r.id) = 0`,
    [plan2018.checklists.map(({ code }) => code)],
  );
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  await work.db.query(
    "DELETE i FROM checklist_item i JOIN checklist_version v ON v.id = i.version_id WHERE v.checklist_id IN (?)",
    [ids],
  );
  await work.db.query("DELETE FROM checklist_version WHERE checklist_id IN (?)", [ids]);
  await work.db.query("DELETE FROM checklist WHERE id IN (?)", [ids]);
}
