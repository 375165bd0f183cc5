import { openTestHouse, type TestHouse } from "../support/house.ts";

/** The house of the `describe` that is running. */
export let test: TestHouse;

/** Call it in a `describe`: each of its tests finds the house empty. */
export function useHouse(): void {
  before(async function () {
    this.timeout(60_000);
    test = await openTestHouse();
  });
  beforeEach(() => test.clear());
  after(() => test.close());
}
