import { randomUUID } from "node:crypto";
import { Outbox } from "../../entities/outbox.ts";
import { finish, type Taken, take } from "../../src/actions/delivery.ts";
import type { TakeOrder } from "../../src/actions/heads.ts";
import { type LetterOrder, queueLetter } from "../../src/actions/mail.ts";
import type { SendOutcome } from "../../src/letter.ts";
import type { TestHouse } from "./house.ts";

/** Somebody who queues, takes and ends messages of a house by hand. */
export interface PostOffice {
  /** Queues a message, a reminder unless told otherwise, and answers its id. */
  queue(contactId: number, priority?: 0 | 1 | 2, more?: Partial<LetterOrder>): Promise<number>;
  take(most?: number, more?: Partial<TakeOrder>): Promise<Taken[]>;
  /** Takes one message; fails when there is none. */
  takeOne(): Promise<Taken>;
  /** False when it was too late. */
  end(taken: Taken, outcome?: SendOutcome): Promise<boolean>;
  /** Sends what is first in line, to its end. */
  deliver(outcome?: SendOutcome): Promise<Outbox>;
  row(id: number): Promise<Outbox>;
  /** The leases of everything under way run out. */
  leasesEnd(): Promise<void>;
}

let keys = 0;

/** Opens a post office in a house; the far end is nowhere. */
export function postOffice(test: TestHouse): PostOffice {
  const sent: SendOutcome = { kind: "sent", messageId: "m" };
  const office: PostOffice = {
    async queue(contactId, priority = 1, more = {}) {
      const letter = { key: `k${++keys}`, contactId, body: "您好", priority, ...more };
      return (await test.act((work) => queueLetter(work, letter))) ?? 0;
    },
    async take(most = 10, more = {}) {
      const order = { channel: "simulator", most, token: randomUUID(), ...more };
      return (await test.act((work) => take(work, order))).taken;
    },
    async takeOne() {
      const [taken] = await office.take(1);
      if (!taken) throw new Error("nothing to take");
      return taken;
    },
    async end(taken, outcome = sent) {
      return (await test.act((work) => finish(work, [{ taken, outcome }]))).length === 0;
    },
    async deliver(outcome = sent) {
      const taken = await office.takeOne();
      await office.end(taken, outcome);
      return office.row(taken.id);
    },
    row: (id) => test.db.findOneByOrFail(Outbox, { id }),
    async leasesEnd() {
      await test.db.query(
        "UPDATE outbox SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE lease_until IS NOT NULL",
      );
    },
  };
  return office;
}
