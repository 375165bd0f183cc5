import { Dice } from "./dice.ts";

/** What a message is meant to do: this value for the question of this number. Null: it only asks to begin. */
export type Intent = { no: number; value: string } | null;

/** Something to write: on which of his phones, the words, and what he means by them. */
export interface Words {
  phone: string;
  text: string;
  intent: Intent;
}

/** A person of the simulation. */
export interface Persona {
  name: string;
  personId: number;
  /** Addresses; most have one. */
  phones: string[];
  assignmentId: number;
  code: string;
  /** Others answer the same list: the question after one that he repeats may be another by then. */
  shares: boolean;
}

const plain: Record<string, string[]> = {
  是: ["是", "有的", "落实了"],
  否: ["否", "没有"],
  整改中: ["整改中", "还在整改"],
};
const values = Object.keys(plain);

/** Milliseconds without the expected reply after which he writes again; longer each time. */
const firstPatience = 3_000;
const longestPatience = 12_000;
/** Milliseconds in which replies to what he said twice, or on two phones, may still come: a send is in doubt for 30 s. */
const afterglow = 45_000;

/**
 * Somebody who answers a checklist as a careful person does: he answers the question that the last reply put to him,
 * sometimes corrects an earlier one by its number, and when no reply comes, says it again with the number. So each of
 * his messages means one thing, whatever became of the others.
 */
export class Talker {
  readonly persona: Persona;
  private readonly dice: Dice;
  /** Apart, so that impatience does not change what he writes later. */
  private readonly impatience: Dice;
  private asked: number | null = null;
  private begun = false;
  private confusedAt = Number.NEGATIVE_INFINITY;
  private expecting: { intent: Intent; since: number; patience: number } | null = null;
  /** What he last said of each question. */
  private readonly said = new Map<number, string>();

  constructor(persona: Persona, seed: number) {
    this.persona = persona;
    this.dice = new Dice(seed, persona.name);
    this.impatience = new Dice(seed, persona.name, "again");
  }

  /** Milliseconds that he thinks before he writes. */
  thinks(): number {
    return this.dice.between(50, 400);
  }

  isWaiting(): boolean {
    return this.expecting !== null;
  }

  /** What he writes now, `now` in milliseconds: usually one message, now and then a second right after. */
  writes(now: number): Words[] {
    const phone = this.dice.oneOf(this.persona.phones);
    if (!this.begun) return [this.expect(now, { phone, text: `#${this.persona.code}`, intent: null })];
    if (this.asked === null || this.dice.chance(0.15)) return [this.expect(now, this.correction(phone))];
    const answer = this.answer(phone, this.asked, now < this.confusedAt + afterglow);
    if (this.said.size < 2 || !this.dice.chance(0.1)) return [this.expect(now, answer)];
    const other = this.dice.oneOf(this.persona.phones);
    if (other !== phone) this.confusedAt = now;
    return [answer, this.expect(now, this.correction(other))];
  }

  /** What he writes when he has waited too long, or null while he still has patience. */
  writesAgain(now: number): Words | null {
    if (!this.expecting || now < this.expecting.since + this.expecting.patience) return null;
    const { intent, patience } = this.expecting;
    if (this.persona.shares) this.confusedAt = now;
    const phone = this.impatience.oneOf(this.persona.phones);
    const text = intent === null ? `#${this.persona.code}` : `第${intent.no}题改成${intent.value}`;
    this.expecting = { intent, since: now, patience: Math.min(patience * 2, longestPatience) };
    return { phone, text, intent };
  }

  /** A letter arrives on one of his phones. True when it is the reply that he waited for. */
  reads(text: string): boolean {
    if (!this.expecting) return false;
    const { intent } = this.expecting;
    const put = /第(\d+)\/\d+题/.exec(text);
    const isReply = intent === null ? put !== null : text.includes(`✔ 第${intent.no}题已记“${intent.value}”`);
    if (!isReply) return false;
    this.begun = true;
    this.asked = put ? Number(put[1]) : null;
    this.expecting = null;
    return true;
  }

  private expect(now: number, words: Words): Words {
    this.expecting = { intent: words.intent, since: now, patience: firstPatience };
    return words;
  }

  private answer(phone: string, no: number, byNumber: boolean): Words {
    const value = this.another(no);
    const words = this.dice.oneOf(plain[value] ?? [value]);
    return { phone, text: byNumber ? `第${no}题改成${value}` : words, intent: { no, value } };
  }

  private correction(phone: string): Words {
    const known = [...this.said.keys()];
    const no = known.length > 0 ? this.dice.oneOf(known) : 1;
    const value = this.another(no);
    return { phone, text: `第${no}题改成${value}`, intent: { no, value } };
  }

  /** Another value than last time, so that a reply to an earlier message is not taken for the reply to this one. */
  private another(no: number): string {
    const value = this.dice.oneOf(values.filter((each) => each !== this.said.get(no)));
    this.said.set(no, value);
    return value;
  }
}
