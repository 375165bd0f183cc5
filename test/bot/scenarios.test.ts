import { readdirSync, readFileSync } from "node:fs";
import { play, type Scenario } from "../support/scenario.ts";
import { TalkingHouse } from "../support/talk.ts";

const folder = new URL("../scenarios/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

describe("talks with the bot", function () {
  this.timeout(20_000);
  let house: TalkingHouse;
  before(async () => {
    house = await TalkingHouse.open();
  });
  beforeEach(() => house.reset());
  after(() => house.close());

  for (const name of files) {
    const { about, scenarios } = JSON.parse(readFileSync(new URL(name, folder), "utf8")) as {
      about: string;
      scenarios: Scenario[];
    };
    describe(about, () => {
      for (const scenario of scenarios) it(scenario.title, () => play(house, scenario));
    });
  }
});
