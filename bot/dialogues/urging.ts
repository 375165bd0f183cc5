import { reachOf } from "../../src/actions/reach.ts";
import { type UrgeResult, urge, urgeSkips } from "../../src/actions/urging.ts";
import type { Meaning } from "../understand/meaning.ts";
import { aimAt, unitsMeant, type Wish } from "./aiming.ts";
import { abandon } from "./checklist.ts";
import type { Pending } from "./memory.ts";
import { urgingEcho } from "./order-words.ts";
import { lines, type Turn } from "./turn.ts";
import { undoneUnits } from "./watching.ts";

type Waiting = Extract<Pending, { kind: "urge-confirm" }>;

/** 催办: says how many units it would be, and waits for 确认. */
export async function wishUrging(turn: Turn, wish: Wish): Promise<string> {
  await reachOf(turn.work);
  const aim = await aimAt(turn.work, wish.target);
  if (typeof aim === "string") return aim;
  const unitIds = await unitsMeant(turn.work, wish);
  if (typeof unitIds === "string") return unitIds;
  const undone = await undoneUnits(turn.work, aim.target, unitIds);
  if (undone.length === 0) return `${aim.title}:这些单位都交齐了,不用催。`;
  await abandon(turn);
  const where = [wish.township, wish.unit ?? wish.group].filter(Boolean).join("");
  turn.memory.pending = {
    kind: "urge-confirm",
    target: aim.target,
    unitIds,
    title: `${where && `${where},`}${aim.title}`,
    count: undone.length,
  };
  return urgingEcho(turn.memory.pending);
}

/** 确认: urges, and says whom and whom not. */
export async function confirmUrging(turn: Turn, { target, unitIds }: Waiting): Promise<string> {
  const result = await urge(turn.work, { target, ...(unitIds && { unitIds }) });
  turn.memory.pending = null;
  const people = result.urged.length;
  return lines(
    people > 0 ? `✔ 已催${people}人,每人一条:${namesOf(result.urged)}。` : "这次没有催任何人。",
    ...skippedWords(result),
    result.skipped.some(({ reason }) => reason === "unreachable") && "要打电话的,回“打电话名单”。",
  );
}

const mostNames = 5;

const namesOf = (people: { unit: string; name: string }[]): string => {
  const first = people.slice(0, mostNames).map(({ unit, name }) => `${unit}${name}`);
  return `${first.join("、")}${people.length > mostNames ? "等" : ""}`;
};

function skippedWords({ skipped }: UrgeResult): string[] {
  const reasons = [...new Set(skipped.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const left = skipped.filter((each) => each.reason === reason);
    return `没催${left.length}${reason === "vacant" ? "个单位" : "人"}(${urgeSkips[reason]}):${namesOf(left)}。`;
  });
}

/** A weak word does not urge anybody. */
export function hearUrging(_turn: Turn, pending: Waiting, meaning: Meaning): string | null {
  const unclear = [
    "answer",
    "answers",
    "ambiguous",
    "unsure",
    "ask",
    "out-of-scope",
    "ack",
    "question",
    "submit",
  ];
  return unclear.includes(meaning.intent) ? `还没有催。${urgingEcho(pending)}` : null;
}
