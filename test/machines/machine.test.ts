import { expect } from "chai";
import fc from "fast-check";
import { Event } from "../../entities/event.ts";
import { ReminderFire } from "../../entities/reminder-fire.ts";
import { allowedCommands, type Subject, transition } from "../../src/machines/machine.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";
import { declared } from "./declared.ts";
import { aRow } from "./rows.ts";

const everyCommand = [...new Set(declared.flatMap(({ machine }) => Object.keys(machine.commands)))];
const anything = fc.oneof(
  fc.constantFrom(...everyCommand),
  fc.constantFrom("", "constructor", "__proto__", "toString", "SUBMIT", "submit "),
  fc.string({ maxLength: 12 }),
);

for (const { machine, steps, reasons } of declared) {
  const words = (from: string, command: string) => `${from} ${command}`;
  const agreed = new Set(steps.map((step) => step.split(" ").slice(0, 2).join(" ")));
  const states = Object.keys(machine.states);

  describe(`the machine of ${machine.title}(${machine.name})`, () => {
    it("has exactly the moves that were agreed", () => {
      const has = machine.steps.map((step) => `${step.from} ${step.command} ${step.to}`);
      expect(has).to.have.members(steps);
      expect(new Set(has.map((step) => step.split(" ").slice(0, 2).join(" "))).size).to.equal(has.length);
    });

    it("asks for a reason where that was agreed", () => {
      const asks = machine.steps.filter((step) => step.needsReason);
      expect(asks.map((step) => `${step.from} ${step.command} ${step.to}`)).to.have.members(reasons);
    });

    it("has a Chinese name for every state and command, and uses each of them", () => {
      const used = machine.steps.flatMap((step) => [step.from, step.to]);
      expect(new Set([...used, machine.initial])).to.deep.equal(new Set(states));
      expect(new Set(machine.steps.map((step) => step.command))).to.deep.equal(
        new Set(Object.keys(machine.commands)),
      );
      for (const name of [
        machine.title,
        ...Object.values(machine.states),
        ...Object.values(machine.commands),
      ]) {
        expect(name).to.match(/^\p{Script=Han}+$/u);
      }
      expect(new Set(Object.values(machine.states)).size, "no two states share a name").to.equal(
        states.length,
      );
    });

    it("leads from the first state to every other, and stops only where it says so", () => {
      const reached = new Set([machine.initial]);
      for (const from of reached) {
        for (const step of machine.steps) if (step.from === from) reached.add(step.to);
      }
      expect([...reached]).to.have.members(states);
      const stuck = states.filter((state) => allowedCommands(machine, state).length === 0);
      expect(stuck).to.have.members(machine.terminal);
    });

    describe("on a row", () => {
      let test: TestHouse;
      let row: Subject;
      before(async () => {
        test = await openTestHouse();
        row = await aRow(test, machine);
      });
      beforeEach(() => test.db.createQueryBuilder().delete().from(Event).execute());
      after(() => test.close());

      const putInto = async (state: string): Promise<Subject> => {
        const change = { [machine.column]: state } as object;
        await test.db.update(machine.entity, { id: row.id }, change);
        return test.db.findOneByOrFail(machine.entity, { id: row.id });
      };

      async function expectRefusal(state: string, command: string): Promise<void> {
        const subject = await putInto(state);
        const fires = await test.db.find(ReminderFire);
        const refusal = await refusalOf(
          test.act((work) => transition(work, machine, subject, { command, reason: "试一试" })),
        );
        const allowed = steps
          .filter((step) => step.startsWith(`${state} `))
          .map((step) => step.split(" ")[1]);
        expect(refusal).to.include({ code: "not-allowed", status: 409 });
        expect(refusal.facts.allowed).to.have.members(allowed);
        const names = allowedCommands(machine, state).map((each) => machine.commands[each]);
        expect(refusal.message.endsWith(`现在可以:${names.join("、") || "无"}`)).to.equal(true);
        expect(refusal.message).to.include(machine.title).and.to.include(machine.states[state]);
        expect(await test.db.findOneByOrFail(machine.entity, { id: row.id })).to.deep.equal(subject);
        expect(await test.db.count(Event)).to.equal(0);
        expect(await test.db.find(ReminderFire)).to.deep.equal(fires);
      }

      it("refuses every pair of state and command that was not agreed, and writes nothing", async () => {
        const pairs = states.flatMap((state) =>
          Object.keys(machine.commands).map((command) => [state, command] as const),
        );
        const undeclared = pairs.filter(([state, command]) => !agreed.has(words(state, command)));
        expect(undeclared.length + steps.length).to.equal(pairs.length);
        for (const [state, command] of undeclared) await expectRefusal(state, command);
      });

      it("refuses whatever else is called a command", async () => {
        const pairs = fc
          .tuple(fc.constantFrom(...states), anything)
          .filter(([state, command]) => !agreed.has(words(state, command)));
        await fc.assert(
          fc.asyncProperty(pairs, ([state, command]) => expectRefusal(state, command)),
          { numRuns: 40 },
        );
      });
    });
  });
}
