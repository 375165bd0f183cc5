import { progressByUnit, publicFigures, type UnitProgress } from "../../src/actions/progress.ts";
import { roomsNamed, tellRoom } from "../../src/actions/rooms.ts";
import { bureauOperator } from "../../src/machines/who.ts";
import type { Work } from "../../src/work.ts";
import { dayOf, sayDay, timeOf } from "../../src/workdays.ts";
import type { AdministrationMeaning, Meaning } from "../understand/meaning.ts";
import { understand } from "../understand/understand.ts";
import { aimAt } from "./aiming.ts";
import { abandon } from "./checklist.ts";
import type { Pending } from "./memory.ts";
import { roomEcho } from "./order-words.ts";
import { lines, type Turn } from "./turn.ts";

type Waiting = Extract<Pending, { kind: "room-confirm" }>;

const privately = "个人事项请加我私聊,群里不方便说。私聊回“待办”就能看到您的任务。";
const onlyFigures = "群里我只报公开的进度数字:@我说“进度”就行。别的请私聊我。";

/** Asks for figures that everybody may know. */
const figures: Meaning["intent"][] = ["report", "progress", "list", "list-submitted"];

/** What the bot says in a group when it is mentioned: public figures to an administrator, else that it talks privately. */
export async function inGroup(work: Work, personId: number | null, text: string): Promise<string> {
  if (personId === null) return privately;
  const asked: Work = { ...work, actor: { kind: "person", personId } };
  if (await bureauOperator(asked)) return privately;
  const meaning = understand(text, work.now, { kind: "idle", role: "administrator" });
  return figures.includes(meaning.intent) ? figureWords(asked) : onlyFigures;
}

/** The running campaign in numbers, by kinds of units and by unit; never a person. */
async function figureWords(work: Work): Promise<string> {
  const aim = await aimAt(work, undefined);
  if (typeof aim === "string" || aim.target.campaignId === undefined) return "现在没有正在进行的专项治理。";
  const { title, groups, units, done, total } = await publicFigures(work, aim.target.campaignId);
  const { rows } = await progressByUnit(work, aim.target, { limit: 200 });
  return lines(
    `【${title}】截至${sayDay(dayOf(work.now), work.now)}${timeOf(work.now)}:`,
    `${units}个单位共${total}项,已交${done}项(${share(done, total)})。`,
    ...groups.map(
      (group) =>
        `${group.label}${group.units}个:已交${group.done}/${group.total}项(${share(group.done, group.total)})`,
    ),
    unitWords(
      "已交齐",
      rows.filter((row) => handedIn(row) === row.total),
    ),
    unitWords(
      "没交齐",
      rows.filter((row) => handedIn(row) < row.total),
    ),
  );
}

const handedIn = ({ submitted, accepted }: UnitProgress): number => submitted + accepted;

/** Units named in one line of a group's message. */
const mostUnits = 60;

function unitWords(heading: string, rows: UnitProgress[]): string | null {
  if (rows.length === 0) return null;
  const names = rows.slice(0, mostUnits).map((row) => `${row.unit}${handedIn(row)}/${row.total}`);
  const rest = rows.length > mostUnits ? `等${rows.length}个单位` : "";
  return `${heading}:${names.join("、")}${rest}`;
}

const share = (done: number, total: number): string =>
  total === 0 ? "0%" : `${Math.floor((done * 100) / total)}%`;

/** 在某某群里发进度, 发通知: echoes group and words, and waits for 确认发送. */
export async function wishToTellRoom(turn: Turn, { name, text }: AdministrationMeaning): Promise<string> {
  const whyNot = await bureauOperator(turn.work);
  if (whyNot) return `${whyNot}。`;
  const rooms = await roomsNamed(turn.work, name ?? "");
  const [room] = rooms;
  if (!room) return `我还不认识“${name}”这个群。请先在那个群里@我一下,我就记住了。`;
  if (rooms.length > 1)
    return `名字里有“${name}”的群有${rooms.length}个:${rooms.map((each) => each.name).join("、")},请写全名。`;
  await abandon(turn);
  const body = text ?? (await figureWords(turn.work));
  turn.memory.pending = { kind: "room-confirm", roomId: room.id, name: room.name, body };
  return roomEcho(turn.memory.pending);
}

const strong = /^(?:确认|确定)(?:发送|发)[。!!]?$/u;

/** Only 确认发送 speaks in a group. */
export async function hearRoom(turn: Turn, pending: Waiting, meaning: Meaning): Promise<string | null> {
  if (strong.test(turn.message.text.trim())) {
    await tellRoom(turn.work, pending.roomId, { inboxId: turn.message.inboxId, body: pending.body });
    turn.memory.pending = null;
    return `✔ 马上发到“${pending.name}”。`;
  }
  const unclear = ["answer", "ambiguous", "unsure", "ask", "out-of-scope", "ack", "confirm", "submit"];
  return unclear.includes(meaning.intent) ? `还没有发。${roomEcho(pending)}` : null;
}
