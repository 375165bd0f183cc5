import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { QueryRunner } from "typeorm";
import type { AnyOperation } from "../../../src/http/api/operation.ts";
import { type Along, type Answer, openTestApi, type TestApi } from "../../support/api.ts";
import { openTestHouse } from "../../support/house.ts";
import { type Judge, openJudge } from "../../support/judge.ts";
import { rehearsal } from "../../support/rehearsal.ts";
import { type Thing, type TwoTowns, twoTowns, type Visitor } from "../../support/two-towns.ts";
import { setDesk } from "../../support/two-towns-desk.ts";
import { fillRegister } from "../../support/two-towns-register.ts";
import { setToWork } from "../../support/two-towns-work.ts";
import { sees } from "./rights.ts";

/** The API of the two townships, where visitors call and nothing that they do is kept. */
export interface Visits {
  api: TestApi;
  judge: Judge;
  county: TwoTowns;
  /** What was not as it should be, a line each. */
  wrong: string[];
  /** Calls as this visitor, and notes an answer against the document or with words that he may not read. */
  call(operation: AnyOperation, visitor: Visitor, path: string, along?: Along): Promise<Answer>;
  operation(id: string): AnyOperation;
  close(): Promise<void>;
}

/** Does this visitor see it, by the plain table? */
export const seenBy = (visitor: Visitor, each: Thing): boolean => sees[each.noun]?.(visitor, each) ?? false;

/** Opens the API over the two townships with all that happened there; `look` is shown what is done, before it is undone. */
export async function openVisits(look?: (runner: QueryRunner) => Promise<void>): Promise<Visits> {
  const test = await openTestHouse();
  test.house.rules.filesFolder = await mkdtemp(join(tmpdir(), "visits-"));
  const county = await twoTowns(test);
  await setToWork(test, county);
  await fillRegister(test, county);
  await setDesk(test, county);
  const api = await openTestApi({ ...test, house: rehearsal(test.house, look) });
  const judge = await openJudge(api);
  const secrets = new Map(county.visitors.map((visitor) => [visitor, secretsFor(county, visitor)]));
  const wrong: string[] = [];
  return {
    api,
    judge,
    county,
    wrong,
    async call(operation, visitor, path, along = {}) {
      const headers = {
        ...visitor.headers,
        ...along.headers,
      };
      const answer = await api.call(operation.method.toUpperCase(), path, {
        ...along,
        headers,
      });
      const told = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
      const leak = secrets.get(visitor)?.find((word) => told.includes(word));
      const what = `${visitor.name} ${operation.id} ${path}`;
      if (leak) wrong.push(`${what}: says ${leak}`);
      const fault = judge.look(operation.id, answer);
      if (fault) wrong.push(`${what}: ${answer.status} ${fault}`);
      return answer;
    },
    operation(id) {
      const found = api.operations.find((each) => each.id === id);
      if (!found) throw new Error(`there is no operation ${id}`);
      return found;
    },
    async close() {
      await api.close();
      await rm(test.house.rules.filesFolder, { recursive: true });
      await test.close();
    },
  };
}

/** Words of what he may not see, unless they are said of something that he may. */
function secretsFor(county: TwoTowns, visitor: Visitor): string[] {
  const words = (wanted: boolean) =>
    county.things.filter((each) => seenBy(visitor, each) === wanted).flatMap((each) => each.words);
  const own = county.things.filter(({ personId }) => personId === visitor.personId);
  const known = [...words(true), ...own.flatMap((each) => each.words), ...aboveHim(county, visitor)];
  return words(false).filter((word) => !known.some((each) => each.includes(word)));
}

/** A school knows whom it stands under. */
const aboveHim = ({ willow }: TwoTowns, visitor: Visitor): string[] =>
  visitor.at.some((id) => willow.schools.some(({ unit }) => unit.id === id)) ? [willow.central.name] : [];

/** Does all of it, a few at a time, as the pool of connections allows. */
export async function inTurns(work: (() => Promise<void>)[]): Promise<void> {
  const left = [...work];
  const one = async () => {
    for (let next = left.shift(); next; next = left.shift()) await next();
  };
  await Promise.all(Array.from({ length: 6 }, one));
}
