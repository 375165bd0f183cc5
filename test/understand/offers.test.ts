import { expect } from "chai";
import type { Context } from "../../bot/understand/meaning.ts";
import { WISHES } from "../../bot/understand/offers.ts";
import { understand } from "../../bot/understand/understand.ts";

const now = new Date("2018-08-16T09:00:00+08:00");

describe("what is offered to whoever was only half understood", () => {
  for (const [intent, words] of Object.entries(WISHES))
    it(`“${words}” means ${intent} and nothing else`, () => {
      const administrator = intent === "list" ? { role: "administrator" as const } : {};
      for (const context of [
        { kind: "idle", ...administrator },
        { kind: "reminder", ...administrator },
      ] as Context[])
        expect(understand(words, now, context).intent).to.equal(intent);
    });

  it("is asked in one short question", () => {
    const meaning = understand("那个交的到底", now, { kind: "idle" });
    expect(["ambiguous", "out-of-scope", "ask"]).to.include(meaning.intent);
  });
});
