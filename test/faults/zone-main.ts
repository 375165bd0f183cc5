/** A program for tests: tells the dates and words of a small campaign, in whatever time zone it is run. */
import "reflect-metadata";
import { fireReminders } from "../../src/actions/reminders.ts";
import { at } from "../../src/workdays.ts";
import { openTestHouse } from "../support/house.ts";
import { Complaints, earOf, message, mouthOf, someTalkers } from "../support/talkers.ts";

const test = await openTestHouse(4, process.argv[2]);
const { talkers } = await someTalkers(test, { people: 1, questions: 3, due: "2018-08-31" });
const [talker] = talkers;
const complaints = new Complaints();
const ear = earOf(test, test.house, complaints);
const said: { text: string }[] = [];
const mouth = mouthOf({ test, house: test.house, complaints }, said as never[]);
for (const [day, time] of [
  ["2018-08-24", "09:00"],
  ["2018-08-31", "23:59"],
  ["2018-09-01", "00:00"],
] as const) {
  test.clock.moveTo(at(day, time));
  while ((await test.act(fireReminders)) > 0);
  for (const text of ["待办", "截止", `#${talker?.code} 延到9月10号,校长出差`])
    await ear.hear(message(test, talker?.address ?? "", text));
  await mouth.idle();
}
await mouth.stop();
const rows = await test.db.query("SELECT fire_at, status FROM reminder_fire ORDER BY id");
const due = await test.db.query("SELECT due_at, starts_at FROM assignment ORDER BY id");
await test.close();
process.stdout.write(
  JSON.stringify({ said: said.map(({ text }) => text), rows, due, errors: complaints.errors }),
);
