import { Assignment } from "../../entities/assignment.ts";
import { Handover } from "../../entities/handover.ts";
import { Person } from "../../entities/person.ts";
import { Post } from "../../entities/post.ts";
import { forbidden, invalid, notFound, stale } from "../errors.ts";
import { assignmentMachine } from "../machines/assignment.ts";
import { record } from "../machines/event.ts";
import { handoverMachine } from "../machines/handover.ts";
import { transition } from "../machines/machine.ts";
import { bureauOperator, heldPosts, personOf } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { issueCodes } from "./contacts.ts";
import { decidedNow, type Order, voidAsked } from "./decisions.ts";
import { notify } from "./mail.ts";
import { administrators, nameOf } from "./people.ts";
import { seenHandover } from "./request-reads.ts";

/** A hand-over as it is shown: who gives which unit's work to whom. */
export interface AskedHandover {
  handover: Handover;
  unit: string;
  from: string;
}

/** What a granted hand-over did; `code` is the newcomer's binding code, when he has no contact yet. */
export interface HandoverDone {
  unit: string;
  to: string;
  moved: number;
  code: string | null;
}

/** The posts that the actor could hand over, with their units. */
export async function myPosts(work: Work): Promise<{ postId: number; unit: string }[]> {
  const posts = (await heldPosts(work)).filter(
    (post) => post.role === "responsible" || post.role === "unit-head",
  );
  const mine: { postId: number; unit: string }[] = [];
  for (const post of posts) mine.push({ postId: post.id, unit: await unitName(work, post.unitId) });
  return mine;
}

/** Asks the administrators to move a post to another person, by full name. Refuses a post that the actor does not hold. */
export async function askHandover(work: Work, postId: number, toName: string): Promise<Handover> {
  const post = (await heldPosts(work)).find((each) => each.id === postId);
  const askedBy = personOf(work);
  if (!post || askedBy === null) throw forbidden("您没有这个岗位,不能移交");
  const name = toName.trim();
  if (!isFullName(name)) {
    const message = "请写接手人的全名,如“王建国”";
    throw invalid(message, [{ field: "toName", message }]);
  }
  await voidAsked(work, handoverMachine, { postId, state: "asked" });
  const handover = work.db.create(Handover, {
    postId,
    state: "asked",
    rowVersion: 1,
    toName: name,
    askedBy,
    askedAt: work.now,
  });
  await work.db.save(handover);
  await record(work, { subject: "handover", subjectId: handover.id, command: "ask", payload: { postId } });
  const unit = await unitName(work, post.unitId);
  const from = await nameOf(work, askedBy);
  for (const administrator of await administrators(work)) {
    await notify(work, {
      personId: administrator.personId,
      key: `handover:${handover.id}:${administrator.personId}`,
      kind: "approval",
      body: `【工作移交】${unit} ${from}申请把工作移交给${name}。\n回“批准移交 ${name}”,或“不同意移交 ${name} 原因”。`,
    });
  }
  return handover;
}

/** Is it a name one could write on an envelope: two to ten characters, not 王老师. */
export const isFullName = (name: string): boolean =>
  /^[\p{Script=Han}·]{2,10}$/u.test(name) && !/(老师|校长|主任|书记|园长)$/u.test(name);

/** Undecided hand-overs, for administrators; nothing for anybody else. */
export async function handoversToDecide(work: Work): Promise<AskedHandover[]> {
  if ((await bureauOperator(work)) !== null) return [];
  const asked = await work.db.find(Handover, { where: { state: "asked" }, order: { id: "ASC" } });
  return Promise.all(
    asked
      .filter((handover) => handover.askedBy !== personOf(work))
      .map(async (handover) => {
        const post = await work.db.findOneByOrFail(Post, { id: handover.postId });
        return {
          handover,
          unit: await unitName(work, post.unitId),
          from: await nameOf(work, handover.askedBy),
        };
      }),
  );
}

/** Refuses a hand-over, with the reason, and tells who asked. */
export async function refuseHandover(work: Work, id: number, reason: string): Promise<void> {
  if (!reason.trim()) throw invalid("不同意移交请写明原因");
  await decide(work, await undecided(work, id), { command: "refuse", reason });
}

/**
 * Grants a hand-over: the post ends, the newcomer's begins, and the open work moves with its reminders. Refuses with
 * guard-failed when the post has ended otherwise.
 */
export async function grantHandover(work: Work, id: number): Promise<HandoverDone> {
  const done = await decide(work, await undecided(work, id), { command: "grant" });
  if (!done) throw new Error(`hand-over ${id} was granted without a result`);
  return done;
}

/**
 * Gives a hand-over one of its commands: grant, refuse (with a reason), or void for who asked; `done` tells what a
 * grant did. Refuses as transition does, and with not-found what is not the actor's to see.
 */
export async function commandHandover(
  work: Work,
  id: number,
  order: Order,
): Promise<{ handover: Handover; done: HandoverDone | null }> {
  await seenHandover(work, id);
  const handover = await held(work, id);
  return { handover, done: await decide(work, handover, order) };
}

async function held(work: Work, id: number): Promise<Handover> {
  const handover = await work.db.findOne(Handover, { where: { id }, lock: { mode: "pessimistic_write" } });
  if (!handover) throw notFound("这项移交申请");
  return handover;
}

async function undecided(work: Work, id: number): Promise<Handover> {
  const whyNot = await bureauOperator(work);
  if (whyNot) throw forbidden(whyNot);
  const handover = await held(work, id);
  if (handover.state !== "asked") throw stale("这项申请已经处理过了");
  return handover;
}

async function decide(work: Work, handover: Handover, order: Order): Promise<HandoverDone | null> {
  await transition(work, handoverMachine, handover, { ...order, set: decidedNow(work, order) });
  if (handover.state === "granted") return moveTo(work, handover);
  if (handover.state === "refused") {
    await notify(work, {
      personId: handover.askedBy,
      key: `handover-decision:${handover.id}`,
      kind: "decision",
      body: `您申请把工作移交给${handover.toName},没有批准。原因:${handover.decisionReason}`,
    });
  }
  return null;
}

/** Ends the post, begins the newcomer's, moves the open work and tells both. */
async function moveTo(work: Work, handover: Handover): Promise<HandoverDone> {
  const { id } = handover;
  const old = await work.db.findOneByOrFail(Post, { id: handover.postId });
  const newcomer = await personNamed(work, old.unitId, handover.toName);
  await work.db.update(Post, { id: old.id }, { untilAt: work.now });
  const post = await work.db.save(
    work.db.create(Post, {
      unitId: old.unitId,
      personId: newcomer.id,
      role: old.role,
      fromAt: work.now,
      untilAt: null,
    }),
  );
  await work.db.update(Handover, { id }, { toPersonId: newcomer.id });
  const moved = await moveWork(work, old.id, post.id);
  const unit = await unitName(work, old.unitId);
  await notify(work, {
    personId: handover.askedBy,
    key: `handover-decision:${id}`,
    kind: "decision",
    body: `移交已批准:${unit}的工作从现在起由${newcomer.name}负责,共移交${moved}项。感谢您!`,
  });
  const reached = await notify(work, {
    personId: newcomer.id,
    key: `handover-welcome:${id}`,
    kind: "decision",
    body: `${unit}的督办工作从现在起由您负责,接手${moved}项未办结任务。回“待办”查看。`,
  });
  const code = reached === "unreachable" ? ((await issueCodes(work, [newcomer.id]))[0]?.code ?? null) : null;
  return { unit, to: newcomer.name, moved, code };
}

/** A colleague of that name at the unit, or a new person. */
async function personNamed(work: Work, unitId: number, name: string): Promise<Person> {
  const [colleague]: { id: number }[] = await work.db.query(
    "SELECT n.id FROM person n JOIN post p ON p.person_id = n.id WHERE p.unit_id = ? AND n.name = ? ORDER BY n.id LIMIT 1",
    [unitId, name],
  );
  if (colleague) return work.db.findOneByOrFail(Person, { id: colleague.id });
  const [unit]: { demo: number }[] = await work.db.query("SELECT demo FROM unit WHERE id = ?", [unitId]);
  return work.db.save(work.db.create(Person, { name, demo: Number(unit?.demo) === 1 }));
}

async function moveWork(work: Work, fromPost: number, toPost: number): Promise<number> {
  const assignments = (await work.db.findBy(Assignment, { postId: fromPost })).filter((each) =>
    ["open", "returned", "submitted"].includes(each.state),
  );
  for (const assignment of assignments) {
    await transition(work, assignmentMachine, assignment, {
      command: "reassign",
      set: { postId: toPost },
      payload: { fromPost, toPost },
    });
  }
  return assignments.length;
}

async function unitName(work: Work, unitId: number): Promise<string> {
  const [unit]: { name: string }[] = await work.db.query("SELECT name FROM unit WHERE id = ?", [unitId]);
  return unit?.name ?? "";
}
