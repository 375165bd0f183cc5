/** Jobs of BullMQ claimed and finished; each line of standard input is {"jobs", "width"}, the answer {"rate"}. */
import process from "node:process";
import { createInterface } from "node:readline";
import { Queue, Worker } from "bullmq";

const connection = { path: process.argv[2], maxRetriesPerRequest: null };
const queue = new Queue("outbox", { connection });
const worker = new Worker("outbox", null, { connection, autorun: false });
const token = "bench";

for await (const line of createInterface({ input: process.stdin })) {
  const { jobs, width } = JSON.parse(line);
  const data = { contact: 1, body: "【督办提醒】您有1项任务要办:#A2 自查表,8月31日截止。" };
  for (let from = 0; from < jobs; from += 1000) {
    const size = Math.min(1000, jobs - from);
    await queue.addBulk(
      Array.from({ length: size }, () => ({ name: "letter", data, opts: { removeOnComplete: true } })),
    );
  }
  const begin = performance.now();
  let done = 0;
  const lane = async () => {
    for (let job = await worker.getNextJob(token); job; job = await worker.getNextJob(token)) {
      await job.moveToCompleted("sent", token, false);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  if (done !== jobs) throw new Error(`${done} of ${jobs} jobs`);
  process.stdout.write(`${JSON.stringify({ rate: jobs / ((performance.now() - begin) / 1000) })}\n`);
}
await worker.close();
await queue.close();
