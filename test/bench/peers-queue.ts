import { atLeast, type Bench, type BenchGroup, type Figure, inTurns, secondsOf } from "./figure.ts";
import { takeAndFinish } from "./outbox.ts";
import { aPostOffice, fill, sweepOut } from "./outbox-rows.ts";
import { installPeers, Peer, peerProgram } from "./peer.ts";
import { openPostgres, openRedis, type PeerServer } from "./peer-servers.ts";

interface Queue {
  name: "bullmq" | "pg-boss";
  goal: number;
  server: string;
  open(): Promise<PeerServer | null>;
  /** How many it takes care of at a time where it is quickest: BullMQ job by job, pg-boss in hundreds. */
  width: number;
}

const queues: Queue[] = [
  { name: "bullmq", goal: 0.8, server: "redis-server", open: openRedis, width: 50 },
  { name: "pg-boss", goal: 1.5, server: "PostgreSQL", open: openPostgres, width: 4 },
];

/** The same queue work, claiming and finishing, through two queue libraries on their own durable servers. */
export const peersQueue: BenchGroup = {
  name: "peers-queue",
  async run(bench) {
    installPeers();
    const figures: Figure[] = [];
    for (const queue of queues) {
      const server = await queue.open();
      if (!server) {
        bench.say(`${queue.server} is not installed: no comparison with ${queue.name}`);
        continue;
      }
      try {
        figures.push(await against(bench, queue, server.path));
      } finally {
        await server.stop();
      }
    }
    return figures;
  },
};

const senders = 4;

async function against(bench: Bench, { name, goal, width }: Queue, path: string): Promise<Figure> {
  const messages = Math.ceil(bench.size(name, 8_000) / 100 / senders) * 100 * senders;
  const test = await aPostOffice(bench.url, messages);
  const peer = new Peer(peerProgram(name), path);
  const { ours, theirs } = await inTurns(bench.rounds, {
    ours: async () => {
      await sweepOut(test);
      await fill(test, "outbox");
      const rounds = messages / 100 / senders;
      const seconds = await secondsOf(() =>
        Promise.all(Array.from({ length: senders }, () => takeAndFinish(test, rounds, true))),
      );
      return messages / seconds;
    },
    theirs: () => peer.round({ jobs: messages, width }),
  });
  await peer.close();
  await test.close();
  return atLeast(goal, {
    name,
    value: ours,
    unit: "messages/s",
    limit: theirs,
    ratio: ours / theirs,
    of: name,
  });
}
