import { nameOf, type Piece } from "./diary.ts";
import type { Intents } from "./intent.ts";
import type { Model } from "./model.ts";
import { dayOf } from "./plan.ts";
import type { Register } from "./settle.ts";
import type { Stage } from "./stage.ts";

interface Kept {
  code: string;
  demand: string;
  place: string;
  state: string;
  dueAt: Date;
  revisions: number;
}

interface Answered {
  place: string;
  demand: string;
  subject: string | null;
  question: string;
  value: string;
  note: string | null;
}

/** How everything ended: what the program keeps, beside what the model and the people say. */
export async function judgeEndings(
  stage: Stage,
  { model, intents, register }: { model: Model; intents: Intents; register: Register },
): Promise<{ differences: string[]; answers: number }> {
  const kept = await keptWork(stage, register.campaignId);
  const answers = await keptAnswers(stage, register.campaignId);
  return {
    differences: [
      ...(await judgeCampaign(stage, model, register)),
      ...judgeWork(kept, model),
      ...judgeAnswers(answers, intents),
      ...judgeCompleteness(answers, { model, intents }),
      ...(await judgeLoose(stage)),
    ],
    answers: answers.length,
  };
}

function keptWork({ test }: Stage, campaignId: number): Promise<Kept[]> {
  return test.db.query(
    `SELECT r.code AS demand, u.code AS place, a.state, a.due_at AS dueAt,
       (SELECT COUNT(*) FROM submission s WHERE s.assignment_id = a.id) AS revisions
     FROM assignment a JOIN requirement r ON r.id = a.requirement_id JOIN unit u ON u.id = a.unit_id
     WHERE a.campaign_id = ?`,
    [campaignId],
  );
}

function keptAnswers({ test }: Stage, campaignId: number): Promise<Answered[]> {
  return test.db.query(
    `SELECT u.code AS place, r.code AS demand, e.name AS subject, i.question, w.value, w.note
     FROM answer w JOIN assignment a ON a.id = w.assignment_id JOIN requirement r ON r.id = a.requirement_id
     JOIN unit u ON u.id = a.unit_id JOIN checklist_item i ON i.id = w.item_id
     LEFT JOIN inventory_entry e ON e.id = w.entry_id
     WHERE a.campaign_id = ? AND w.state = 'confirmed' AND a.state IN ('submitted', 'accepted')`,
    [campaignId],
  );
}

async function judgeCampaign({ test }: Stage, model: Model, { campaignId }: Register): Promise<string[]> {
  const [row]: { state: string }[] = await test.db.query("SELECT state FROM campaign WHERE id = ?", [
    campaignId,
  ]);
  return row?.state === model.campaign ? [] : [`the campaign is ${row?.state}, not ${model.campaign}`];
}

function judgeWork(kept: Kept[], model: Model): string[] {
  const missing = new Set(model.standings.keys());
  const differences = kept.flatMap((row) => {
    const name = nameOf(row);
    missing.delete(name);
    const standing = model.standings.get(name);
    if (!standing) return [`${name} is nobody's work`];
    const is = `${row.state} due ${dayOf(row.dueAt.getTime())} revision ${row.revisions}`;
    const should = `${standing.state} due ${dayOf(standing.due)} revision ${standing.revision}`;
    return is === should ? [] : [`${name} is ${is}, not ${should}`];
  });
  return [...differences, ...[...missing].map((name) => `${name} was never given to anybody`)];
}

function judgeAnswers(answers: Answered[], intents: Intents): string[] {
  return answers.flatMap((row) => {
    const meant = intents.answer(row, row.subject ?? "", row.question);
    const same = row.value === meant.value && (row.note ?? null) === meant.note;
    const where = `${nameOf(row)} ${row.subject ?? ""} ${row.question}`;
    return same
      ? []
      : [`${where}: kept ${row.value} ${row.note ?? ""}, meant ${meant.value} ${meant.note ?? ""}`];
  });
}

/** Whoever handed in a checklist has answered every question about everything that he has. */
function judgeCompleteness(
  answers: Answered[],
  { model, intents }: { model: Model; intents: Intents },
): string[] {
  const counts = new Map<string, number>();
  for (const row of answers) counts.set(nameOf(row), (counts.get(nameOf(row)) ?? 0) + 1);
  const handedIn = [...model.standings.values()].filter(
    ({ state }) => state === "accepted" || state === "submitted",
  );
  return handedIn.flatMap(({ piece }) =>
    complain(piece, counts.get(nameOf(piece)) ?? 0, intents.countOf(piece)),
  );
}

const complain = (piece: Piece, is: number, should: number): string[] =>
  is === should ? [] : [`${nameOf(piece)} has ${is} answers, not ${should}`];

/** Nothing is left lying about: no message without an end, no letter without one, no reminder of finished work. */
async function judgeLoose({ test }: Stage): Promise<string[]> {
  const looks: [string, string][] = [
    ["messages without an answer", "SELECT COUNT(*) AS n FROM inbox WHERE status <> 'done'"],
    [
      "letters without an end",
      "SELECT COUNT(*) AS n FROM outbox WHERE status IN ('queued', 'sending', 'unknown')",
    ],
    ["reminders to come", "SELECT COUNT(*) AS n FROM reminder_fire WHERE status = 'pending'"],
  ];
  const found: string[] = [];
  for (const [what, sql] of looks) {
    const [row]: { n: string }[] = await test.db.query(sql);
    if (Number(row?.n) !== 0) found.push(`${row?.n} ${what}`);
  }
  return found;
}
