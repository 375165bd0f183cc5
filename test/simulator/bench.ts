import { SimulatorPuppet } from "../../bot/puppets/simulator.ts";
import { forgetfulJournal, type Journal } from "../../bot/puppets/simulator-journal.ts";
import { SimulatedWorld } from "../../bot/puppets/simulator-world.ts";
import { type DoorPuppet, openWechaty, type WechatyDoor } from "../../bot/wechaty.ts";
import type { ChannelProfile, Heard } from "../../src/letter.ts";

/** A channel that never makes anybody wait. */
export const profile: ChannelProfile = {
  name: "simulator",
  gap: 0,
  jitter: 0,
  perPersonGap: 0,
  burst: 100,
  burstRest: 0,
  dailyLimit: 1_000,
  coolDown: 0,
  longestText: 2_000,
};

/** Waits, turn by turn of the event loop, until something is so; gives up after very many turns. */
export async function until(isSo: () => boolean, what = "what was waited for"): Promise<void> {
  for (let turn = 0; turn < 200_000; turn++) {
    if (isSo()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`it never came to ${what}`);
}

/** Lets everything that is already under way finish. */
export async function aWhile(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A pause that lasts until the test says so. */
export class Pauses {
  readonly asked: number[] = [];
  private waiting: (() => void)[] = [];

  readonly pause = (ms: number): Promise<void> => {
    this.asked.push(ms);
    return new Promise((resolve) => this.waiting.push(resolve));
  };

  over(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

/** Three people and a group. */
export function aWorld(options: { journal?: Journal; pauses?: Pauses } = {}): SimulatedWorld {
  const world = new SimulatedWorld({
    journal: options.journal ?? forgetfulJournal(),
    pause: options.pauses?.pause ?? (() => new Promise(() => undefined)),
  });
  const people = [
    { id: "wang", name: "王秀兰", label: "城关中心小学 · 校长" },
    { id: "li", name: "李建国", label: "青石镇中心校 · 校长" },
    { id: "zhao", name: "赵敏", label: "教育局办公室 · 主任" },
  ];
  world.settle(people, [{ id: "heads", name: "校长群", members: ["wang", "li"] }]);
  return world;
}

/** A running door on a world, and everything it heard. */
export interface Bench {
  world: SimulatedWorld;
  door: WechatyDoor;
  heard: Heard[];
  /** What was logged as going wrong. */
  complaints: string[];
}

/** Starts the genuine Wechaty on a world; `hear` may answer or throw. */
export async function aBench(
  world: SimulatedWorld,
  hear: (heard: Heard, door: WechatyDoor) => Promise<void> = async () => undefined,
  over: { puppet?: DoorPuppet; profile?: ChannelProfile; retries?: number[] } = {},
): Promise<Bench> {
  const heard: Heard[] = [];
  const complaints: string[] = [];
  const note = (_facts: object, words: string): void => void complaints.push(words);
  const door = openWechaty({
    puppet: over.puppet ?? new SimulatorPuppet(world),
    profile: over.profile ?? profile,
    clock: world.clock,
    log: { info: () => undefined, warn: note, error: note },
    retries: over.retries ?? [],
    hear: async (message) => {
      heard.push(message);
      await hear(message, door);
    },
  });
  await door.start();
  await until(() => (over.puppet ? door.channel : world).isOnline(), "a login");
  return { world, door, heard, complaints };
}
