import { join } from "node:path";
import { aCrowd } from "./crowd.ts";
import { atLeast, type BenchGroup, inTurns } from "./figure.ts";
import { Peer } from "./peer.ts";
import { questions } from "./turn-taking.ts";

const width = 8;
const program = join(import.meta.dirname, "turner.ts");

/** Two replicas on one database against one: turns a second of all together, each with as many people at once. */
export const replicas: BenchGroup = {
  name: "replicas",
  async run(bench) {
    const people = bench.size("replicas-2", 160);
    const crowd = await aCrowd(bench.url, people * 3 * (bench.rounds + 1), questions);
    const { test, members } = crowd;
    const moment = test.clock.now().toISOString();
    const turners = [0, 1].map(() => new Peer("--import", "tsx", program, test.url, moment));
    let taken = 0;
    const some = () => {
      taken += people;
      return members.slice(taken - people, taken);
    };
    const rateOf = async (busy: Peer[]): Promise<number> => {
      const rates = await Promise.all(busy.map((turner) => turner.round({ members: some(), width })));
      return rates.reduce((sum, rate) => sum + rate, 0);
    };
    const rates = await inTurns(bench.rounds, {
      one: () => rateOf(turners.slice(0, 1)),
      two: () => rateOf(turners),
    });
    await Promise.all(turners.map((turner) => turner.close()));
    await test.close();
    const ratio = rates.two / rates.one;
    const figure = { name: "replicas-2", value: rates.two, unit: "turns/s", limit: rates.one, ratio };
    return [atLeast(1.2, { ...figure, of: "one replica" })];
  },
};
