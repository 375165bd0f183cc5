import { commandAssignment } from "../../src/actions/assignment-life.ts";
import { commandCampaign } from "../../src/actions/campaign-life.ts";
import { commandPhase } from "../../src/actions/phase-life.ts";
import { progressByUnit } from "../../src/actions/progress.ts";
import { acceptOnTheWeb } from "./desk.ts";
import type { Day } from "./plan.ts";
import type { Scene } from "./scene.ts";
import type { Talk } from "./stage.ts";
import { isUndone } from "./standing.ts";
import type { Story } from "./story.ts";

const move = { day: "2018-08-14", phase: "Z1P1", demands: ["A"], from: "2018-08-17", to: "2018-08-24" };
const urging = { day: "2018-08-22", line: "Z2", words: "任务二" };
/** Days on which the bureau reads how far everybody is. */
const reports = ["2018-08-20", "2018-08-28", "2018-09-10", "2018-10-08"];

/** What the bureau does by itself on a day: moves a phase, urges and tells many, reads a report. Answers what was wrong in it. */
export async function bureauActs(scene: Scene, day: Day, story: Story): Promise<string[]> {
  if (day === move.day) await movePhase(scene);
  if (day === urging.day) await urge(scene);
  return reports.includes(day) ? readReport(scene, day, story) : [];
}

async function movePhase(scene: Scene): Promise<void> {
  const { phase, demands, from, to } = move;
  const { test } = scene.stage;
  const [row]: { id: number }[] = await test.db.query("SELECT id FROM phase WHERE code = ?", [phase]);
  const order = { command: "reschedule", day: to, reason: "汛期值守,时间顺延" };
  await test.act((work) => commandPhase(work, row?.id ?? 0, order), scene.actor(scene.admin.id));
  scene.note({ is: "phase-moved", demands, from, to });
  await scene.stage.rest();
}

async function urge(scene: Scene): Promise<void> {
  await scene.stage.converse([urgingTalk(scene)], () => false);
  await scene.stage.tick();
  scene.learn();
}

function* urgingTalk(scene: Scene): Talk {
  const { admin } = scene;
  const { line, words } = urging;
  yield* scene.expect(admin, `催办${words}`, /要催\d+个/u);
  if (yield* scene.expect(admin, "确认", /✔ 已催/u)) scene.note({ is: "urged", line });
  const shown = yield* scene.expect(admin, `给${words}没交的发通知:请明天下班前报送`, /确认发送 (\d+)/u);
  const sent = yield* scene.expect(admin, `确认发送 ${shown?.[1]}`, /✔ 已确认/u);
  if (sent) scene.note({ is: "broadcast", line });
}

/** The figures of the report are those that one counts by hand. */
async function readReport(scene: Scene, day: Day, story: Story): Promise<string[]> {
  const { campaignId } = scene.register;
  const { test, now } = scene.stage;
  const { totals } = await test.act(
    (work) => progressByUnit(work, { campaignId }),
    scene.actor(scene.admin.id),
  );
  const all = [...scene.known.standings.values()];
  const count = (state: string): number => all.filter((each) => each.state === state).length;
  const overdue = all.filter((each) => isUndone(each) && each.due < now).length;
  const is = [totals.total, totals.submitted, totals.accepted, totals.returned, totals.overdue];
  const should = [all.length, count("submitted"), count("accepted"), count("returned"), overdue];
  story.reports(day, should);
  return is.join() === should.join() ? [] : [`report of ${day}: ${is.join()} instead of ${should.join()}`];
}

/** Winds the campaign down, decides what is undecided, closes it and puts it away. */
export async function endCampaign(scene: Scene): Promise<void> {
  await command(scene, "wind_down", "wound-down");
  for (const { piece, state } of scene.known.standings.values()) {
    if (state === "submitted") await acceptOnTheWeb(scene, scene.admin, piece);
    if (state !== "open" && state !== "returned") continue;
    const order = { command: "waive", reason: "专项结束,转入日常管理" };
    const id = scene.rowOf(piece);
    await scene.stage.test.act((work) => commandAssignment(work, id, order), scene.actor(scene.admin.id));
    scene.note({ is: "waived", piece });
  }
  await scene.stage.tick();
  await command(scene, "close", "closed");
  await command(scene, "archive", "archived");
  scene.learn();
}

async function command(scene: Scene, name: string, is: "wound-down" | "closed" | "archived"): Promise<void> {
  const { campaignId } = scene.register;
  await scene.stage.test.act(
    (work) => commandCampaign(work, campaignId, { command: name }),
    scene.actor(scene.admin.id),
  );
  scene.note({ is });
}
