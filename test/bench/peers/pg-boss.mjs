/** Jobs of pg-boss claimed a hundred at a time and finished; each line of standard input is {"jobs", "width"}, the answer {"rate"}. */
import process from "node:process";
import { createInterface } from "node:readline";
import PgBoss from "pg-boss";

const boss = new PgBoss({
  host: process.argv[2],
  user: "postgres",
  database: "postgres",
  max: 8,
  supervise: false,
  schedule: false,
});
boss.on("error", (error) => process.stderr.write(`${error.message}\n`));
await boss.start();
await boss.createQueue("outbox");

for await (const line of createInterface({ input: process.stdin })) {
  const { jobs, width } = JSON.parse(line);
  const data = { contact: 1, body: "【督办提醒】您有1项任务要办:#A2 自查表,8月31日截止。" };
  for (let from = 0; from < jobs; from += 1000) {
    const size = Math.min(1000, jobs - from);
    await boss.insert(Array.from({ length: size }, () => ({ name: "outbox", data })));
  }
  const begin = performance.now();
  let done = 0;
  const lane = async () => {
    for (;;) {
      const taken = await boss.fetch("outbox", { batchSize: 100 });
      if (taken.length === 0) return;
      await boss.complete(
        "outbox",
        taken.map(({ id }) => id),
      );
      done += taken.length;
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  if (done !== jobs) throw new Error(`${done} of ${jobs} jobs`);
  process.stdout.write(`${JSON.stringify({ rate: jobs / ((performance.now() - begin) / 1000) })}\n`);
}
await boss.stop({ graceful: false });
