import { expect } from "chai";
import fc from "fast-check";
import { dayFrom, isoDay, partsOf } from "../../bot/understand/dates/calendar.ts";
import { readWhen, whensIn } from "../../bot/understand/dates/dates.ts";
import { wishIn } from "../../bot/understand/dates/wish.ts";

const NUMERALS = "零一二三四五六七八九";

const inNumerals = (value: number): string => {
  const tens = Math.floor(value / 10);
  const ones = value % 10;
  const ten = tens === 0 ? "" : `${tens === 1 ? "" : NUMERALS[tens]}十`;
  return `${ten}${ones === 0 ? "" : NUMERALS[ones]}`;
};

const padded = (value: number): string => String(value).padStart(2, "0");

type Parts = ReturnType<typeof partsOf>;

/** Ways to write a day that say its month. */
const FULL: readonly ((parts: Parts) => string)[] = [
  ({ month, date }) => `${month}月${date}日`,
  ({ month, date }) => `${month}月${date}号`,
  ({ month, date }) => `${month}月${date}`,
  ({ month, date }) => `${month}月份的${date}号`,
  ({ month, date }) => `${inNumerals(month)}月${inNumerals(date)}号`,
  ({ month, date }) => `${inNumerals(month)}月${inNumerals(date)}`,
  ({ month, date }) => `${month}.${date}`,
  ({ month, date }) => `${month}/${date}`,
  ({ month, date }) => `${padded(month)}-${padded(date)}`,
  ({ month, date }) => `${padded(month)}${padded(date)}`,
];

const WITH_YEAR: readonly ((parts: Parts) => string)[] = [
  ({ year, month, date }) => `${year}年${month}月${date}日`,
  ({ year, month, date }) => `${year}-${padded(month)}-${padded(date)}`,
  ({ year, month, date }) => `${year}.${month}.${date}`,
  ({ year, month, date }) => `${year}${padded(month)}${padded(date)}`,
  ({ year, month, date }) => `${year % 100}年${month}月${date}号`,
];

const FRAMES: readonly ((words: string) => string)[] = [
  (words) => words,
  (words) => `延到${words}`,
  (words) => `能不能${words}交`,
  (words) => `${words}前报上去行吗`,
  (words) => `校长出差,推到${words}吧`,
  (words) => `今天不行,${words}下午给您`,
];

const nows = fc
  .integer({ min: 0, max: 3 * 365 * 24 - 1 })
  .map((hour) => new Date(Date.UTC(2018, 0, 1) + hour * 3_600_000));
const shanghaiDay = (now: Date): number => Math.floor((now.getTime() + 8 * 3_600_000) / 86_400_000);

const dateRead = (text: string, now: Date): string | undefined => {
  const when = readWhen(text, now);
  return when?.kind === "day" ? when.date : undefined;
};

describe("reading days", () => {
  it("reads a day ahead from every way to write it, whenever it is read", () => {
    fc.assert(
      fc.property(
        nows,
        fc.integer({ min: 1, max: 300 }),
        fc.constantFrom(...FULL, ...WITH_YEAR),
        fc.constantFrom(...FRAMES),
        (now, ahead, write, frame) => {
          const day = shanghaiDay(now) + ahead;
          const text = frame(write(partsOf(day)));
          expect(dateRead(text, now), text).to.equal(isoDay(day));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("reads the date alone as the next one with that number", () => {
    fc.assert(
      fc.property(
        nows,
        fc.integer({ min: 1, max: 27 }),
        fc.boolean(),
        fc.constantFrom(...FRAMES),
        (now, ahead, numerals, frame) => {
          const today = shanghaiDay(now);
          const { date } = partsOf(today + ahead);
          const text = frame(`${numerals ? inNumerals(date) : date}号`);
          expect(dateRead(text, now), text).to.equal(isoDay(today + ahead));
        },
      ),
      { numRuns: 1500 },
    );
  });

  it("reads weekdays by the week they are said to be in", () => {
    const weeks = fc.constantFrom(["这", 0], ["本", 0], ["下", 1], ["下个", 1], ["下下", 2]) as fc.Arbitrary<
      [string, number]
    >;
    fc.assert(
      fc.property(
        nows,
        weeks,
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom("周", "星期", "礼拜"),
        fc.constantFrom("日", "天"),
        (now, [prefix, ahead], weekday, week, sunday) => {
          const today = shanghaiDay(now);
          const monday = today - partsOf(today).weekday + 1;
          const name = weekday === 7 ? sunday : NUMERALS[weekday];
          const day = monday + 7 * ahead + weekday - 1;
          fc.pre(day !== today);
          expect(dateRead(`延到${prefix}${week}${name}`, now)).to.equal(isoDay(day));
        },
      ),
      { numRuns: 1500 },
    );
  });

  it("knows that a month has no such day, and asks", () => {
    fc.assert(
      fc.property(
        nows,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 28, max: 33 }),
        (now, month, date) => {
          fc.pre(dayFrom(2020, month, date) === undefined);
          expect(readWhen(`延到${month}月${date}号`, now)?.kind).to.equal("impossible");
        },
      ),
    );
  });

  it("names a day of the calendar or none, whatever the pieces of dates are put together to", () => {
    const pieces =
      "8 月 二十 八 九 号 日 下 周 一 五 天 后 前 两 三 半 个 再 给 晚 延 到 年 2018 明 大 国庆 中秋 节 底 旬 上 末 . / - : 点 31 0 99 十 零 〇 廿 千 百 初 最后一天 礼拜 小时 内 过".split(
        " ",
      );
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 }),
        nows,
        fc.constantFrom("future" as const, "past" as const),
        (some, now, toward) => {
          const text = some.join("");
          for (const { when } of whensIn(text, now, toward))
            if (when.kind === "day") expect(when.date, text).to.match(/^\d{4}-\d\d-\d\d$/);
          wishIn(text, now);
        },
      ),
      { numRuns: 3000 },
    );
  });

  const now = new Date("2018-08-22T09:00:00+08:00");
  const table: readonly (readonly [string, string])[] = [
    ["大后天", "2018-08-25"],
    ["后儿个", "2018-08-24"],
    ["廿三", "2018-08-23"],
    ["廿三号", "2018-08-23"],
    ["八月廿八", "2018-08-28"],
    ["这周末", "2018-08-26"],
    ["周末前", "vague"],
    ["礼拜天", "2018-08-26"],
    ["月底", "2018-08-31"],
    ["8月底", "2018-08-31"],
    ["下个月底", "2018-09-30"],
    ["8月最后一天", "2018-08-31"],
    ["中旬", "vague"],
    ["9月中旬", "vague"],
    ["上旬末", "2018-08-10"],
    ["9月上旬末", "2018-09-10"],
    ["下月初", "vague"],
    ["国庆前", "2018-09-30"],
    ["国庆节前三天", "2018-09-28"],
    ["国庆后", "vague"],
    ["过完国庆", "vague"],
    ["中秋前", "2018-09-23"],
    ["中秋当天", "2018-09-24"],
    ["教师节", "2018-09-10"],
    ["教师节前", "2018-09-10"],
    ["教师节后", "vague"],
    ["元旦", "2019-01-01"],
    ["端午", "2019-06-07"],
    ["春节前", "2019-02-04"],
    ["第十一条", "asked"],
    ["十一前", "2018-09-30"],
    ["开学前", "vague"],
    ["十天后", "2018-09-01"],
    ["过三天", "2018-08-25"],
    ["半个月后", "2018-09-06"],
    ["一个半月后", "2018-10-06"],
    ["一星期内", "2018-08-29"],
    ["两三天后", "vague"],
    ["十来天", "vague"],
    ["几天后", "vague"],
    ["过两天", "vague"],
    ["下周", "vague"],
    ["下下周一", "2018-09-03"],
    ["下周的周三", "2018-08-29"],
    ["8月24号周五", "2018-08-24"],
    ["周五(8月24号)", "2018-08-24"],
    ["9月14号星期四", "impossible"],
    ["1月5号", "2019-01-05"],
    ["明年1月5号", "2019-01-05"],
    ["年底", "2018-12-31"],
    ["每周五", "asked"],
    ["粉丝1.2万", "asked"],
    ["停电两日", "asked"],
    ["提了3条", "asked"],
    ["早上8.30", "asked"],
  ];
  for (const [text, wanted] of table) {
    it(`reads ${text} as ${wanted}`, () => {
      const when = readWhen(text, now);
      expect(when?.kind === "day" ? when.date : (when?.kind ?? "asked")).to.equal(wanted);
    });
  }

  const moments: readonly (readonly [string, string | undefined])[] = [
    ["明早八点", "2018-08-23T08:00:00+08:00"],
    ["明天下午三点半", "2018-08-23T15:30:00+08:00"],
    ["15:00", "2018-08-22T15:00:00+08:00"],
    ["周五下午2点一刻", "2018-08-24T14:15:00+08:00"],
    ["三点", "2018-08-22T15:00:00+08:00"],
    ["晚上八点", "2018-08-22T20:00:00+08:00"],
    ["早上八点", undefined],
    ["明天晚上十二点", undefined],
    ["后天早上七点二十五", "2018-08-24T07:25:00+08:00"],
    ["24号上午9点钟", "2018-08-24T09:00:00+08:00"],
    ["提两点意见", undefined],
  ];
  for (const [text, wanted] of moments) {
    it(`reads ${text} as ${wanted ?? "no moment"}`, () => {
      const when = readWhen(text, now);
      expect(when?.kind === "day" ? when.at : undefined).to.equal(wanted);
    });
  }

  const wishes: readonly (readonly [string, string | undefined])[] = [
    ["20号交不了,得22号", "2018-08-22"],
    ["缓到二十五号哦不对二十五号是礼拜六那就二十七号吧", "2018-08-27"],
    ["校长25号回来,26号交可以吗", "2018-08-26"],
    ["今天停电,明天上午交", "2018-08-23"],
    ["28号或者29号交", undefined],
    ["明后天交", undefined],
    ["二十八九号交", undefined],
    ["今天停电,能延期吗", undefined],
    ["延到周三", "2018-08-29"],
  ];
  for (const [text, wanted] of wishes) {
    it(`takes the wish in ${text} for ${wanted ?? "no day"}`, () => {
      const when = wishIn(text, now);
      expect(when?.kind === "day" ? when.date : undefined).to.equal(wanted);
    });
  }

  it("names every day of a message in order", () => {
    const found = whensIn("20号交不了,得22号,最晚周五", now).map(({ when }) => when.words);
    expect(found).to.deep.equal(["20号", "22号", "周五"]);
  });
});
