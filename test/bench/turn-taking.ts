import { randomUUID } from "node:crypto";
import type { EntityManager } from "typeorm";
import { openListener } from "../../bot/listen.ts";
import { codeOf } from "../../src/actions/assignments.ts";
import type { Clock } from "../../src/clock.ts";
import type { Log } from "../../src/log.ts";
import type { House } from "../../src/work.ts";
import type { Member } from "./crowd.ts";
import { abreast } from "./raw.ts";

/** How many questions the checklist has. */
export const questions = 12;
/** What people say, one after another. */
export const words = ["是", "有的", "没有", "落实了"];

/** Hears what a member says; ends when the reply is committed. */
export type Ear = (member: Member, text: string) => Promise<void>;

const log = {
  info: () => undefined,
  warn: (facts: object) => process.stderr.write(`${JSON.stringify(facts)}\n`),
  error: (facts: object) => process.stderr.write(`${JSON.stringify(facts)}\n`),
};

/** The product's ear. */
export function earOf({ house, clock }: { house: House; clock: Clock }): Ear {
  const listener = openListener({ house, clock, poke: () => undefined, log: log as unknown as Log });
  return (member, text) =>
    listener.hear({
      channel: "simulator",
      address: member.address,
      messageId: randomUUID(),
      text,
      sentAt: clock.now(),
    });
}

/** Gives each member's checklist the floor. */
export const begin = (hear: Ear, members: Member[], width: number): Promise<number[]> =>
  abreast(width, members.length, (no) => {
    const member = memberAt(members, no);
    return hear(member, `#${codeOf(member.assignmentId)}`);
  });

/** What is done beside the turns: it takes no time of theirs. */
export interface Beside {
  db: EntityManager;
  now: Date;
}

/**
 * Everybody's first answer, then everybody's second, each after its question has arrived, `width` people at once.
 * Answers the milliseconds of every turn, and the seconds of all together.
 */
export async function takeTurns(
  { db, now }: Beside,
  { members, width }: { members: Member[]; width: number },
  turn: (member: Member, no: number) => Promise<unknown>,
): Promise<{ seconds: number; times: number[] }> {
  const times: number[] = [];
  const contacts = members.map(({ contactId }) => contactId);
  let seconds = 0;
  for (let no = 0; no < questions; no++) {
    await db.query(
      "UPDATE outbox SET status = 'sent', sent_at = ? WHERE status = 'queued' AND contact_id IN (?)",
      [now, contacts],
    );
    const start = performance.now();
    times.push(...(await abreast(width, members.length, (place) => turn(memberAt(members, place), no))));
    seconds += (performance.now() - start) / 1_000;
  }
  return { seconds, times };
}

function memberAt(members: Member[], no: number): Member {
  const member = members[no];
  if (!member) throw new Error("the crowd is too small");
  return member;
}
