import { type Listener, openListener } from "../../bot/listen.ts";
import { forgetfulJournal } from "../../bot/puppets/simulator-journal.ts";
import { SimulatedWorld } from "../../bot/puppets/simulator-world.ts";
import { people } from "../../seeds/county-people.ts";
import { type Delivery, openDelivery } from "../../src/jobs/deliver.ts";
import type { Heard } from "../../src/letter.ts";
import { aBench, type Bench, profile, until } from "../simulator/bench.ts";
import { addressOf, type TalkingHouse } from "./talk.ts";

/** A talking house behind the genuine Wechaty, a simulated WeChat and the real delivery; one clock, which stands still. */
export class WiredHouse {
  readonly world: SimulatedWorld;
  private readonly house: TalkingHouse;
  private bench: Bench | undefined;
  private delivery: Delivery | undefined;
  /** Breaks the handling of a message before or after the real one; a test of crashes sets it. */
  trouble: { before?: (heard: Heard) => void; after?: (heard: Heard) => void } = {};

  constructor(house: TalkingHouse) {
    this.house = house;
    this.world = new SimulatedWorld({
      journal: forgetfulJournal(),
      base: house.test.clock,
      pause: () => new Promise(() => undefined),
    });
    this.world.settle(people, [{ id: "heads", name: "校长群", members: [addressOf("王秀兰")] }]);
  }

  async start(): Promise<void> {
    const { house } = this.house.test;
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const { clock } = this.world;
    const listener: Listener = openListener({
      house,
      clock,
      poke: () => this.delivery?.poke(),
      log: log as never,
    });
    const quick = { ...profile, burst: 0, dailyLimit: 0 };
    this.bench = await aBench(this.world, (heard) => this.hear(listener, heard), { profile: quick });
    const { channel } = this.bench.door;
    this.delivery = openDelivery({ house, channel, clock, log, alone: true, chance: () => 0 });
    await listener.resume();
  }

  private async hear(listener: Listener, heard: Heard): Promise<void> {
    this.trouble.before?.(heard);
    await listener.hear(heard);
    this.trouble.after?.(heard);
  }

  async stop(): Promise<void> {
    await this.bench?.door.stop();
    await this.delivery?.stop();
  }

  /** Somebody types; the clock then goes on by two seconds. */
  type(name: string, text: string): string {
    const { id } = this.world.say({ person: addressOf(name), text });
    this.pass(2);
    return id;
  }

  /** Somebody types, and everything that follows from it comes to rest. */
  async say(name: string, text: string): Promise<void> {
    const id = this.type(name, text);
    await until(() => this.world.message(id)?.status === "handled", `an end of “${text}”`);
    await this.rest();
  }

  /** Everything that may be sent at this moment is sent. */
  async rest(): Promise<void> {
    this.delivery?.poke();
    await this.delivery?.idle();
  }

  pass(seconds: number): void {
    const { clock } = this.house.test;
    clock.moveTo(new Date(clock.now().getTime() + seconds * 1_000));
  }

  /** What the bot wrote to somebody's phone and what arrived there, oldest first. */
  phone(name: string): string[] {
    const all = this.world.transcript(addressOf(name));
    return all
      .filter((each) => each.from === this.world.bot.id && each.status === "arrived")
      .map((each) => each.text);
  }
}
