import type { Clock } from "../src/clock.ts";
import { Refusal } from "../src/errors.ts";
import type { Log } from "../src/log.ts";
import { Alone, beside, carry, later } from "../src/packets.ts";
import { type House, transact, type Work } from "../src/work.ts";
import { door } from "./inbox.ts";
import { isFamiliar, NotStraight, type Opened, type Opening, openAll, type Rider } from "./opening.ts";
import { answer } from "./reply.ts";

/** What convoys need: the house, the moment and a log. */
export interface ConvoyParts {
  house: House;
  clock: Clock;
  log: Log;
}

/** How a message has travelled: it was answered, it was only put down, or nothing of it was kept. */
export type Ride = { kind: "answered"; opening: Opening } | { kind: "put-down" } | { kind: "left" };

/** Answers plain words at once, those of several people in one transaction. */
export interface Convoys {
  ride(rider: Rider): Promise<Ride>;
}

/** Convoys under way at once: while one waits for the database, the other is thought about. */
const mostConvoys = 2;
/** Messages in one transaction: more would keep the first of them waiting. */
const mostRiders = 16;

interface Seat {
  rider: Rider;
  leave(ride: Ride): void;
}

/**
 * Opens the gate. Who comes while all convoys are under way travels with the others who wait: the statements and the
 * commit are then one for all of them. A message whose answer takes more than everybody's takes is only put down.
 */
export function openConvoys(parts: ConvoyParts): Convoys {
  let waiting: Seat[] = [];
  let underWay = 0;

  function setOff(): void {
    while (underWay < mostConvoys && waiting.length > 0) {
      const seats = together(waiting);
      waiting = waiting.filter((seat) => !seats.includes(seat));
      underWay++;
      void travel(parts, seats).then(() => {
        // First those who were answered may speak again.
        setImmediate(() => {
          underWay--;
          setOff();
        });
      });
    }
  }

  return {
    ride: (rider) => {
      if (!isFamiliar(parts.house, rider)) return Promise.resolve({ kind: "left" });
      return new Promise((leave) => {
        waiting.push({ rider, leave });
        setOff();
      });
    },
  };
}

/** The first who wait and can travel together: over one channel, nobody twice, and no two on one task. */
function together(waiting: Seat[]): Seat[] {
  const chosen: Seat[] = [];
  const taken = new Set<string>();
  for (const seat of waiting) {
    const { heard, guess } = seat.rider;
    const marks = [`person ${guess.personId}`, ...(guess.taskId ? [`task ${guess.taskId}`] : [])];
    const fits = heard.channel === waiting[0]?.rider.heard.channel && !marks.some((mark) => taken.has(mark));
    if (!fits || chosen.length === mostRiders) continue;
    chosen.push(seat);
    for (const mark of marks) taken.add(mark);
  }
  // Locks are taken in this order by every convoy.
  return chosen.sort((one, other) => one.rider.guess.contactId - other.rider.guess.contactId);
}

async function travel({ house, clock, log }: ConvoyParts, seats: Seat[]): Promise<void> {
  const at = { now: clock.now(), actor: door, harmless: true };
  const riders = seats.map(({ rider }) => rider);
  const [only] = riders;
  try {
    const rides = await transact(house, at, (work) =>
      only && riders.length === 1 ? answerOnly(work, only) : answerAll(work, riders),
    );
    for (const [place, seat] of seats.entries()) seat.leave(rides[place] ?? { kind: "left" });
  } catch (error) {
    if (!isExpected(error)) log.warn({ err: error }, "messages are put down before their turns");
    for (const seat of seats) seat.leave({ kind: "left" });
  }
}

const isExpected = (error: unknown): boolean =>
  error instanceof Refusal || error instanceof NotStraight || error instanceof Alone;

/** Who travels alone may ask for whatever his turn takes. */
async function answerOnly(work: Work, rider: Rider): Promise<Ride[]> {
  const [opened] = await openAll(work, [rider], [work]);
  if (!opened) throw new NotStraight();
  const opening = await opened.open();
  await answer(work, opening, rider.heard);
  return [{ kind: "answered", opening }];
}

/** Those that cannot be answered beside the others are put down in the same transaction. */
async function answerAll(work: Work, riders: Rider[]): Promise<Ride[]> {
  const desks = riders.map(() => beside(work));
  const works = desks.map(({ db }) => ({ ...work, db }));
  const all = await openAll(work, riders, works);
  const openings = new Map<Opened, Opening>();
  for (const [place, opened] of all.entries()) {
    const [mine, rider, desk] = [works[place], riders[place], desks[place]];
    const opening = mine && rider && (await answerBeside(mine, opened, rider));
    if (opening && !desk?.isOut()) openings.set(opened, opening);
  }
  carry(
    work,
    desks.flatMap(({ errands }, place) => (openings.has(all[place] as Opened) ? [errands] : [])),
  );
  const left = all.filter((opened) => !openings.has(opened));
  if (left.length > 0)
    later(work, "UPDATE inbox SET status = 'received' WHERE id IN (?)", [left.map(({ inboxId }) => inboxId)]);
  return all.map((opened) => {
    const opening = openings.get(opened);
    return opening ? { kind: "answered", opening } : { kind: "put-down" };
  });
}

/** Null when his turn takes more, or fails: it is taken again by itself, which tells what is the matter. */
async function answerBeside(work: Work, opened: Opened, { heard }: Rider): Promise<Opening | null> {
  try {
    const opening = await opened.open();
    await answer(work, opening, heard);
    return opening;
  } catch {
    return null;
  }
}
