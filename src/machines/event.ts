import { laterForEach } from "../packets.ts";
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
export const record = (work: Work, happening: Happening): Promise<void> => recordAll(work, [happening]);

/** Appends many events in one statement. */
export async function recordAll(work: Work, happenings: Happening[]): Promise<void> {
  if (happenings.length === 0) return;
  laterForEach(
    work,
    [
      `INSERT INTO event (at, actor_kind, actor_id, subject, subject_id, command, from_state, to_state, reason, payload)
       VALUES ?`,
    ],
    happenings.map((happening) => rowOf(work, happening)),
  );
}

const rowOf = ({ now, actor }: Work, happening: Happening): unknown[] => [
  now,
  actor.kind,
  actor.kind === "person" ? actor.personId : null,
  happening.subject,
  happening.subjectId,
  happening.command,
  happening.from ?? null,
  happening.to ?? null,
  happening.reason ?? null,
  happening.payload === undefined ? null : JSON.stringify(happening.payload),
];
