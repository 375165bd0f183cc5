import type { County } from "./county.ts";
import { isBelow } from "./county.ts";
import { type Day, demands } from "./plan.ts";
import type { Scene } from "./scene.ts";

/** Tells a rehearsal to people while it goes on. */
export class Story {
  private readonly say: (line: string) => void;
  private letters = 0;
  private entries = 0;

  constructor(say: (line: string) => void) {
    this.say = say;
  }

  opens(county: County, pieces: number): void {
    const units = county.places.filter(isBelow).length;
    this.say(
      `A county of ${units} units and ${county.people.length} people; the plan gives them ${pieces} pieces of work.`,
    );
    for (const [temper, count] of counted(county.people.map((each) => each.temper)))
      this.say(`  ${String(count).padStart(5)} ${temper}`);
  }

  /** One line for a day on which something happened. */
  tells(scene: Scene, day: Day): void {
    const { stage } = scene;
    const entries = stage.diary.slice(this.entries).filter(({ is }) => is !== "tick");
    const letters = stage.arrived.slice(this.letters).filter(({ key }) => !key.startsWith("reply:"));
    this.entries = stage.diary.length;
    this.letters = stage.arrived.length;
    const due = demands.filter((demand) => demand.due === day).map(({ code }) => code);
    if (entries.length + letters.length + due.length === 0) return;
    const reminders = letters.filter(({ text }) => text.startsWith("【督办提醒】"));
    const happened = counted(entries.map(({ is }) => is)).map(([what, count]) => `${count} ${what}`);
    const dueWords = due.length > 0 ? ` due: ${due.join(" ")};` : "";
    this.say(
      `${day}${dueWords} ${reminders.length} reminders, ${letters.length - reminders.length} other letters; ${happened.join(", ")}`,
    );
  }

  reports(day: Day, [total, submitted, accepted, returned, overdue]: number[]): void {
    this.say(
      `  report of ${day}: ${total} in all, ${submitted} to review, ${accepted} accepted, ${returned} sent back, ${overdue} overdue`,
    );
  }
}

function counted(words: string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}
