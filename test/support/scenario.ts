import { expect } from "chai";
import { Person } from "../../entities/person.ts";
import { issueCodes } from "../../src/actions/contacts.ts";
import { accountCode, publicationCode } from "../../src/actions/registration-codes.ts";
import type { Heard } from "../../src/letter.ts";
import { poison } from "./poison.ts";
import * as ledger from "./recorded.ts";
import { addressOf, aPhoto, type Manner, type TalkingHouse } from "./talk.ts";

/** What must stand in a reply; with "!" in front, what must not. `{station}` is replaced by that task's code. */
type Words = string | string[];

/** Somebody writes. `early`: before the bot's last words reached him. `twice`: the channel delivers it twice. */
interface Said {
  who: string;
  says?: string;
  photo?: string;
  /** A file of this name whose content is these words. */
  file?: [name: string, content: string];
  quoted?: string;
  early?: true;
  twice?: true;
  room?: string;
  /** Of the group. */
  roomName?: string;
  mentioned?: true;
  hears?: Words;
  silent?: true;
}

/** One step; [who, says, hears...] is short for somebody who writes and what he must hear. */
export type Step =
  | [who: string, says: string, ...hears: string[]]
  | Said
  | { together: Said[] }
  | { reorder: [Said, Said] }
  | { mail: string; hears?: Words; letters?: number }
  | { clock: string; remind?: true }
  | { restart: true }
  /** From now on the channel takes so many unasked messages after each message. */
  | { pace: number }
  | { poison: string }
  | { memory: string; is: object }
  | { code: string; as: string }
  | { registered: "account" | "publication"; as: string }
  | { unreminded: string }
  | { fill: string; value?: string; except?: number[] }
  | { answers: Record<string, Record<string, string>> }
  | { revisions: Record<string, string[]> }
  | { states: Record<string, string> }
  | { due: Record<string, string> }
  | { rows: string; are: object[] };

/** A talk with what must come of it. */
export interface Scenario {
  title: string;
  /** Tasks that the steps name, each as [unit, start of the title]. */
  tasks?: Record<string, [unit: string, title: string]>;
  steps: Step[];
}

/** Names of tasks that every scenario knows: those of 大王庄小学. */
const usual: NonNullable<Scenario["tasks"]> = {
  media: ["大王庄小学", "学校媒体"],
  web: ["大王庄小学", "互联网信息平台自查"],
  station: ["大王庄小学", "“扫黄打非”工作站"],
  demands: ["大王庄小学", "工作要求落实情况"],
  plan: ["大王庄小学", "本单位全面排查"],
};

/** Plays a scenario from a fresh start; fails at the first step that goes otherwise, and says which. */
export async function play(house: TalkingHouse, scenario: Scenario): Promise<void> {
  const names = new Map<string, string>();
  for (const [name, [unit, title]] of Object.entries({ ...usual, ...scenario.tasks }))
    names.set(name, await house.code(unit, title));
  const stage = new Stage(house, names);
  let no = 0;
  try {
    for (const step of scenario.steps) {
      no += 1;
      await stage.take(step);
    }
    await stage.leave();
  } catch (error) {
    if (error instanceof Error) error.message = `step ${no}: ${error.message}`;
    throw error;
  } finally {
    stage.antidote();
  }
}

const whereOf = ({ room, roomName, mentioned }: Said): Manner => ({
  ...(room && { room }),
  ...(roomName && { roomName }),
  ...(mentioned && { mentioned }),
});

class Stage {
  private readonly house: TalkingHouse;
  private readonly names: Map<string, string>;
  private bugsExpected = false;
  /** Ends what `poison` began. */
  antidote = (): void => undefined;

  constructor(house: TalkingHouse, names: Map<string, string>) {
    this.house = house;
    this.names = names;
  }

  async take(step: Step): Promise<void> {
    if (Array.isArray(step)) {
      const [who, says, ...hears] = step;
      return this.talk({ who, says, hears });
    }
    if ("who" in step) return this.talk(step);
    if ("together" in step) return this.together(step.together);
    if ("reorder" in step) return this.reorder(step.reorder);
    if ("mail" in step) return this.mail(step);
    if (ledger.isExpected(step)) return ledger.check(this.house.test, step, (text) => this.filled(text));
    return this.arrange(step);
  }

  /** Nothing was wrong behind the scenes, and every message that was taken has one ending. */
  async leave(): Promise<void> {
    if (!this.bugsExpected) expect(this.house.failures, "logged failures").to.deep.equal([]);
    const left = await this.house.test.db.query("SELECT id FROM inbox WHERE status = 'received'");
    expect(left, "messages without an ending").to.be.empty;
    const silent = await this.house.test.db.query(
      `SELECT i.body FROM inbox i LEFT JOIN outbox o ON o.key = CONCAT('reply:', i.id)
       WHERE i.room IS NULL AND o.id IS NULL`,
    );
    expect(silent, "messages without a reply").to.be.empty;
  }

  private async arrange(
    step: Exclude<
      Step,
      unknown[] | Said | ledger.Expected | { together: Said[] } | { reorder: [Said, Said] } | { mail: string }
    >,
  ): Promise<void> {
    if ("restart" in step) await this.house.restart();
    else if ("pace" in step) this.house.pace = step.pace;
    else if ("clock" in step) await this.strike(step);
    else if ("poison" in step) {
      this.bugsExpected = true;
      this.antidote = poison(this.house.test.house.database, step.poison);
    } else if ("memory" in step) await this.remember(step.memory, step.is);
    else if ("registered" in step) await this.name(step);
    else if ("unreminded" in step)
      await ledger.endReminders(this.house.test, this.filled(`{${step.unreminded}}`));
    else if ("code" in step) await this.issue(step.code, step.as);
    else if ("fill" in step) await ledger.fill(this.house, this.filled(`{${step.fill}}`), step);
  }

  private async strike({ clock, remind }: { clock: string; remind?: true }): Promise<void> {
    const [day = "", time = ""] = clock.split(" ");
    await this.house.moveClock(day, time);
    if (remind) await this.house.remind();
  }

  private async talk(said: Said): Promise<void> {
    const message = this.message(said);
    const [first, again] = await this.house.together(said.twice ? [message, message] : [message]);
    if (said.twice) expect(again, "the reply to the second copy").to.equal(first);
    this.judge(said, first ?? null);
  }

  private async together(all: Said[]): Promise<void> {
    const replies = await this.house.together(all.map((said) => this.message(said)));
    for (const [index, said] of all.entries()) this.judge(said, replies[index] ?? null);
  }

  private async reorder([first, second]: [Said, Said]): Promise<void> {
    const [one, two] = [this.message(first), this.message(second)];
    const [late] = await this.house.together([two]);
    const [early] = await this.house.together([one]);
    this.judge(second, late ?? null);
    this.judge(first, early ?? null);
  }

  private message(said: Said): Heard {
    const { house } = this;
    const [name, content] = said.file ?? [];
    const file = said.photo
      ? { name: `${said.photo}.png`, bytes: aPhoto(said.photo) }
      : name && { name, bytes: Buffer.from(content ?? "") };
    return house.message(said.who, this.filled(said.says ?? ""), {
      ...(file && { file }),
      ...(said.early && { sentAt: house.beforeLastReply() }),
      ...(said.quoted && { quoted: this.filled(said.quoted) }),
      ...whereOf(said),
    });
  }

  private judge(said: Said, reply: string | null): void {
    if (said.silent) {
      expect(reply, `a reply to “${said.says}”`).to.equal(null);
      return;
    }
    expect(reply, `no reply to “${said.says}”`).to.be.a("string");
    this.contains(reply ?? "", said.hears);
  }

  private contains(text: string, words: Words = []): void {
    for (const word of [words].flat().map((each) => this.filled(each))) {
      if (word.startsWith("!")) expect(text).not.to.contain(word.slice(1));
      else expect(text).to.contain(word);
    }
  }

  private mail({ mail, hears, letters }: { mail: string; hears?: Words; letters?: number }): void {
    const got = this.house.mail(mail);
    if (letters !== undefined) expect(got, `letters to ${mail}`).to.have.length(letters);
    this.contains(got.join("\n---\n"), hears);
  }

  private async remember(name: string, memory: object): Promise<void> {
    await this.house.test.db.query(
      `INSERT INTO conversation (person_id, memory, updated_at) SELECT person_id, ?, ? FROM contact WHERE address = ?
       ON DUPLICATE KEY UPDATE memory = VALUES(memory)`,
      [JSON.stringify(memory), this.house.test.clock.now(), addressOf(name)],
    );
  }

  /** The code of what was registered last, by a name. */
  private async name(step: { registered: "account" | "publication"; as: string }): Promise<void> {
    const isAccount = step.registered === "account";
    const [row]: { id: number }[] = await this.house.test.db.query(
      `SELECT MAX(id) AS id FROM ${isAccount ? "media_account" : "publication"}`,
    );
    this.names.set(step.as, (isAccount ? accountCode : publicationCode)(row?.id ?? 0));
  }

  private async issue(name: string, as: string): Promise<void> {
    const { id } = await this.house.test.db.findOneByOrFail(Person, { name });
    const [issued] = await this.house.test.act((work) => issueCodes(work, [id]));
    this.names.set(as, issued?.code ?? "");
  }

  private filled(text: string): string {
    return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => this.names.get(name) ?? whole);
  }
}
