import { expect } from "chai";
import type { Arrival, Written } from "./channel.ts";
import { judge, type Memory, type Rows } from "./judge.ts";

/** 王秀兰 wrote 是 to question 3, it was recorded, and she was told so. */
function aGoodRun(): { memory: Memory; rows: Rows } {
  const body = "✔ 第3题已记“是”。";
  const message: Written = {
    id: "m1",
    address: "wang",
    text: "是",
    sentAt: "2018-08-14T01:00:00.000Z",
    place: 1,
    intent: { no: 3, value: "是" },
    writtenAt: 0,
    acknowledgedAt: 5,
  };
  const arrival: Arrival = { key: "reply:1", part: 1, address: "wang", text: body, at: 10 };
  const wang = { name: "王秀兰", personId: 7, phones: ["wang"], assignmentId: 9, code: "K9", shares: false };
  return {
    memory: { personas: [wang], messages: [message], arrivals: [arrival] },
    rows: {
      inbox: [{ id: 1, messageId: "m1", address: "wang", status: "done" }],
      outbox: [{ id: 1, key: "reply:1", priority: 0, status: "sent", body, address: "wang" }],
      revisions: [{ inboxId: 1, answerId: 4, assignmentId: 9, no: 3, value: "是", personId: 7, seq: 1 }],
      answers: [{ id: 4, state: "confirmed", value: "是" }],
    },
  };
}

type Fault = "lost" | "misattributed" | "misordered" | "doubled" | "doubledUnflagged";

function faultsAfter(spoil: (run: ReturnType<typeof aGoodRun>) => void): Fault[] {
  const run = aGoodRun();
  spoil(run);
  const verdict = judge(run.memory, run.rows);
  const all: Fault[] = ["lost", "misattributed", "misordered", "doubled", "doubledUnflagged"];
  return all.filter((fault) => verdict[fault].length > 0);
}

const first = <T>(list: T[]): T => {
  const [one] = list;
  if (one === undefined) throw new Error("nothing there");
  return one;
};

describe("the judge of a run under fire", () => {
  it("finds nothing where all is well", () => {
    expect(faultsAfter(() => undefined)).to.deep.equal([]);
    const { memory, rows } = aGoodRun();
    expect(judge(memory, rows)).to.include({ processed: 1, letters: 1, flagged: 0, failed: 0 });
  });

  const cases: [string, (run: ReturnType<typeof aGoodRun>) => void, Fault[]][] = [
    ["a message that nobody kept", ({ rows }) => rows.inbox.splice(0), ["lost"]],
    [
      "a message that still waits",
      ({ rows }) => Object.assign(first(rows.inbox), { status: "received" }),
      ["lost"],
    ],
    [
      "a message without a reply",
      ({ rows, memory }) => [rows.outbox.splice(0), memory.arrivals.splice(0)],
      ["lost"],
    ],
    [
      "an answer that was promised and not kept",
      ({ rows }) => [rows.revisions.splice(0), rows.answers.splice(0)],
      ["lost"],
    ],
    [
      "an answer overwritten without a trace",
      ({ rows }) => Object.assign(first(rows.answers), { value: "否" }),
      ["lost"],
    ],
    ["a letter called sent that never arrived", ({ memory }) => memory.arrivals.splice(0), ["lost"]],
    [
      "a letter that still waits",
      ({ rows }) => Object.assign(first(rows.outbox), { status: "sending" }),
      ["lost"],
    ],
    [
      "an answer put to another question",
      ({ rows, memory }) => {
        const body = "✔ 第4题已记“是”。";
        Object.assign(first(rows.revisions), { no: 4 });
        Object.assign(first(rows.outbox), { body });
        Object.assign(first(memory.arrivals), { text: body });
      },
      ["misattributed"],
    ],
    [
      "an answer put to another school",
      ({ rows }) => Object.assign(first(rows.revisions), { assignmentId: 10 }),
      ["misattributed"],
    ],
    [
      "an answer put to another person",
      ({ rows }) => Object.assign(first(rows.revisions), { personId: 8 }),
      ["misattributed"],
    ],
    [
      "a letter on another phone",
      ({ memory }) => Object.assign(first(memory.arrivals), { address: "li" }),
      ["misattributed"],
    ],
    [
      "a letter with other words",
      ({ memory }) => Object.assign(first(memory.arrivals), { text: "?" }),
      ["misattributed"],
    ],
    [
      "a message taken twice",
      ({ rows }) => rows.inbox.push({ ...first(rows.inbox), id: 2 }),
      ["doubledUnflagged"],
    ],
    ["a letter twice", ({ memory }) => memory.arrivals.push(first(memory.arrivals)), ["doubledUnflagged"]],
    [
      "a letter twice that is called unknown",
      ({ memory, rows }) => {
        memory.arrivals.push(first(memory.arrivals));
        Object.assign(first(rows.outbox), { status: "unknown" });
      },
      ["doubled"],
    ],
    [
      "messages taken in another order",
      ({ memory, rows }) => {
        memory.messages.push({ ...first(memory.messages), id: "m2", place: 2, intent: null });
        rows.inbox.unshift({ id: 0, messageId: "m2", address: "wang", status: "done" });
        rows.outbox.push({
          id: 2,
          key: "reply:0",
          priority: 0,
          status: "unknown",
          body: "",
          address: "wang",
        });
      },
      ["misordered"],
    ],
    [
      "letters in another order",
      ({ memory, rows }) => {
        memory.messages.push({ ...first(memory.messages), id: "m2", place: 2, intent: null });
        rows.inbox.push({ id: 2, messageId: "m2", address: "wang", status: "done" });
        rows.outbox.push({ id: 2, key: "reply:2", priority: 0, status: "sent", body: "", address: "wang" });
        memory.arrivals.unshift({ key: "reply:2", part: 1, address: "wang", text: "", at: 5 });
      },
      ["misordered"],
    ],
  ];
  for (const [what, spoil, faults] of cases) {
    it(`finds ${what}`, () => {
      expect(faultsAfter(spoil)).to.deep.equal(faults);
    });
  }
});
