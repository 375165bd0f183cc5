import { expect } from "chai";
import { afterSend, blankRecord, pace, type SendRecord } from "../../src/jobs/pace.ts";
import type { ChannelProfile } from "../../src/letter.ts";
import { at } from "../../src/workdays.ts";

const minute = 60_000;

/** As gentle as an ordinary account wants it. */
const gentle: ChannelProfile = {
  name: "wechat",
  gap: 3_000,
  jitter: 4_000,
  perPersonGap: minute,
  burst: 40,
  burstRest: 5 * minute,
  dailyLimit: 200,
  coolDown: 120 * minute,
  longestText: 2_000,
};
const zeros: ChannelProfile = {
  ...gentle,
  gap: 0,
  jitter: 0,
  perPersonGap: 0,
  burst: 0,
  burstRest: 0,
  dailyLimit: 0,
  coolDown: 0,
};
const quiet = { from: "20:30", to: "07:30" };
const nine = at("2018-08-14", "09:00");
const plus = (moment: Date, ms: number) => new Date(moment.getTime() + ms);

const send = (record: SendRecord, now: Date, more: Partial<Parameters<typeof afterSend>[2]> = {}) =>
  afterSend(gentle, record, { now, unasked: true, chance: 0, ...more });
const ask = (record: SendRecord, now: Date, profile = gentle) => pace(profile, record, { now, quiet });

/** So many sends, each to another contact and a minute after the one before. */
function many(count: number, more: { unasked?: boolean; every?: number } = {}): SendRecord {
  let record = blankRecord;
  for (let n = 0; n < count; n++) {
    record = send(record, plus(nine, n * (more.every ?? 10_000)), {
      unasked: more.unasked ?? true,
    });
  }
  return record;
}

describe("the pace of sending", () => {
  it("lets the first message go at once", () => {
    expect(ask(blankRecord, nine)).to.deep.equal({ allow: "all" });
  });

  it("keeps the gap and its jitter, for answers too", () => {
    const record = send(blankRecord, nine, { chance: 0.5, unasked: false });
    expect(ask(record, plus(nine, 4_999))).to.deep.equal({ allow: "nothing", until: plus(nine, 5_000) });
    expect(ask(record, plus(nine, 5_000))).to.deep.equal({ allow: "all" });
  });

  it("rests after a burst, then starts a new one", () => {
    const record = many(40);
    const last = plus(nine, 39 * 10_000);
    expect(ask(many(39), plus(last, 0))).to.include({ allow: "all" });
    expect(ask(record, plus(last, 5 * minute - 1))).to.deep.equal({
      allow: "nothing",
      until: plus(last, 5 * minute),
    });
    const rested = plus(last, 5 * minute);
    expect(ask(record, rested)).to.include({ allow: "all" });
    expect(send(record, rested).run).to.equal(1);
  });

  it("counts a natural rest as one", () => {
    const record = send(many(39), plus(nine, 38 * 10_000 + 5 * minute));
    expect(record.run).to.equal(1);
  });

  it("stops unasked messages at the daily limit, and only those, until the next day", () => {
    const full = many(200, { every: minute });
    const noon = at("2018-08-14", "15:00");
    expect(ask(full, noon)).to.deep.equal({ allow: "replies" });
    expect(ask(many(199, { every: minute }), noon)).to.include({ allow: "all" });
    expect(ask(many(250, { every: minute, unasked: false }), noon)).to.include({ allow: "all" });
    expect(ask(full, at("2018-08-15", "07:30"))).to.include({ allow: "all" });
    expect(send(full, at("2018-08-15", "08:00")).unasked).to.equal(1);
  });

  it("says nothing unasked in the quiet hours, however late the backlog", () => {
    expect(ask(blankRecord, at("2018-08-14", "20:29"))).to.include({ allow: "all" });
    expect(ask(blankRecord, at("2018-08-14", "20:30"))).to.deep.equal({ allow: "replies" });
    expect(ask(blankRecord, at("2018-08-15", "07:29"))).to.deep.equal({ allow: "replies" });
    expect(ask(blankRecord, at("2018-08-15", "07:30"))).to.include({ allow: "all" });
  });

  it("cools down when the channel asks for it, for answers too", () => {
    const record = { ...send(blankRecord, nine), throttledAt: nine };
    const until = plus(nine, 120 * minute);
    expect(ask(record, plus(nine, 119 * minute))).to.deep.equal({ allow: "nothing", until });
    expect(ask(record, until)).to.include({ allow: "all" });
  });

  it("never waits for a channel without limits", () => {
    let record = blankRecord;
    for (let n = 0; n < 500; n++) {
      record = afterSend(zeros, record, { now: nine, unasked: true, chance: 1 });
    }
    expect(ask({ ...record, throttledAt: nine }, nine, zeros)).to.deep.equal({ allow: "all" });
  });
});
