import type { Work } from "../work.ts";

/** What happened to what. `from` and `to` are states where a machine moved. */
export interface Happening {
  subject: string;
  subjectId: number;
  command: string;
  from?: string;
  to?: string;
  reason?: string | undefined;
  payload?: unknown;
}

/** Appends one event in the open transaction. Nothing ever changes or removes it; a job seals it later. */
export async function record(work: Work, happening: Happening): Promise<void> {
  const { actor } = work;
  await work.db.query(
    `INSERT INTO event (at, actor_kind, actor_id, subject, subject_id, command, from_state, to_state, reason, payload)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      work.now,
      actor.kind,
      actor.kind === "person" ? actor.personId : null,
      happening.subject,
      happening.subjectId,
      happening.command,
      happening.from ?? null,
      happening.to ?? null,
      happening.reason ?? null,
      happening.payload === undefined ? null : JSON.stringify(happening.payload),
    ],
  );
}
