import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Listener, openListener } from "../../bot/listen.ts";
import { Campaign } from "../../entities/campaign.ts";
import { countyPeople } from "../../seeds/county-people.ts";
import { seedDemo } from "../../seeds/demo.ts";
import { codeOf } from "../../src/actions/assignments.ts";
import { publishCampaign } from "../../src/actions/campaigns.ts";
import { reminderWords } from "../../src/actions/reminder-words.ts";
import { fireReminders } from "../../src/actions/reminders.ts";
import type { Heard } from "../../src/letter.ts";
import type { Work } from "../../src/work.ts";
import { at } from "../../src/workdays.ts";
import { openTestHouse, type TestHouse } from "./house.ts";
import { type Snapshot, takeSnapshot } from "./snapshot.ts";

/** The smallest picture there is. */
export const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** Pictures that differ: what follows the end of a PNG is not looked at. */
export const aPhoto = (mark: string): Buffer => Buffer.concat([png, Buffer.from(mark)]);

/** How a message differs from a plain one. */
export type Manner = Partial<
  Pick<Heard, "messageId" | "sentAt" | "quoted" | "room" | "roomName" | "mentioned" | "file">
>;

/** A Tuesday three days before the demo's first deadline. */
const morning = at("2026-11-24", "09:05");
const second = 1_000;

/** The address of a demo person, or the words themselves where nobody has this name. */
export const addressOf = (name: string): string =>
  countyPeople.find((person) => person.name === name)?.address ?? name;

/**
 * A house with the demo county and its published campaign in which people talk with the bot, without a channel: what
 * the bot says arrives at once. The clock stands still between messages.
 */
export class TalkingHouse {
  readonly test: TestHouse;
  private readonly start: Snapshot;
  private readonly folder: string;
  private listener: Listener;
  private count = 0;
  /** How many unasked messages the channel takes at a time. */
  pace = Number.POSITIVE_INFINITY;
  private readonly unread = new Map<string, string[]>();
  /** What was logged as a bug, since the last reset. */
  readonly failures: unknown[] = [];

  private constructor(test: TestHouse, start: Snapshot, folder: string) {
    this.test = test;
    this.start = start;
    this.folder = folder;
    this.listener = this.newListener();
  }

  static async open(): Promise<TalkingHouse> {
    const test = await openTestHouse();
    const folder = await mkdtemp(join(tmpdir(), "duban-talk-"));
    test.house.rules.filesFolder = folder;
    test.clock.moveTo(morning);
    await test.act(publishDemo);
    return new TalkingHouse(test, await takeSnapshot(test.db), folder);
  }

  /** As it was when it was opened. */
  async reset(): Promise<void> {
    this.test.clock.moveTo(morning);
    this.unread.clear();
    this.pace = Number.POSITIVE_INFINITY;
    this.failures.length = 0;
    await this.start.restore();
    this.listener = this.newListener();
  }

  async close(): Promise<void> {
    await this.test.close();
    await rm(this.folder, { recursive: true });
  }

  /** Another process takes over and does what the old one left. */
  async restart(): Promise<void> {
    this.listener = this.newListener();
    await this.listener.resume();
    await this.deliver();
  }

  private newListener(): Listener {
    const { house, clock } = this.test;
    const error = (facts: { err?: unknown }): void => void this.failures.push(facts.err);
    const log = { info: () => undefined, warn: () => undefined, error };
    return openListener({ house, clock, poke: () => undefined, log: log as never });
  }

  /** Somebody writes; answers what the bot said to it, or null when it kept silent. Refuses a second reply. */
  async say(name: string, text: string, manner: Manner = {}): Promise<string | null> {
    const message = this.message(name, text, manner);
    await this.listener.hear(message);
    await this.deliver();
    return this.replyTo(message.messageId);
  }

  /** Somebody sends a picture. */
  photo(name: string, mark = "", manner: Manner = {}): Promise<string | null> {
    return this.say(name, "", { file: { name: `照片${mark}.png`, bytes: aPhoto(mark) }, ...manner });
  }

  /** Several messages come in at one moment; answers what was said to each. */
  async together(messages: Heard[]): Promise<(string | null)[]> {
    await Promise.all(messages.map((message) => this.listener.hear(message)));
    await this.deliver();
    return Promise.all(messages.map((message) => this.replyTo(message.messageId)));
  }

  /** A message two seconds after the one before. */
  message(name: string, text: string, manner: Manner = {}): Heard {
    this.pass(2 * second);
    const messageId = `m${++this.count}`;
    const address = addressOf(name);
    return { channel: "simulator", messageId, address, text, sentAt: this.test.clock.now(), ...manner };
  }

  /** The moment before the bot's last words arrived. */
  beforeLastReply(): Date {
    return new Date(this.test.clock.now().getTime() - second / 2);
  }

  /** Unasked messages that arrived since they were last looked at, oldest first. */
  mail(name: string): string[] {
    const address = addressOf(name);
    const letters = this.unread.get(address) ?? [];
    this.unread.delete(address);
    return letters;
  }

  /** A moment in Shanghai; what falls due by then is sent. */
  async moveClock(day: string, time: string): Promise<void> {
    this.test.clock.moveTo(at(day, time));
    await this.deliver();
  }

  /** The clock strikes: reminders go out. */
  async remind(): Promise<number> {
    const sent = await this.test.act(fireReminders);
    await this.deliver();
    return sent;
  }

  /** The code of a unit's task, by the start of its title. */
  async code(unit: string, title: string): Promise<string> {
    const [row]: { id: number }[] = await this.test.db.query(
      `SELECT a.id FROM assignment a JOIN requirement r ON r.id = a.requirement_id JOIN unit u ON u.id = a.unit_id
       WHERE u.name = ? AND r.title LIKE ? ORDER BY a.id LIMIT 1`,
      [unit, `%${title}%`],
    );
    if (!row) throw new Error(`${unit} has no task ${title}`);
    return codeOf(row.id);
  }

  /** Everything that is due leaves the house and arrives. */
  async deliver(): Promise<void> {
    this.pass(second);
    const { db, clock } = this.test;
    const due: { id: number; key: string; body: string | null; address: string }[] = await db.query(
      `SELECT o.id, o.key, o.body, c.address FROM outbox o JOIN contact c ON c.id = o.contact_id
       WHERE o.status = 'queued' AND o.due_at <= ? ORDER BY o.id`,
      [clock.now()],
    );
    const unasked = due.filter(({ key }) => !key.startsWith("reply:")).slice(0, this.pace);
    const rows = due.filter((row) => row.key.startsWith("reply:") || unasked.includes(row));
    if (rows.length === 0) return;
    await db.query("UPDATE outbox SET status = 'sent', sent_at = ? WHERE id IN (?)", [
      clock.now(),
      rows.map((row) => row.id),
    ]);
    const words = await this.wordsOf(rows);
    for (const { key, address } of rows.filter((row) => !row.key.startsWith("reply:"))) {
      const said = words.get(key) ?? null;
      if (said !== null) this.unread.set(address, [...(this.unread.get(address) ?? []), said]);
    }
  }

  /** What messages say, by key; those of reminders are made now. */
  private async wordsOf(rows: { key: string; body: string | null }[]): Promise<Map<string, string | null>> {
    const noticeOf = (key: string): number => Number(key.slice("notice:".length));
    const unsaid = rows.filter(({ body }) => body === null).map(({ key }) => noticeOf(key));
    const made = await this.test.act((work) => reminderWords(work, unsaid));
    return new Map(rows.map(({ key, body }) => [key, body ?? made.get(noticeOf(key)) ?? null]));
  }

  private async replyTo(messageId: string): Promise<string | null> {
    const rows: { body: string }[] = await this.test.db.query(
      `SELECT o.body FROM inbox i JOIN outbox o ON o.key = CONCAT('reply:', i.id)
       WHERE i.channel = 'simulator' AND i.message_id = ?`,
      [messageId],
    );
    return rows[0]?.body ?? null;
  }

  private pass(milliseconds: number): void {
    this.test.clock.moveTo(new Date(this.test.clock.now().getTime() + milliseconds));
  }
}

async function publishDemo(work: Work): Promise<void> {
  await seedDemo(work);
  const { id } = await work.db.findOneByOrFail(Campaign, { demo: true });
  await publishCampaign(work, id);
}
