import { createHash } from "node:crypto";
import type { AccountContent, MediaAccountRevision } from "../../entities/media-account-revision.ts";
import type { PublicationContent, PublicationRevision } from "../../entities/publication-revision.ts";
import type { Revision } from "../../entities/revision.ts";
import { guardFailed, stale } from "../errors.ts";
import { type Machine, transition } from "../machines/machine.ts";
import { accountRevisionMachine, publicationRevisionMachine } from "../machines/registration-revision.ts";
import { personOf } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { atMost } from "./checking.ts";

/** A registered thing, as far as its revisions go. */
export interface Registration {
  id: number;
  holderId: number;
  unitId: number;
  effectiveRevisionId: number | null;
  pendingRevisionId: number | null;
}

/** How the revisions of one kind of thing are kept. */
export interface RevisionKind<R extends Revision, C> {
  machine: Machine<R>;
  parent: keyof R & string;
  hashOf(content: C): string;
}

const sha256 = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex");

/** Revisions of accounts. */
export const accountRevisions: RevisionKind<MediaAccountRevision, AccountContent> = {
  machine: accountRevisionMachine,
  parent: "mediaAccountId",
  hashOf: sha256,
};

/** Revisions of publications; where and when a thing appears is known only afterwards and is not bound. */
export const publicationRevisions: RevisionKind<PublicationRevision, PublicationContent> = {
  machine: publicationRevisionMachine,
  parent: "publicationId",
  hashOf: ({ url: _url, day: _day, ...bound }) => sha256(bound),
};

/** Writes the next revision of a thing, a draft. The caller has locked the thing. */
export async function writeRevision<R extends Revision & { content: C }, C>(
  work: Work,
  kind: RevisionKind<R, C>,
  of: Registration,
  content: C,
): Promise<number> {
  const seq = await work.db.count(kind.machine.entity, { where: { [kind.parent]: of.id } as never });
  const { identifiers } = await work.db.insert(kind.machine.entity, {
    [kind.parent]: of.id,
    seq: seq + 1,
    state: "draft",
    rowVersion: 1,
    holderId: of.holderId,
    unitId: of.unitId,
    hash: kind.hashOf(content),
    createdAt: work.now,
    content,
  } as never);
  return identifiers[0]?.id as number;
}

/** The revision that is being written or looked at; null without one. */
export async function pendingRevision<R extends Revision, C>(
  work: Work,
  kind: RevisionKind<R, C>,
  of: Registration,
): Promise<R | null> {
  if (of.pendingRevisionId === null) return null;
  return work.db.findOneBy(kind.machine.entity, { id: of.pendingRevisionId } as never);
}

/**
 * Puts new content into the revision being written: its own row while nobody else has seen it, else a new one.
 * Answers its id. Refuses with guard-failed while it is being looked at.
 */
export async function rewriteRevision<R extends Revision & { content: C }, C>(
  work: Work,
  kind: RevisionKind<R, C>,
  of: Registration,
  content: C,
): Promise<number> {
  const pending = await pendingRevision(work, kind, of);
  if (pending && pending.state !== "draft") throw guardFailed("正在审核,不能修改;请先撤回或等审核结果");
  if (pending?.submittedAt === null) {
    const change = { content, hash: kind.hashOf(content) } as never;
    await work.db.update(kind.machine.entity, { id: pending.id } as never, change);
    return pending.id;
  }
  if (pending) await transition(work, kind.machine, pending, { command: "discard" });
  return writeRevision(work, kind, of, content);
}

/** What a reviewer's look at a revision came to. */
export interface Look {
  revisionId: number;
  command: "pass" | "approve" | "return";
  reason?: string;
}

/**
 * Decides on the revision that the reviewer saw. Refuses with stale when it is not the one that waits, and as its
 * machine does.
 */
export async function lookAt<R extends Revision, C>(
  work: Work,
  kind: RevisionKind<R, C>,
  of: Registration,
  look: Look,
): Promise<R> {
  const revision = await pendingRevision(work, kind, of);
  if (revision?.id !== look.revisionId) throw stale("登记内容已有改动,请看过最新内容再决定");
  const reason = look.reason === undefined ? undefined : atMost(look.reason.trim(), 300);
  const by =
    revision.state === "unit_review"
      ? { unitDecidedBy: personOf(work), unitDecidedAt: work.now }
      : { bureauDecidedBy: personOf(work), bureauDecidedAt: work.now };
  return transition(work, kind.machine, revision, {
    command: look.command,
    ...(reason && { reason }),
    payload: { hash: revision.hash },
    set: { ...by, ...(look.command === "return" && { reason: reason ?? null }) } as unknown as Partial<R>,
  });
}

/** The same piece of work, done by the program. */
export const asSystem = (work: Work, name: string): Work => ({ ...work, actor: { kind: "system", name } });

/** An earlier approved revision gives way to a newer one. */
export async function supersede<R extends Revision, C>(
  work: Work,
  kind: RevisionKind<R, C>,
  earlier: number | null,
): Promise<void> {
  if (earlier === null) return;
  const revision = await work.db.findOneByOrFail(kind.machine.entity, { id: earlier } as never);
  if (revision.state === "approved")
    await transition(asSystem(work, "supersede"), kind.machine, revision, { command: "supersede" });
}

/** Gives up the revision being written or looked at, as the thing itself comes to its end; `why` is the reason told. */
export async function dropPending<R extends Revision, C>(
  work: Work,
  kind: RevisionKind<R, C>,
  of: Registration,
  why: string,
): Promise<void> {
  const revision = await pendingRevision(work, kind, of);
  if (!revision) return;
  const system = asSystem(work, "end-registration");
  if (revision.state.endsWith("_review")) {
    await transition(system, kind.machine, revision, {
      command: "return",
      reason: why,
      payload: { hash: revision.hash },
    });
  }
  if (revision.state === "draft") await transition(system, kind.machine, revision, { command: "discard" });
}
