import { expect } from "chai";
import fc from "fast-check";
import {
  at,
  type Day,
  dayOf,
  daysBetween,
  endOf,
  plusDays,
  sayDay,
  startOf,
  timeOf,
  Workdays,
} from "../src/workdays.ts";

const day = fc
  .integer({ min: 0, max: 365 * 12 })
  .map((days) => new Date(Date.UTC(2016, 0, 1) + days * 86_400_000).toISOString().slice(0, 10));
const span = fc.integer({ min: -4000, max: 4000 });

describe("days of Shanghai", () => {
  for (const [moment, expected, time] of [
    ["2018-08-14T15:59:59.999Z", "2018-08-14", "23:59"],
    ["2018-08-14T16:00:00.000Z", "2018-08-15", "00:00"],
    ["2018-12-31T16:00:00.000Z", "2019-01-01", "00:00"],
    ["2018-08-14T01:00:00.000Z", "2018-08-14", "09:00"],
  ] as const) {
    it(`takes ${moment} for ${expected} ${time}`, () => {
      expect(dayOf(new Date(moment))).to.equal(expected);
      expect(timeOf(new Date(moment))).to.equal(time);
    });
  }

  it("begins at midnight there and ends a millisecond before the next", () => {
    expect(startOf("2018-08-31").toISOString()).to.equal("2018-08-30T16:00:00.000Z");
    expect(endOf("2018-08-31").toISOString()).to.equal("2018-08-31T15:59:59.999Z");
  });

  it("holds every one of its instants and no others", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 86_399_999 }), (each, millisecond) => {
        const moment = new Date(startOf(each).getTime() + millisecond);
        expect(dayOf(moment)).to.equal(each);
        expect(moment <= endOf(each)).to.equal(true);
        expect(dayOf(new Date(endOf(each).getTime() + 1))).to.equal(plusDays(each, 1));
        expect(dayOf(at(each, timeOf(moment)))).to.equal(each);
      }),
    );
  });

  it("counts days so that going there and back leads home", () => {
    fc.assert(
      fc.property(day, span, (from, days) => {
        const to = plusDays(from, days);
        expect(daysBetween(from, to)).to.equal(days);
        expect(plusDays(to, -days)).to.equal(from);
      }),
    );
  });

  it("counts over leap days and years", () => {
    expect(plusDays("2020-02-28", 1)).to.equal("2020-02-29");
    expect(plusDays("2018-12-31", 1)).to.equal("2019-01-01");
    expect(daysBetween("2018-08-31", "2018-08-14")).to.equal(-17);
  });

  it("is said with its weekday, and with its year only when it is another", () => {
    const now = at("2018-08-14", "09:00");
    expect(sayDay("2018-08-21", now)).to.equal("8月21日(周二)");
    expect(sayDay("2018-08-26", now)).to.equal("8月26日(周日)");
    expect(sayDay("2019-01-02", now)).to.equal("2019年1月2日(周三)");
    expect(sayDay("2018-08-21")).to.equal("2018年8月21日(周二)");
    expect(sayDay("2019-01-01", at("2019-01-01", "00:00")), "the year is Shanghai's").to.equal(
      "1月1日(周二)",
    );
  });
});

describe("working days", () => {
  const china = new Workdays();
  const worked = (days: Day[]) => days.filter((each) => china.isWorkday(each));

  for (const zone of ["UTC", "Asia/Shanghai", "America/New_York", "Pacific/Kiritimati"])
    it(`are those of Shanghai on a machine whose zone is ${zone}`, () => {
      const before = process.env.TZ;
      process.env.TZ = zone;
      try {
        expect(worked(["2018-08-31", "2018-09-01", "2018-09-02", "2018-09-03"])).to.deep.equal([
          "2018-08-31",
          "2018-09-03",
        ]);
      } finally {
        if (before === undefined) delete process.env.TZ;
        else process.env.TZ = before;
      }
    });

  it("rest over the National Day of 2018 and make up for it on the weekend before", () => {
    expect(worked(["2018-09-29", "2018-09-30"])).to.deep.equal(["2018-09-29", "2018-09-30"]);
    expect(worked(Array.from({ length: 7 }, (_, index) => plusDays("2018-10-01", index)))).to.deep.equal([]);
    expect(china.isWorkday("2018-10-08")).to.equal(true);
    expect(china.onOrBefore("2018-10-05")).to.equal("2018-09-30");
    expect(china.onOrAfter("2018-10-01")).to.equal("2018-10-08");
  });

  it("rest over the Spring Festival of 2026 and make up for it on two Saturdays", () => {
    expect(worked(Array.from({ length: 9 }, (_, index) => plusDays("2026-02-15", index)))).to.deep.equal([]);
    expect(worked(["2026-02-14", "2026-02-24", "2026-02-28"])).to.have.length(3);
    expect(china.after("2026-02-14", 1)).to.equal("2026-02-24");
    expect(china.after("2026-02-17", 5)).to.equal("2026-02-28");
  });

  it("follow the bureau's own changes before the calendar", () => {
    const bureau = new Workdays(
      new Map([
        ["2018-08-18", true],
        ["2018-08-20", false],
      ]),
    );
    expect(bureau.onOrAfter("2018-08-18")).to.equal("2018-08-18");
    expect(bureau.after("2018-08-18", 1)).to.equal("2018-08-21");
    expect(bureau.onOrBefore("2018-08-20")).to.equal("2018-08-18");
    expect(china.onOrAfter("2018-08-18")).to.equal("2018-08-20");
  });

  it("are found next to any day, with no working day passed over", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 15 }), (each, count) => {
        for (const [found, step] of [
          [china.onOrAfter(each), 1],
          [china.onOrBefore(each), -1],
        ] as const) {
          expect(china.isWorkday(found)).to.equal(true);
          const between = Array.from({ length: Math.abs(daysBetween(each, found)) }, (_, index) =>
            plusDays(each, step * index),
          );
          expect(worked(between)).to.deep.equal([]);
        }
        const later = china.after(each, count);
        const passed = Array.from({ length: daysBetween(each, later) }, (_, index) =>
          plusDays(each, index + 1),
        );
        expect(worked(passed)).to.have.length(count);
        expect(passed.at(-1)).to.equal(later);
        expect(china.isWorkday(later)).to.equal(true);
      }),
    );
  });

  it("count none from a day to itself", () => expect(china.after("2018-08-18", 0)).to.equal("2018-08-18"));
});
