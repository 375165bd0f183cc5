import { expect } from "chai";
import { shiftFor, shiftPlan, shiftToYear } from "../../seeds/plan.ts";
import { plan2018 } from "../../seeds/plan-2018.ts";
import { dayOf, daysBetween, endOf, plusDays } from "../../src/workdays.ts";

/** Questions of the plan where 是 is a problem, as dissected by hand. */
const negative = "B02 B03 B04 B08 D01 D02 D03 D04 D05 D06 D07 D08 D09 D14 D15 D16 D17 D18".split(" ");

const items = plan2018.checklists.flatMap((checklist) => checklist.items);
const phases = plan2018.tasks.flatMap((task) => task.phases);
const deliverables = plan2018.requirements.filter((requirement) => requirement.checklist === null);

const numbered = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, place) => `${letter}${String(place + 1).padStart(2, "0")}`);

describe("the 2018 plan", () => {
  it("has 5 tasks, 10 phases, 86 questions and 8 deliverables", () => {
    expect(plan2018.tasks.map((task) => task.code)).to.deep.equal(["Z1", "Z2", "Z3", "Z4", "ALL"]);
    expect(phases).to.have.length(10);
    expect(items).to.have.length(86);
    expect(deliverables.map((deliverable) => deliverable.code)).to.deep.equal(
      Array.from({ length: 8 }, (_, place) => `R${place + 1}`),
    );
  });

  it("keeps the keys of the questions", () => {
    const keys = [["A", 26] as const, ["B", 14] as const, ["C", 6] as const, ["D", 23] as const];
    const all = [...keys, ["E", 15] as const, ["X", 2] as const].flatMap(([letter, count]) =>
      numbered(letter, count),
    );
    expect(items.map((item) => item.key)).to.deep.equal(all);
  });

  it("knows the 18 questions where yes is a problem", () => {
    expect(items.filter((item) => item.polarity === "-").map((item) => item.key)).to.deep.equal(negative);
    expect(items.filter((item) => item.polarity === "+")).to.have.length(68);
  });
});

describe("the questions of the 2018 plan", () => {
  it("are short enough for a phone, each in its own words", () => {
    for (const { key, question } of items) {
      expect(question.length, key).to.be.within(8, 40);
      expect(question, key).to.match(/^[^+-].*\?$/);
    }
    expect(new Set(items.map((item) => item.question)).size).to.equal(86);
  });

  it("ask about media, platforms, targets or the unit, and the information office its own two", () => {
    const scopes = (letter: string): string[] => [
      ...new Set(items.filter((item) => item.key.startsWith(letter)).map((item) => item.scope)),
    ];
    expect(["A", "B", "C", "E", "X"].map(scopes)).to.deep.equal([
      ["medium"],
      ["platform"],
      ["unit"],
      ["unit"],
      ["unit"],
    ]);
    const targets = items.filter((item) => item.scope === "target").map((item) => item.key);
    expect(targets).to.deep.equal(numbered("D", 20));
    const office = items.filter((item) => item.answeredBy === "xinxiban").map((item) => item.key);
    expect(office).to.deep.equal(["X01", "X02"]);
  });

  it("want proof of few things", () => {
    const required = items.filter((item) => item.evidence === "required").map((item) => item.key);
    expect(required).to.deep.equal(["A02", "B12", "C01", "D21"]);
  });
});

describe("the requirements of the 2018 plan", () => {
  it("point only to tasks, phases, checklists and offices that it has", () => {
    const places = new Set(
      plan2018.tasks.flatMap((task) => [
        `${task.code}/null`,
        ...task.phases.map((phase) => `${task.code}/${phase.code}`),
      ]),
    );
    const offices = [null, ...plan2018.offices.map((each) => each.code)];
    for (const { code, task, phase, office } of plan2018.requirements) {
      expect(places.has(`${task}/${phase}`), code).to.equal(true);
      expect(offices, code).to.include(office);
    }
    const asked = plan2018.requirements.flatMap((requirement) => requirement.checklist ?? []);
    expect(asked).to.have.members(plan2018.checklists.map((checklist) => checklist.code));
  });

  it("tell that the implementation plan has no date of its own", () => {
    const own = deliverables.find((deliverable) => deliverable.code === "R8");
    expect(own).to.include({ due: "2018-08-17", wording: "原文无日期", office: null });
    expect(plan2018.warnings.some((warning) => warning.includes("R8"))).to.equal(true);
  });

  it("fit into the columns", () => {
    for (const { title, wording, recipient, code } of plan2018.requirements) {
      expect(title.length, code).to.be.at.most(120);
      expect(wording.length, code).to.be.at.most(40);
      expect(recipient.length, code).to.be.at.most(80);
    }
    expect(plan2018.warnings).to.have.length.at.least(13);
  });
});

const weekday = (day: string): number => endOf(day).getUTCDay();

describe("moving the plan", () => {
  it("keeps weekdays, distances and the original dates", () => {
    const moved = shiftPlan(plan2018, shiftFor("2026-11-23", plan2018));
    for (const [place, requirement] of moved.requirements.entries()) {
      const own = plan2018.requirements[place];
      expect(requirement.originalDue).to.equal(own?.due);
      expect(requirement.originalFrom).to.equal(own?.from);
      expect(daysBetween(own?.due ?? "", requirement.due)).to.equal(3024);
      expect(weekday(requirement.due)).to.equal(weekday(own?.due ?? ""));
    }
    const movedPhases = moved.tasks.flatMap((task) => task.phases);
    expect(movedPhases.map((phase) => phase.originalDue)).to.deep.equal(phases.map((phase) => phase.due));
    expect(movedPhases.find((phase) => phase.code === "Z4P2")).to.include({
      from: plusDays("2018-08-26", 3024),
      originalFrom: "2018-08-26",
    });
  });

  it("invents no date for 即日起 and leaves the plan itself alone", () => {
    const before = JSON.stringify(plan2018);
    const moved = shiftPlan(plan2018, 7);
    expect(moved.tasks[0]?.phases[0]).to.include({ from: null, originalFrom: null, due: "2018-08-24" });
    expect(JSON.stringify(plan2018)).to.equal(before);
  });

  it("puts any day two to eight days before the first deadline, by whole weeks", () => {
    for (let day = "2026-11-01"; day < "2028-03-10"; day = plusDays(day, 1)) {
      const days = shiftFor(day, plan2018);
      expect(Math.abs(days % 7)).to.equal(0);
      expect(daysBetween(day, plusDays(plan2018.firstDue, days)), day).to.be.within(2, 8);
    }
    expect(shiftFor("2018-08-14", plan2018)).to.equal(0);
    expect(dayOf(endOf(plusDays(plan2018.firstDue, shiftFor("2026-11-24", plan2018))))).to.equal(
      "2026-11-27",
    );
  });

  it("finds about the same dates in another year", () => {
    expect(shiftToYear(2018, plan2018)).to.equal(0);
    const due = plusDays(plan2018.firstDue, shiftToYear(2027, plan2018));
    expect(Math.abs(daysBetween("2027-08-17", due))).to.be.at.most(3);
    expect(weekday(due)).to.equal(weekday("2018-08-17"));
  });
});
