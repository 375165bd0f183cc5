import { MediaAccountRevision } from "../../entities/media-account-revision.ts";
import { PublicationRevision } from "../../entities/publication-revision.ts";
import type { Revision } from "../../entities/revision.ts";
import type { Work } from "../work.ts";
import type { Check, Machine, Request } from "./machine.ts";
import { bureauReviewer, holder, holderOrSystem, unitReviewer } from "./registration-reviewers.ts";
import { personOf, theSystem } from "./who.ts";

/** A decision binds to the content that the reviewer saw, told by its hash. */
const sameContent = (_work: Work, revision: Revision, request: Request<Revision>): string | null =>
  (request.payload as { hash?: string } | undefined)?.hash === revision.hash
    ? null
    : "登记内容已有改动,请看过最新内容再决定";

/** The bureau's look is another person's than the unit's. */
const anotherForBureau = async (work: Work, revision: Revision): Promise<string | null> => {
  const whyNot = await bureauReviewer(work, revision);
  if (whyNot) return whyNot;
  return revision.unitDecidedBy === personOf(work) ? "单位审核和教体局审核不能是同一个人" : null;
};

const returnedBy =
  <R extends Revision>(reviewer: Check<Revision>): Check<R> =>
  (work, revision, request) =>
    work.actor.kind === "system" ? null : reviewer(work, revision, request as Request<Revision>);

const states = {
  draft: "草稿",
  unit_review: "单位审核中",
  bureau_review: "教体局审核中",
  approved: "已通过",
  superseded: "已被新稿取代",
  discarded: "已放弃",
};
const commands = {
  submit: "提交",
  recall: "撤回",
  pass: "通过",
  approve: "核准",
  return: "退回",
  discard: "放弃",
  supersede: "取代",
};

const steps = <R extends Revision>(): Machine<R>["steps"] => {
  const demands = sameContent as Check<R>;
  return [
    { from: "draft", command: "submit", to: "unit_review", who: holder },
    { from: "draft", command: "discard", to: "discarded", who: holderOrSystem },
    { from: "unit_review", command: "recall", to: "draft", who: holder },
    { from: "unit_review", command: "pass", to: "bureau_review", who: unitReviewer, demands },
    {
      from: "unit_review",
      command: "return",
      to: "draft",
      who: returnedBy(unitReviewer),
      demands,
      needsReason: true,
    },
    { from: "bureau_review", command: "approve", to: "approved", who: anotherForBureau, demands },
    {
      from: "bureau_review",
      command: "return",
      to: "draft",
      who: returnedBy(anotherForBureau),
      demands,
      needsReason: true,
    },
    { from: "approved", command: "supersede", to: "superseded", who: theSystem },
  ];
};

const shape = {
  column: "state" as const,
  states,
  commands,
  initial: "draft",
  terminal: ["superseded", "discarded"],
};

/** One version of an account's registration: the unit looks first, then the bureau. */
export const accountRevisionMachine: Machine<MediaAccountRevision> = {
  ...shape,
  name: "media_account_revision",
  title: "账号登记稿",
  entity: MediaAccountRevision,
  steps: steps(),
};

/** The unit decides by itself on ordinary matter, and files what has already appeared. */
const unitSuffices: Check<PublicationRevision> = async (work, revision) => {
  const [filing]: unknown[] = await work.db.query(
    "SELECT id FROM publication WHERE id = ? AND post_hoc = 1 AND state = 'unit_review'",
    [revision.publicationId],
  );
  return revision.content.kind === "ordinary" || filing ? null : "重点或敏感内容要报教体局审核";
};

/** One version of a publication's registration: the unit decides on ordinary matter by itself. */
export const publicationRevisionMachine: Machine<PublicationRevision> = {
  ...shape,
  name: "publication_revision",
  title: "作品登记稿",
  entity: PublicationRevision,
  steps: [
    ...steps<PublicationRevision>(),
    {
      from: "unit_review",
      command: "approve",
      to: "approved",
      who: unitReviewer,
      guard: unitSuffices,
      demands: sameContent as Check<PublicationRevision>,
    },
  ],
};
