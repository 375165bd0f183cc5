import type { Dice } from "../chaos/dice.ts";
import type { Somebody } from "./county.ts";
import { nameOf, type Piece } from "./diary.ts";
import type { Intents, Meant } from "./intent.ts";
import { type Asked, type Prompt, readPrompt } from "./reading.ts";
import type { Said, Stage } from "./stage.ts";

/** What somebody sits down to do. */
export interface Job {
  me: Somebody;
  piece: Piece;
  code: string;
  dice: Dice;
}

/** Where it is done, what is meant, and how often somebody corrected himself. */
interface Table {
  stage: Stage;
  intents: Intents;
  corrections: number;
}

/** Turns after which somebody gives up. */
const patience = 150;
const isOver = /已经报送|已经办结/u;
const smallTalk = ["截止", "待办", "进度", "谢谢", "你好", "菜单"];

/** Fills in and hands in one piece of work, question by question, as this person does. */
export class Filling {
  private readonly scene: Table;
  private readonly job: Job;
  /** Questions last asked, by number; some were answered wrongly by mistake and are to be put right. */
  private readonly known = new Map<number, Asked>();
  private readonly wrong: number[] = [];
  private table: Asked[] = [];
  private noted: Meant | null = null;
  private chats = 0;
  private tookBack = false;
  private last = "";

  constructor(scene: Table, job: Job) {
    this.scene = scene;
    this.job = job;
  }

  /** The talk about it. */
  *talk(): Generator<Said, void, string> {
    const { me, code } = this.job;
    if (me.inLists) yield { phone: me.phone, text: "一次五题" };
    let reply: string | null = yield { phone: me.phone, text: `#${code}` };
    for (let turn = 0; turn < patience && reply !== null; turn++) reply = yield* this.step(reply);
    if (reply !== null) this.giveUp(reply);
  }

  private giveUp(reply: string): null {
    const { me, piece } = this.job;
    this.scene.stage.complain(`${me.phone} gave up ${nameOf(piece)}: “${this.last}” was answered “${reply}”`);
    return null;
  }

  /** Does what is asked for and answers what was said to it; null at the end. */
  private *step(reply: string): Generator<Said, string | null, string> {
    const prompt = readPrompt(reply);
    if (prompt.wants === "nothing" && prompt.done) {
      this.handedIn(reply);
      return this.hasSecondThoughts() ? yield* this.takeBack() : null;
    }
    if (isOver.test(reply)) return null;
    const next = this.next(prompt);
    this.last = next?.text ?? next?.file ?? this.last;
    return next ? yield { phone: this.job.me.phone, ...next } : this.giveUp(reply);
  }

  private hasSecondThoughts(): boolean {
    const first = !this.tookBack;
    return first && this.job.me.temper === "chatty" && this.job.dice.chance(0.3);
  }

  /** Takes it back before anybody has looked, and hands it in again. */
  private *takeBack(): Generator<Said, string, string> {
    const { me, piece, code } = this.job;
    this.tookBack = true;
    const reply = yield { phone: me.phone, text: `#${code} 撤回` };
    if (reply.includes(`已撤回 #${code}`)) this.scene.stage.note({ is: "taken-back", piece });
    else this.scene.stage.complain(`${nameOf(piece)} was not taken back: “${reply}”`);
    return yield { phone: me.phone, text: "提交" };
  }

  private handedIn(reply: string): void {
    const { piece, me, code } = this.job;
    if (!reply.includes(`✔ 已报送 #${code}《`))
      this.scene.stage.complain(`${nameOf(piece)}: handed in was “${reply}”`);
    this.scene.stage.note({ is: "handed-in", piece, by: me.id });
  }

  private next(prompt: Prompt): Omit<Said, "phone"> | null {
    switch (prompt.wants) {
      case "nothing":
        return this.chats > 0 ? { text: "继续" } : null;
      case "answer":
        return this.answer(prompt.asked);
      case "answers":
        return { text: this.inOneBreath(prompt.asked) };
      case "each-by-itself":
        return { text: this.oneByOne() };
      case "inventory":
        return { text: this.inventory(prompt.kinds) };
      case "list-confirmed":
        return this.confirmList(prompt.names);
      case "batch-confirmed":
        return this.confirmBatch(prompt.items);
      case "doubt-settled":
        return { text: this.meantAt(prompt.no)?.value === prompt.value ? "确认" : "不对" };
      case "note":
        return { text: this.noted?.note ?? "以后再补" };
      case "photo":
        return { file: "佐证.pdf" };
      case "done-sending":
        return { text: "好了" };
      case "paper":
        return { file: `${this.job.piece.demand}.pdf` };
      case "submit":
        return this.wrong.length > 0 ? this.putRight() : { text: "提交" };
      case "submission-confirmed":
        return { text: "确认" };
    }
  }

  private meantAt(no: number): Meant | null {
    const asked = this.known.get(no);
    return asked ? this.meant(asked) : null;
  }

  private meant({ subject, question }: Asked): Meant {
    return this.scene.intents.answer(this.job.piece, subject, question);
  }

  private answer(asked: Asked): Omit<Said, "phone"> {
    const { dice, me, piece } = this.job;
    this.known.set(asked.no, asked);
    if (asked.sentBack && dice.chance(0.5)) this.scene.intents.change(piece, asked.subject, asked.question);
    if (this.wrong.length > 0 && dice.chance(0.6)) return this.putRight();
    if (me.temper === "chatty" && dice.chance(0.08)) {
      this.chats += 1;
      return { text: dice.oneOf(smallTalk) };
    }
    const meant = this.meant(asked);
    if (me.temper === "mistaken" && meant.note === null && dice.chance(0.15)) {
      this.wrong.push(asked.no);
      return { text: opposite(meant.value) };
    }
    this.noted = meant;
    return { text: this.say(meant) };
  }

  private putRight(): { text: string } {
    const no = this.wrong.pop() ?? 0;
    this.scene.corrections += 1;
    return { text: `第${no}题改成${this.meantAt(no)?.value}` };
  }

  private say({ value, note }: Meant): string {
    const { dice } = this.job;
    if (value === "是") return dice.oneOf(["是", "是的", "是", "是。"]);
    if (value === "否") return dice.oneOf(["否", "没有", "否", "否。"]);
    if (value === "整改中") return dice.oneOf(["整改中", "正在整改"]);
    return dice.chance(0.5) ? value : `${value},${note}`;
  }

  private inOneBreath(asked: Asked[]): string {
    for (const each of asked) this.known.set(each.no, each);
    this.table = asked;
    const not = asked.filter((each) => this.meant(each).value === "否");
    if (not.length === 0) return "都是";
    const [only] = not;
    return not.length === 1 && only && this.job.dice.chance(0.5) ? `除了第${only.no}题都是` : this.oneByOne();
  }

  private oneByOne(): string {
    return this.table.map((each) => `${each.no}${this.meant(each).value}`).join("");
  }

  private inventory(kinds: string[]): string {
    const mine = this.scene.intents.inventory(this.job.piece);
    if (mine.length === 0) return this.job.dice.oneOf(["零报告", "都没有"]);
    const numbers = mine.map((name) => kinds.indexOf(name) + 1);
    return this.job.dice.chance(0.5) ? numbers.join(" ") : mine.join("、");
  }

  private confirmList(names: string[]): Omit<Said, "phone"> {
    const mine = this.scene.intents.inventory(this.job.piece);
    const same = names.length === mine.length && names.every((name) => mine.includes(name));
    if (!same)
      this.scene.stage.complain(
        `${nameOf(this.job.piece)}: the list of ${mine.join()} was taken as ${names.join()}`,
      );
    return { text: "确认" };
  }

  private confirmBatch(items: { no: number; value: string }[]): Omit<Said, "phone"> {
    const off = items.find(({ no, value }) => this.meantAt(no)?.value !== value);
    return { text: off ? `第${off.no}题改成${this.meantAt(off.no)?.value}` : "确认" };
  }
}

const opposite = (value: Meant["value"]): string => (value === "是" ? "否" : "是");
