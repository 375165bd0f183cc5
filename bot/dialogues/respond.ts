import type { Task } from "../../src/actions/assignments.ts";
import type { Meaning } from "../understand/meaning.ts";
import { awaited } from "./awaiting.ts";
import { deedOf } from "./deeds.ts";
import { handOff } from "./helping.ts";
import { move } from "./moving.ts";
import { lines, type Turn } from "./turn.ts";

const tooEarly = "这句话是在我问这一题之前发出的,为免记错,没有记。请看看下面这一题:";

/** Does what was meant and says what was done with it. */
export async function respond(turn: Turn, meaning: Meaning, addressed: Task | null): Promise<string> {
  if (turn.early && records(meaning)) return lines(tooEarly, await move(turn, "repeat"));
  const waited = turn.memory.pending ? await awaited(turn, turn.memory.pending, meaning) : null;
  if (waited !== null) return waited;
  const said = await deedOf(turn, meaning, addressed);
  if (meaning.intent !== "answer" || !meaning.question) return said;
  return lines(said, `您问的“${meaning.question}”,${await handOff(turn, meaning.question)}`);
}

const records = (meaning: Meaning): boolean =>
  meaning.intent === "answer" || meaning.intent === "answers" || meaning.intent === "confirm";
