import { expect } from "chai";

/** One message of a random talk. */
export interface Move {
  words: string;
  /** A photo of this mark, instead of words. */
  photo?: string;
  /** Written before the bot's last words arrived. */
  early?: boolean;
  /** Delivered twice. */
  twice?: boolean;
}

const plain: Record<string, string> = { 是: "是", 有的: "是", 否: "否", 没有: "否", 整改中: "整改中" };
const question = /^#\w+ 第(\d+)\/\d+题/mu;
const answered = /^(?:✔ )?第(\d+)题(?:已|是“|\()/mu;
const listed = /^(\d+)\. (?!第)/gmu;
const echoed = /^(\d+)\.【(.+?)】/gmu;
const waits = /请核对|对吗|还差什么|为什么不涉及|佐证|不清楚|没放|放到哪|先停/u;

/**
 * Knows of a talk only what was said in it: what the bot put, echoed and claimed. What is recorded must be that and
 * nothing else.
 */
export class Witness {
  /** What the bot claims to have recorded. */
  readonly values: Record<string, string> = {};
  readonly files: Record<string, number> = {};
  private last = "";
  private batch: [no: string, value: string][] = [];
  private put = new Set<string>();
  private paused = false;
  /** Did the bot's last words put something new? */
  private fresh = true;
  private latest = "";

  /** Takes in a message with its reply; fails when the reply claims what the message cannot have meant. */
  hear(move: Move, reply: string): void {
    const before = { ...this.values };
    this.claims(reply);
    const changed = Object.keys(this.values).filter((no) => this.values[no] !== before[no]);
    const named = this.namedIn(move.words);
    this.latest = changed.at(-1) ?? answered.exec(reply)?.[1] ?? this.latest;
    for (const no of changed)
      expect(this.put.has(no) || named.has(no), `question ${no} was neither put nor named`).to.equal(true);
    if (move.early && this.fresh && named.size === 0)
      expect(changed, "recorded from words written too early").to.be.empty;
    this.expectPlain(move, reply);
    this.remember(reply);
  }

  private namedIn(words: string): Set<string> {
    const named = new Set<string>(words.match(/\d+/gu) ?? []);
    return /上一题|说错/u.test(words) ? named.add(this.latest) : named;
  }

  /** A plain answer to the one question on the table is recorded at once, as it was said. */
  private expectPlain(move: Move, reply: string): void {
    const value = plain[move.words];
    const asked = question.exec(this.last)?.[1];
    if (!value || move.early || !asked || this.paused || waits.test(this.last)) return;
    expect(reply, `“${move.words}” to question ${asked}`).to.contain(`✔ 第${asked}题已记“${value}”`);
  }

  private claims(reply: string): void {
    for (const [, no, value] of reply.matchAll(/✔ 第(\d+)题已记“(.+?)”/gu))
      this.values[no ?? ""] = value ?? "";
    for (const [, no, count] of reply.matchAll(/已放到第(\d+)题作佐证,现有(\d+)份/gu))
      this.files[no ?? ""] = Number(count);
    const many = /✔ 已记下(\d+)题/u.exec(reply)?.[1];
    if (many === undefined) return;
    expect(this.batch, "a batch that was echoed last").to.have.length(Number(many));
    for (const [no, value] of this.batch) this.values[no] = value;
  }

  private remember(reply: string): void {
    this.last = reply;
    this.paused = /先停在这里/u.test(reply) || (this.paused && !question.test(reply));
    const items = [...reply.matchAll(echoed)];
    if (items.length > 0) this.batch = items.map(([, no, value]) => [no ?? "", value ?? ""]);
    const single = question.exec(reply)?.[1];
    const doubted = /第(\d+)题.*(?:对吗|还差什么|为什么不涉及)/u.exec(reply)?.[1];
    const now = [single, doubted, ...[...reply.matchAll(listed), ...items].map(([, no]) => no)];
    const put = now.filter((no) => no !== undefined);
    this.fresh = put.length > 0 && put.join() !== [...this.put].join();
    if (put.length > 0) this.put = new Set(put);
  }
}
