import { Refusal } from "../../src/errors.ts";

/** The refusal with which an act ends; fails when it ends in any other way. */
export async function refusalOf(act: Promise<unknown>): Promise<Refusal> {
  const ending = await act.then(
    (value) => ({ value }),
    (error: unknown) => error,
  );
  if (ending instanceof Refusal) return ending;
  if (ending instanceof Error) throw ending;
  throw new Error(`not refused: ${JSON.stringify(ending)}`);
}
