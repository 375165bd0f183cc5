import { openDatabase } from "../../ormconfig.ts";
import { atLeast, type Bench, type BenchGroup, type Figure, inTurns } from "./figure.ts";
import { installPeers, Peer, peerProgram } from "./peer.ts";
import { aTurnContest } from "./turns.ts";

const bots = ["grammy", "botbuilder"] as const;
const database = "duban_bench_peers";

/** The same twelve questions through two bot libraries, whose state lies in the same server. */
export const peerTalks: BenchGroup = {
  name: "peers-talk",
  async run(bench) {
    installPeers();
    const porter = await openDatabase(bench.url, 1);
    await porter.query(`CREATE DATABASE IF NOT EXISTS ${database}`);
    const figures: Figure[] = [];
    for (const width of [1, 16]) figures.push(...(await atWidth(bench, width)));
    await porter.query(`DROP DATABASE ${database}`);
    await porter.destroy();
    return figures;
  },
};

async function atWidth(bench: Bench, width: number): Promise<Figure[]> {
  const people = Math.max(width, bench.size(`peers-${width}`, width === 1 ? 20 : 64));
  const url = new URL(bench.url);
  url.pathname = `/${database}`;
  const contest = await aTurnContest(bench, { width, people });
  const [grammy, botbuilder] = bots.map((name) => new Peer(peerProgram(name), url.href)) as [Peer, Peer];
  const rates = await inTurns(bench.rounds, {
    ours: contest.ours,
    grammy: () => grammy.round({ people, width }),
    botbuilder: () => botbuilder.round({ people, width }),
  });
  await Promise.all([grammy.close(), botbuilder.close(), contest.close()]);
  return bots.map((name) =>
    atLeast(1.5, {
      name: `${name}-${width}`,
      value: rates.ours,
      unit: "turns/s",
      limit: rates[name],
      ratio: rates.ours / rates[name],
      of: name,
    }),
  );
}
