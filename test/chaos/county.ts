import { codeOf } from "../../src/actions/assignments.ts";
import { aCrowd, type Crowd } from "../bench/crowd.ts";
import type { Size } from "./plan.ts";
import type { Persona } from "./talker.ts";

const questions = 12;

/** Who talks, and where the product keeps it. */
export interface County {
  url: string;
  personas: Persona[];
  /** Milliseconds that the product's clock is ahead of the machine's: the morning on which the campaign starts. */
  ahead: number;
}

/** Sets a county up on a server: schools, people responsible for them, and a published checklist that all must answer. */
export async function settle({ people }: Size, server: string): Promise<County> {
  const crowd = await aCrowd(server, people, questions);
  const { test } = crowd;
  const personas = crowd.members.map(({ personId, address, assignmentId }, index) => ({
    name: `person ${index + 1}`,
    personId,
    phones: [address],
    assignmentId,
    code: codeOf(assignmentId),
    shares: false,
  }));
  await shareUnits(crowd, personas);
  await giveSecondPhones(crowd, personas);
  await test.house.database.destroy();
  return { url: test.url, personas, ahead: test.clock.now().getTime() - Date.now() };
}

/** Of the first third, always two answer for the same school. */
async function shareUnits({ test }: Crowd, personas: Persona[]): Promise<void> {
  for (let no = 0; no + 1 < personas.length / 3; no += 2) {
    const [first, second] = personas.slice(no, no + 2);
    if (!first || !second) return;
    await test.db.query(
      "UPDATE post SET unit_id = (SELECT unit_id FROM assignment WHERE id = ?) WHERE person_id = ?",
      [first.assignmentId, second.personId],
    );
    Object.assign(second, { assignmentId: first.assignmentId, code: first.code, shares: true });
    first.shares = true;
  }
}

/** Every fifth has two phones. */
async function giveSecondPhones({ test }: Crowd, personas: Persona[]): Promise<void> {
  for (const persona of personas.filter((_, no) => no % 5 === 4)) {
    const address = `${persona.phones[0]}-second`;
    await test.db.query(
      "INSERT INTO contact (channel, address, person_id, verified_at) VALUES ('simulator', ?, ?, ?)",
      [address, persona.personId, test.clock.now()],
    );
    persona.phones.push(address);
  }
}
