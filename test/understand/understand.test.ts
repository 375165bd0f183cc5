import { FIRST } from "./said/first.ts";
import { tests } from "./table.ts";

describe("understanding what people type", () => {
  describe("in the first county", () => tests(FIRST));
});
