import { expect } from "chai";
import { Person } from "../../entities/person.ts";
import { type House, transact, type Work } from "../../src/work.ts";
import { type TestHouse, useTestHouse } from "./house.ts";
import { aMeeting } from "./meeting.ts";

/** A house with few connections, in which pieces of work are run. */
export interface Workbench {
  test: TestHouse;
  /** How many connections there are. */
  places: number;
  /** Runs one piece of work in a house that may differ from the usual. */
  run<T>(act: (work: Work) => Promise<T>, more?: { harmless?: boolean; house?: Partial<House> }): Promise<T>;
  /** As many pieces of work as there are connections, all open at once; answers what each comes to. */
  runInEveryPlace<T>(act: (work: Work) => Promise<T>): Promise<T[]>;
  expectEveryPlaceFree(): Promise<void>;
  /** Adds somebody. */
  add(work: Work, name: string): Promise<unknown>;
  /** As it is committed. */
  nameOf(person: { id: number }): Promise<string>;
}

/** The connection that a piece of work has. */
export const connectionOf = async (work: Work): Promise<number> =>
  Number((await work.db.query("SELECT CONNECTION_ID() AS id"))[0].id);

/** A workbench for the tests of the suite that calls this. */
export function useWorkbench(): Workbench {
  const places = 3;
  const test = useTestHouse(places);
  const run: Workbench["run"] = (act, more = {}) =>
    transact(
      { ...test.house, ...more.house },
      { now: test.clock.now(), actor: { kind: "system", name: "test" }, harmless: more.harmless ?? false },
      act,
    );
  const runInEveryPlace: Workbench["runInEveryPlace"] = (act) => {
    const meet = aMeeting(places);
    const one = () => run((work) => meet().then(() => act(work)));
    return Promise.all(Array.from({ length: places }, one));
  };
  return {
    test,
    places,
    run,
    runInEveryPlace,
    async expectEveryPlaceFree() {
      expect(new Set(await runInEveryPlace(connectionOf)).size).to.equal(places);
    },
    add: (work, name) => work.db.query("INSERT INTO person (name) VALUES (?)", [name]),
    nameOf: async ({ id }) => (await test.db.findOneByOrFail(Person, { id })).name,
  };
}
