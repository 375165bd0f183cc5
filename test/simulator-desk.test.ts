import { expect } from "chai";
import { forgetfulJournal } from "../bot/puppets/simulator-journal.ts";
import { SimulatedWorld } from "../bot/puppets/simulator-world.ts";
import { removeDemo } from "../seeds/remove-demo.ts";
import { installDemo } from "../src/first-start.ts";
import { openingMoment, settleWorld, simulatorDesk } from "../src/simulator-desk.ts";
import { at, Workdays } from "../src/workdays.ts";
import { useTestHouse } from "./support/house.ts";

describe("the simulator's desk", () => {
  const test = useTestHouse();
  let world: SimulatedWorld;
  beforeEach(() => {
    world = new SimulatedWorld({ journal: forgetfulJournal(), base: test.clock });
  });

  const desk = () => simulatorDesk({ house: test.house, world, catchUp: async () => undefined });

  it("has the demo's people in the world while the demo is there, and nobody else", async () => {
    await test.act(installDemo);
    await settleWorld(test.house, world);
    expect(world.people().length).to.be.above(50);
    expect(world.rooms().map((room) => room.name)).to.deep.equal(["校长工作群"]);
    await test.act(removeDemo);
    const { recommended, hints } = await desk().welcome();
    expect(world.people()).to.deep.equal([]);
    expect([recommended, hints]).to.deep.equal([undefined, []]);
  });

  it("sends a newcomer to 王秀兰, and says who is not bound yet", async () => {
    await test.act(installDemo);
    const { recommended, hints } = await desk().welcome();
    expect(world.people().find((person) => person.id === recommended)?.name).to.equal("王秀兰");
    expect(hints[0]?.personId).to.equal(recommended);
    const unbound = world.people().filter((person) => person.label.includes("未绑定"));
    expect(hints.slice(1).map((hint) => hint.personId)).to.deep.equal(unbound.map((person) => person.id));
  });

  it("goes to the evening of one deadline after the other", async () => {
    await test.act(installDemo);
    const days: (Date | undefined)[] = [];
    for (let n = 0; n < 3; n++) {
      const next = await desk().nextDeadline();
      days.push(next);
      if (next) world.moveTo(next);
    }
    const dues: { day: string }[] = await test.db.query(
      "SELECT DISTINCT DATE_FORMAT(due_at + INTERVAL 8 HOUR, '%Y-%m-%d') AS day FROM assignment ORDER BY day LIMIT 3",
    );
    expect(days).to.deep.equal(dues.map(({ day }) => at(day, "18:00")));
  });

  it("knows of no deadline when there is none", async () => {
    expect(await desk().nextDeadline()).to.equal(undefined);
  });

  const openings: [now: [string, string], then: [string, string]][] = [
    [
      ["2018-08-14", "09:00"],
      ["2018-08-14", "09:00"],
    ],
    [
      ["2018-08-14", "17:59"],
      ["2018-08-14", "17:59"],
    ],
    [
      ["2018-08-14", "08:00"],
      ["2018-08-14", "09:05"],
    ],
    [
      ["2018-08-14", "18:00"],
      ["2018-08-15", "09:05"],
    ],
    [
      ["2018-08-17", "23:00"],
      ["2018-08-20", "09:05"],
    ],
    [
      ["2018-08-18", "03:00"],
      ["2018-08-20", "09:05"],
    ],
    [
      ["2018-09-30", "20:00"],
      ["2018-10-08", "09:05"],
    ],
  ];
  for (const [now, then] of openings) {
    it(`opens the demo of ${now.join(" ")} at ${then.join(" ")}`, () => {
      expect(openingMoment(at(...now), new Workdays())).to.deep.equal(at(...then));
    });
  }
});
