import { expect } from "chai";
import { Closing } from "../src/closing.ts";

describe("closing", () => {
  it("closes the last first, waits for each, and lets nothing hinder the others", async () => {
    const order: string[] = [];
    const closing = new Closing();
    closing.add("库", () => void order.push("库"));
    closing.add("坏", () => {
      order.push("坏");
      throw new Error("stuck");
    });
    closing.add("慢", async () => {
      await Promise.resolve();
      order.push("慢");
    });
    const troubles: string[] = [];
    await closing.all((name) => troubles.push(name));
    expect(order).to.deep.equal(["慢", "坏", "库"]);
    expect(troubles).to.deep.equal(["坏"]);
  });

  it("closes once, and what is opened meanwhile too", async () => {
    const order: string[] = [];
    const closing = new Closing();
    closing.add("先", () => {
      order.push("先");
      closing.add("后", () => void order.push("后"));
    });
    await closing.all(() => undefined);
    await closing.all(() => undefined);
    expect(order).to.deep.equal(["先", "后"]);
  });
});
