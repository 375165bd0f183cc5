import { expect } from "chai";
import fc from "fast-check";
import type { ReminderAudience, ReminderRule } from "../../entities/reminder-rule.ts";
import { type Occasion, planReminders } from "../../src/machines/reminder-plan.ts";
import { at, dayOf, endOf, plusDays, startOf, timeOf, Workdays } from "../../src/workdays.ts";
import { usualReminders } from "../support/campaigns.ts";

type Rule = Pick<ReminderRule, "moment" | "days" | "audience" | "at">;

const china = new Workdays();
const usual: Rule[] = usualReminders.map((rule) => ({ ...rule, at: "09:00" }));

const plan = (occasion: Partial<Occasion> & { due: string; starts: string; now: Date }, workdays = china) =>
  planReminders(
    { startsAt: startOf(occasion.starts), dueAt: endOf(occasion.due), startTold: false, ...occasion },
    usual,
    workdays,
  ).map(({ moment, days, audience, fireAt }) => {
    return `${dayOf(fireAt)} ${timeOf(fireAt)} ${moment} ${days} ${audience}`;
  });

describe("the plan of reminders", () => {
  describe("for a deadline on 2018-10-01, the first of seven holidays", () => {
    const occasion = { starts: "2018-09-03", due: "2018-10-01", now: at("2018-09-01", "10:00") };

    it("moves what comes before it to working days before, and what comes after it behind the holidays", () => {
      expect(plan(occasion)).to.deep.equal([
        "2018-09-03 09:00 start 0 responsible",
        "2018-09-21 09:00 before 7 responsible",
        "2018-09-28 09:00 before 3 responsible",
        "2018-09-30 09:00 due 0 responsible",
        "2018-10-08 09:00 overdue 1 responsible",
        "2018-10-09 09:00 overdue 2 responsible",
        "2018-10-10 09:00 overdue 3 responsible",
        "2018-10-11 09:00 overdue 4 head",
        "2018-10-12 09:00 overdue 5 central",
        "2018-10-15 09:00 overdue 6 bureau",
      ]);
    });

    it("keeps to the bureau's own calendar where that differs", () => {
      const own = new Workdays(
        new Map([
          ["2018-09-30", false],
          ["2018-10-07", true],
        ]),
      );
      const days = plan(occasion, own).map((line) => line.slice(0, 24));
      expect(days).to.include("2018-09-29 09:00 due 0 r").and.to.include("2018-10-07 09:00 overdue");
      expect(days.some((line) => line.startsWith("2018-09-30"))).to.equal(false);
    });
  });

  it("for a deadline on New Year's Day of the 2026 Spring Festival sends on the Saturdays that are worked", () => {
    const occasion = { starts: "2026-02-02", due: "2026-02-17", now: at("2026-02-01", "10:00") };
    expect(plan(occasion)).to.deep.equal([
      "2026-02-02 09:00 start 0 responsible",
      "2026-02-10 09:00 before 7 responsible",
      "2026-02-14 09:00 due 0 responsible",
      "2026-02-24 09:00 overdue 1 responsible",
      "2026-02-25 09:00 overdue 2 responsible",
      "2026-02-26 09:00 overdue 3 responsible",
      "2026-02-27 09:00 overdue 4 head",
      "2026-02-28 09:00 overdue 5 central",
      "2026-03-02 09:00 overdue 6 bureau",
    ]);
  });

  it("tells the start at once when it has passed, and never again once told", () => {
    const late = { starts: "2018-08-01", due: "2018-08-31", now: at("2018-08-14", "10:07") };
    expect(plan(late)[0]).to.equal("2018-08-14 10:07 start 0 responsible");
    expect(plan({ ...late, startTold: true })[0]).to.equal("2018-08-24 09:00 before 7 responsible");
  });

  it("tells a start that has passed on the next working day when today is none", () => {
    const sunday = { starts: "2018-08-01", due: "2018-08-31", now: at("2018-08-19", "10:07") };
    expect(plan(sunday)[0]).to.equal("2018-08-20 09:00 start 0 responsible");
  });

  it("leaves out what would come before the work starts", () => {
    const short = { starts: "2018-08-29", due: "2018-08-31", now: at("2018-08-14", "09:00") };
    expect(plan(short).slice(0, 3)).to.deep.equal([
      "2018-08-29 09:00 start 0 responsible",
      "2018-08-30 09:00 before 1 responsible",
      "2018-08-31 09:00 due 0 responsible",
    ]);
  });

  it("leaves out a last call that would come after a deadline early in the day", () => {
    const early = { starts: "2018-08-20", due: "2018-08-31", now: at("2018-08-14", "09:00") };
    const lines = plan({ ...early, dueAt: at("2018-08-31", "08:00") });
    expect(lines.filter((line) => line.startsWith("2018-08-31"))).to.deep.equal([]);
    expect(lines).to.include("2018-08-30 09:00 before 1 responsible");
  });
});

const audiences: ReminderAudience[] = ["responsible", "head", "central", "bureau"];
const kinds: Rule["moment"][] = ["start", "before", "due", "overdue"];
const ruleOrder = (rule: Rule) =>
  kinds.indexOf(rule.moment) * 100 + (rule.moment === "before" ? -rule.days : rule.days);
const anyRules = fc
  .array(
    fc.record({
      moment: fc.constantFrom(...kinds),
      days: fc.integer({ min: 0, max: 12 }),
      audience: fc.constantFrom(...audiences),
      at: fc.constantFrom<string[]>("07:30", "09:00", "14:30", "18:00"),
    }),
    { maxLength: 12 },
  )
  .map((rules) =>
    rules
      .map((rule) => (rule.moment === "overdue" ? { ...rule, days: rule.days + 1 } : rule))
      .sort((a, b) => ruleOrder(a) - ruleOrder(b)),
  );
const anyCase = fc
  .record({
    starts: fc.integer({ min: 0, max: 700 }).map((days) => plusDays("2018-01-01", days)),
    length: fc.integer({ min: 0, max: 60 }),
    minute: fc.integer({ min: -30 * 1440, max: 80 * 1440 }),
    startTold: fc.boolean(),
    dueTime: fc.constantFrom("end", "08:00", "12:00"),
    rules: anyRules,
    changes: fc.array(fc.tuple(fc.integer({ min: -20, max: 80 }), fc.boolean()), { maxLength: 12 }),
  })
  .map(({ starts, length, minute, startTold, dueTime, rules, changes }) => {
    const due = plusDays(starts, length);
    const startsAt = startOf(starts);
    const dueAt = dueTime === "end" ? endOf(due) : at(due, dueTime);
    const now = new Date(startsAt.getTime() + minute * 60_000);
    const own = new Map(changes.map(([offset, worked]) => [plusDays(starts, offset), worked] as const));
    return { occasion: { startsAt, dueAt, now, startTold }, rules, workdays: new Workdays(own) };
  });

describe("any plan of reminders", () => {
  const check = (property: (each: ReturnType<typeof anyCase.generate>["value"]) => void) =>
    fc.assert(fc.property(anyCase, property), { numRuns: 500 });
  const fires = ({ occasion, rules, workdays }: Parameters<Parameters<typeof check>[0]>[0]) =>
    planReminders(occasion, rules, workdays);

  it("sends on working days only", () =>
    check((each) => {
      for (const fire of fires(each)) expect(each.workdays.isWorkday(dayOf(fire.fireAt))).to.equal(true);
    }));

  it("calls before the deadline up to it, and after it only beyond it", () =>
    check((each) => {
      for (const fire of fires(each).filter((one) => one.moment !== "start")) {
        expect(fire.fireAt > each.occasion.dueAt, fire.moment).to.equal(fire.moment === "overdue");
      }
    }));

  it("sends at most one on a day to one audience", () =>
    check((each) => {
      const days = fires(each).map((fire) => `${dayOf(fire.fireAt)} ${fire.audience}`);
      expect(new Set(days).size).to.equal(days.length);
    }));

  it("lies ahead, in order, and calls nobody before the work starts", () =>
    check((each) => {
      const { now, startsAt } = each.occasion;
      const moments = fires(each).map((fire) => fire.fireAt.getTime());
      expect(moments).to.deep.equal([...moments].sort((a, b) => a - b));
      for (const fire of fires(each)) {
        expect(fire.fireAt >= now && (fire.fireAt > now || fire.moment === "start")).to.equal(true);
        if (fire.moment !== "overdue") expect(fire.fireAt >= startsAt).to.equal(true);
      }
    }));

  it("tells a start once, and always when it was not told and has a rule of its own day", () =>
    check((each) => {
      const starts = fires(each).filter((fire) => fire.moment === "start");
      if (each.occasion.startTold) expect(starts).to.deep.equal([]);
      const audiencesAsked = new Set(
        each.rules.filter((rule) => rule.moment === "start").map((rule) => rule.audience),
      );
      const told = new Set(fires(each).map((fire) => fire.audience));
      if (!each.occasion.startTold) for (const one of audiencesAsked) expect(told.has(one)).to.equal(true);
    }));

  it("never moves the deadline, nor anything else that it is made from", () =>
    check((each) => {
      const before = structuredClone({ occasion: each.occasion, rules: each.rules });
      fires(each);
      expect({ occasion: each.occasion, rules: each.rules }).to.deep.equal(before);
    }));

  it("made again later is what was left of it", () =>
    check((each) => {
      const rules = each.rules.map((rule) => ({ ...rule, at: "09:00" }));
      const told = { ...each, rules, occasion: { ...each.occasion, startTold: true } };
      const [first] = fires(told);
      if (!first) return;
      const later = { ...told, occasion: { ...told.occasion, now: first.fireAt } };
      expect(fires(later)).to.deep.equal(
        fires(told)
          .slice(1)
          .filter((fire) => fire.fireAt > first.fireAt),
      );
    }));
});
