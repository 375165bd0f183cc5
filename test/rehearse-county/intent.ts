import { Dice } from "../chaos/dice.ts";
import type { Piece } from "./diary.ts";
import { demandOf } from "./plan.ts";

/** What somebody means to answer; `note` where the answer wants one. */
export interface Meant {
  value: "是" | "否" | "部分" | "整改中" | "不涉及";
  note: string | null;
}

const notes = { 部分: "还差两份记录", 不涉及: "我校没有开展这项业务" } as const;

/**
 * What every unit really has and really means, whatever the bot makes of it. Drawn from a seed: the same question of
 * the same unit has the same answer, and neighbouring questions mostly have different ones.
 */
export class Intents {
  private readonly seed: number;
  /** Units that take questions in lists answer with 是 and 否 alone. */
  private readonly plain: ReadonlySet<string>;
  private readonly changed = new Map<string, Meant>();

  constructor(seed: number, plain: ReadonlySet<string>) {
    this.seed = seed;
    this.plain = plain;
  }

  /** The media, platforms or targets that a unit has. */
  inventory(piece: Piece): string[] {
    const about = demandOf(piece.demand).asks?.about ?? "unit";
    const dice = new Dice("inventory", this.seed, piece.place, about);
    if (about === "medium") return dice.chance(0.5) ? [] : some(dice, ["校报", "广播站", "校园网"], 0.15);
    if (about === "platform")
      return dice.chance(0.25) ? [] : some(dice, ["公众账号", "互联网站", "应用程序"], 0.2);
    return dice.chance(0.6) ? [] : some(dice, ["公众账号", "应用程序"], 0.1);
  }

  /** How many questions a unit is asked. */
  countOf(piece: Piece): number {
    const { asks } = demandOf(piece.demand);
    if (!asks) return 0;
    return asks.about === "unit" ? asks.count : asks.count * this.inventory(piece).length;
  }

  /** The answer to one question; `subject` names the medium or platform, or is empty. */
  answer(piece: Piece, subject: string, question: string): Meant {
    const name = this.nameOf(piece, subject, question);
    return this.changed.get(name) ?? this.drawn(piece.place, name);
  }

  /** Somebody has mended what was sent back, and now means the opposite. */
  change(piece: Piece, subject: string, question: string): void {
    const { value } = this.answer(piece, subject, question);
    this.changed.set(this.nameOf(piece, subject, question), {
      value: value === "是" ? "否" : "是",
      note: null,
    });
  }

  private drawn(place: string, name: string): Meant {
    const dice = new Dice("answer", this.seed, name);
    const throwOf = dice.next();
    if (throwOf < 0.52 || this.plain.has(place)) return { value: throwOf < 0.6 ? "是" : "否", note: null };
    if (throwOf < 0.82) return { value: "否", note: null };
    if (throwOf < 0.88) return { value: "整改中", note: null };
    const value = throwOf < 0.94 ? "部分" : "不涉及";
    return { value, note: notes[value] };
  }

  private nameOf({ place, demand }: Piece, subject: string, question: string): string {
    return `${place}/${demand}/${subject}/${question}`;
  }
}

function some(dice: Dice, kinds: [string, ...string[]], chanceOfTwo: number): string[] {
  const first = dice.oneOf(kinds);
  const second = dice.oneOf(kinds);
  return dice.chance(chanceOfTwo) && second !== first ? [first, second] : [first];
}
