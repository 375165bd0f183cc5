import { Product } from "../support/product.ts";
import { atMost, type BenchGroup, median, secondsOf } from "./figure.ts";

/** A start of the real product on a data folder that it has used before, until it says that it is ready. */
export const starts: BenchGroup = {
  name: "start",
  async run({ rounds }) {
    const product = new Product();
    const seconds: number[] = [];
    try {
      await product.start();
      for (let round = 0; round < rounds; round++) {
        await product.kill();
        seconds.push(await secondsOf(() => product.start()));
      }
    } finally {
      await product.close();
    }
    return [atMost(5, { name: "start-warm", value: median(seconds), unit: "s" })];
  },
};
