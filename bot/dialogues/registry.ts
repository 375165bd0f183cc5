import { recallAccount } from "../../src/actions/media-accounts.ts";
import { registrationOf } from "../../src/actions/registration-codes.ts";
import {
  type AccountRow,
  accountById,
  type PublicationRow,
  publicationById,
} from "../../src/actions/registration-lists.ts";
import { Refusal } from "../../src/errors.ts";
import { understand } from "../understand/understand.ts";
import type { Form, Pending } from "./memory.ts";
import { mine, myWorks, whatIsStored, wishReconfirmation } from "./own-registry.ts";
import { openPublication, startPublication, tellPublished } from "./publishing.ts";
import { dropDraft, openAccount, startAccount } from "./registering.ts";
import { endWith, giveUp, takeDown, takeUpAgain } from "./registry-endings.ts";
import { hearRegistryReview, lookAt, waitsForMe } from "./registry-review.ts";
import { contentRows, rowLine } from "./registry-words.ts";
import { lines, type Turn } from "./turn.ts";

const code = /(?<![A-Za-z0-9/=_-])([#＃])?\s*([GPgp]1\d{2,11})(?![A-Za-z0-9])/u;

/** Words with the code of a registration: the reviewer looks or decides, the holder looks or mends. Null without a code. */
export async function atRegistration(turn: Turn): Promise<string | null> {
  const place = placeIn(turn);
  if (!place) return null;
  const { of, id, rest } = place;
  const row = id === null ? null : await rowOf(turn, of, id);
  if (!row) return `没有找到 ${place.said} 这项登记,请核对编号。`;
  if (row.holderId === turn.person.id) return asHolder(turn, of, row, rest);
  if (!(await waitsForMe(turn, of, row.id))) return lines(rowLine(row), "现在没有要您处理的。");
  return asReviewer(turn, of, row, rest);
}

interface Place {
  said: string;
  of: Form["of"];
  /** Null where the check digit shows a slip. */
  id: number | null;
  rest: string;
}

const withoutLinks = (text: string): string => text.replace(/https?:\S+/gu, " ");

function placeIn(turn: Turn): Place | null {
  const words = withoutLinks(turn.message.text);
  const own = code.exec(words);
  const found = own ?? code.exec(withoutLinks(turn.message.quoted ?? ""));
  if (!found) return null;
  const [whole = "", mark, said = ""] = found;
  const named = registrationOf(said);
  if (!mark && (!named || isFilling(turn))) return null;
  return {
    said: `#${said.toUpperCase()}`,
    ...kindAndId(named),
    rest: (own ? words.replace(whole, " ") : words).trim(),
  };
}

const kindAndId = (named: ReturnType<typeof registrationOf>): Pick<Place, "of" | "id"> =>
  named
    ? { of: named.kind === "publication" ? "publication" : "account", id: named.id }
    : { of: "account", id: null };

/** Does an item of a form wait? An account's own id may look like a code. */
const isFilling = ({ memory: { pending, paused } }: Turn): boolean =>
  pending?.kind === "form" && pending.at !== null && !paused;

async function rowOf(turn: Turn, of: Form["of"], id: number): Promise<AccountRow | PublicationRow | null> {
  try {
    return of === "account" ? await accountById(turn.work, id) : await publicationById(turn.work, id);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** A verdict counts only on the version that was shown. */
async function asReviewer(
  turn: Turn,
  of: Form["of"],
  row: AccountRow | PublicationRow,
  rest: string,
): Promise<string> {
  const verdict = /^(?:看|查看|看看)?$/u.test(rest) ? null : rest;
  const seen = seenBy(turn, of, row);
  if (!seen || verdict === null)
    return lines(verdict !== null && "请先看内容,再回“通过”或“退回”:", lookAt(turn, of, row));
  const meaning = understand(verdict, turn.work.now, { kind: "review", count: 0 });
  return (await hearRegistryReview(turn, seen, meaning)) ?? lookAt(turn, of, row);
}

type Looking = Extract<Pending, { kind: "registry-review" }>;

/** What the reviewer was shown last, when it is exactly this. */
function seenBy(
  { memory: { pending }, early }: Turn,
  of: Form["of"],
  row: AccountRow | PublicationRow,
): Looking | null {
  if (pending?.kind !== "registry-review" || early) return null;
  const revisionId = row.state === "retiring" ? null : row.pendingRevisionId;
  const isThis = pending.of === of && pending.id === row.id && pending.revisionId === revisionId;
  return isThis ? pending : null;
}

type Order = [RegExp, (turn: Turn) => Promise<string> | string];

function asHolder(
  turn: Turn,
  of: Form["of"],
  row: AccountRow | PublicationRow,
  rest: string,
): Promise<string> | string {
  const orders = "handle" in row ? accountOrders(row, rest) : publicationOrders(row, rest);
  const order = orders.find(([words]) => words.test(rest));
  return order ? order[1](turn) : lines(rowLine(row), ...contentRows(of, row), hint(row));
}

const mend = /^(?:修改|改|重新?[填交报]|改好了?)/u;

const back = /^(?:恢复登记|恢复|重新启用|重新登记)了?/u;
const down = /^(?:已经?)?(?:撤下|撤掉|下架|删除|删掉|删)了?/u;

const accountOrders = (row: AccountRow, rest: string): Order[] => [
  [mend, (turn) => openAccount(turn, row)],
  [/^(?:撤回|先撤回)/u, (turn) => recall(turn, row)],
  [/^(?:删除|删掉|不要了|不登记了)/u, (turn) => dropDraft(turn, row)],
  [
    /^(?:注销|不用了|停用)/u,
    (turn) => endWith(turn, { kind: "why", deed: "retire", id: row.id, reason: null }),
  ],
  [back, (turn) => takeUpAgain(turn, row, rest.replace(back, ""))],
];

const publicationOrders = (row: PublicationRow, rest: string): Order[] => [
  [mend, (turn) => openPublication(turn, row)],
  [down, (turn) => takeDown(turn, row, rest.replace(down, ""))],
  [/^(?:不发了?|不要了|不登记了|放弃)/u, (turn) => giveUp(turn, row)],
  [/^(?:已经?)?发(?:布|出)?了?/u, (turn) => tellPublished(turn, row)],
];

async function recall(turn: Turn, row: AccountRow): Promise<string> {
  await recallAccount(turn.work, row.id);
  return `已撤回 #${row.code}。改好请回“#${row.code} 修改”。`;
}

function hint(row: AccountRow | PublicationRow): string | null {
  if (row.state === "draft") return `要修改再交,回“#${row.code} 修改”。`;
  if (row.state === "cleared") return `发布后请回“#${row.code} 已发布”加链接。`;
  if (row.state === "published") return `要更正回“#${row.code} 修改”;撤下了回“#${row.code} 撤下”加原因。`;
  if (row.state === "retired") return `又要用了,回“#${row.code} 恢复登记”加原因。`;
  return row.state === "effective" ? `有变化回“#${row.code} 修改”;不用了回“#${row.code} 注销”。` : null;
}

const views: Order[] = [
  [/^(?:看看?|查看?)?我的(?:自媒体)?(?:账号|帐号|登记|自媒体)$/u, mine],
  [/^(?:看看?|查看?)?我的(?:作品|发布)$/u, myWorks],
  [/^我的(?:数据|信息|资料|个人信息)$/u, whatIsStored],
];

const orders: Order[] = [
  [
    /^(?:我要|我想)?(?:登记|继续登记)(?:一?下?|我的)?(?:自媒体)?(?:账号|帐号)?$/u,
    (turn) => startAccount(turn, { intent: "register-account" }),
  ],
  [
    /^(?:我要|我想)?(?:登记|报备)(?:一?[个下条篇]?)(?:作品|发布|文章|视频)$|^发布登记$/u,
    (turn) => startPublication(turn, { intent: "register-publication" }),
  ],
  [/^(?:已经?发布|已经?发了|发布了)(?:[\s,,::].*)?$/su, (turn) => tellPublished(turn, null)],
  [
    /^(?:我的)?(?:账号|登记)(?:信息)?(?:都)?(?:没有?|无)(?:什么)?变化$|^重新确认(?:账号|登记)?$/u,
    wishReconfirmation,
  ],
];

/** Fixed words about one's own registrations; null when the words are none of them, or a form waits for an answer. */
export async function registryOrder(turn: Turn, text: string): Promise<string | null> {
  const fits = ([words]: Order): boolean => words.test(text.trim());
  const order = views.find(fits) ?? (isFilling(turn) ? undefined : orders.find(fits));
  return order ? order[1](turn) : null;
}
