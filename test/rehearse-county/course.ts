import { issueCodes } from "../../src/actions/contacts.ts";
import { appoint, endPost } from "../../src/actions/posts.ts";
import { type Hour, type Intention, isMute } from "./agenda.ts";
import type { Seat, Somebody } from "./county.ts";
import { oneAfterAnother } from "./desk.ts";
import { nameOf, type Piece } from "./diary.ts";
import { Filling } from "./filling.ts";
import { type Day, dayOf, workingDaysAfter } from "./plan.ts";
import type { Scene } from "./scene.ts";
import type { Talk } from "./stage.ts";

const answering: Seat["role"][] = ["responsible", "office-operator"];

/** What people in their places do in one part of a day, each about all his matters in one sitting. */
export async function sitDown(scene: Scene, day: Day, hour: Hour): Promise<void> {
  const sittings = new Map<string, Talk[]>();
  const intentions = scene.agenda.take(day, hour);
  for (const intention of intentions) {
    const found = await begin(scene, intention, day);
    if (found) sittings.set(found.me.id, [...(sittings.get(found.me.id) ?? []), found.talk]);
  }
  const talks = [...sittings.values()].map((deeds) => oneAfterAnother(deeds));
  await scene.stage.converse(talks, (message) => message % 31 === 0);
  // Posts change when everybody has had his say.
  for (const intention of intentions) {
    if (intention.does === "leave") await leave(scene, intention.who, day);
    if (intention.does === "replace") await replace(scene, intention.place);
  }
  scene.learn();
}

interface Sitting {
  me: Somebody;
  talk: Talk;
}

async function begin(scene: Scene, intention: Intention, day: Day): Promise<Sitting | null> {
  switch (intention.does) {
    case "fill":
      return fill(scene, intention.piece, day);
    case "rescue":
      return rescue(scene, intention.piece);
    case "ask-time":
      return askTime(scene, intention);
    case "hand-over":
      return handOver(scene, intention.who);
    case "leave":
    case "replace":
      return null;
    case "bind-anew":
      return bindAnew(scene, intention.who);
    case "unsubscribe": {
      const me = scene.person(intention.who);
      return { me, talk: unsubscribe(scene, me) };
    }
    case "chat": {
      const me = scene.person(intention.who);
      return { me, talk: chat(scene, me) };
    }
  }
}

/** Whoever has the work now does it; when nobody has, it waits for the next who will. */
function fill(scene: Scene, piece: Piece, day: Day): Sitting | null {
  const { state, seat } = scene.standing(piece);
  if (state !== "open" && state !== "returned") return null;
  const here = scene.seatsAt(piece.place, answering);
  const holder = here.find(({ no }) => no === seat) ?? here[0];
  if (!holder) {
    scene.agenda.put(workingDaysAfter(day, 1), "afternoon", { does: "fill", piece });
    return null;
  }
  const me = scene.person(holder.who);
  return isMute(me) ? null : doing(scene, me, piece);
}

function rescue(scene: Scene, piece: Piece): Sitting | null {
  const [head] = scene.seatsAt(piece.place, ["unit-head"]);
  const { state } = scene.standing(piece);
  return head && (state === "open" || state === "returned")
    ? doing(scene, scene.person(head.who), piece)
    : null;
}

function doing(scene: Scene, me: Somebody, piece: Piece): Sitting {
  const { revision } = scene.standing(piece);
  const dice = scene.dice("fill", nameOf(piece), revision);
  const filling = new Filling(scene, { me, piece, code: scene.code(piece), dice });
  return { me, talk: filling.talk() };
}

function askTime(scene: Scene, { piece, until }: { piece: Piece; until: Day }): Sitting | null {
  const [seat] = scene.seatsAt(piece.place, answering);
  const { state, due } = scene.standing(piece);
  if (!seat || state !== "open" || until <= dayOf(due)) return null;
  const me = scene.person(seat.who);
  return { me, talk: asking(scene, { me, piece, until }) };
}

function* asking(scene: Scene, { me, piece, until }: { me: Somebody; piece: Piece; until: Day }): Talk {
  const [, month, date] = until.split("-").map(Number);
  const code = scene.code(piece);
  yield* scene.expect(me, `#${code} 能不能延到${month}月${date}号,校长外出`, /延到.*\n原因:校长外出/u);
  const done = yield* scene.expect(me, "确认", /✔ 延期申请/u);
  if (done) scene.note({ is: "time-asked", piece, by: me.id, until });
}

function handOver(scene: Scene, who: string): Sitting | null {
  const seat = scene.known.seating.seats.find(
    (each) => each.who === who && each.until === null && each.role !== "staff",
  );
  const [colleague] = seat ? scene.seatsAt(seat.place, ["staff"]) : [];
  if (!seat || !colleague) return null;
  const me = scene.person(who);
  return { me, talk: handingOver(scene, { me, seat, to: scene.person(colleague.who).name }) };
}

function* handingOver(scene: Scene, { me, seat, to }: { me: Somebody; seat: Seat; to: string }): Talk {
  yield* scene.expect(me, "我要调走了", /由谁接手/u);
  yield* scene.expect(me, to, new RegExp(`移交给${to}`, "u"));
  const done = yield* scene.expect(me, "确认", /✔ 移交申请/u);
  if (done) scene.note({ is: "handover-asked", seat: seat.no });
}

/** The bureau ends a post; four working days later somebody else is appointed. */
async function leave(scene: Scene, who: string, day: Day): Promise<void> {
  const seat = scene.known.seating.seats.find(
    (each) => each.who === who && each.until === null && each.role !== "staff",
  );
  if (!seat) return;
  const post = scene.register.posts.get(seat.no) ?? 0;
  await scene.stage.test.act((work) => endPost(work, post, "调离本县"), scene.actor(scene.admin.id));
  scene.note({ is: "seat-ended", seat: seat.no });
  const { place, no } = seat;
  scene.agenda.put(workingDaysAfter(day, 4), "morning", { does: "replace", place, seat: no });
}

async function replace(scene: Scene, place: string): Promise<void> {
  const [colleague] = scene.seatsAt(place, ["staff"]);
  if (!colleague) return;
  const unitId = scene.register.units.get(place) ?? 0;
  const personId = scene.register.people.get(colleague.who) ?? 0;
  const order = { personId, unitId, role: "responsible" as const };
  await scene.stage.test.act((work) => appoint(work, order), scene.actor(scene.admin.id));
  scene.note({ is: "seat-taken", place, who: colleague.who });
}

/** A second telephone: the administrator gives a code, which is written from the new one. */
async function bindAnew(scene: Scene, who: string): Promise<Sitting> {
  const me = scene.person(who);
  const personId = scene.register.people.get(who) ?? 0;
  const [issued] = await scene.stage.test.act(
    (work) => issueCodes(work, [personId]),
    scene.actor(scene.admin.id),
  );
  return { me, talk: binding(scene, me, issued?.code ?? "") };
}

function* binding(scene: Scene, me: Somebody, code: string): Talk {
  const phone = `${me.phone}-b`;
  const reply = yield { phone, text: code };
  if (!reply.includes("绑定成功")) scene.stage.complain(`${phone} was not bound: “${reply}”`);
  scene.note({ is: "bound-anew", who: me.id, phone });
  me.phone = phone;
}

function* unsubscribe(scene: Scene, me: Somebody): Talk {
  const done = yield* scene.expect(me, "退订", /不再给您发提醒/u);
  if (done) scene.note({ is: "unsubscribed", who: me.id });
}

function* chat(scene: Scene, me: Somebody): Talk {
  const dice = scene.dice("chat", me.id, dayOf(scene.stage.now));
  yield { phone: me.phone, text: dice.oneOf(["你好", "谢谢", "在吗", "收到"]) };
  yield { phone: me.phone, text: dice.oneOf(["待办", "菜单", "截止"]) };
}
