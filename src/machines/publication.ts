import { Publication } from "../../entities/publication.ts";
import type { PublicationContent } from "../../entities/publication-revision.ts";
import type { Work } from "../work.ts";
import type { Check, Machine } from "./machine.ts";
import { bureauReviewer, holder, holderOrSystem, unitReviewer } from "./registration-reviewers.ts";
import { personOf } from "./who.ts";

interface Pending {
  unitDecidedBy: number | null;
  hash: string;
  content: PublicationContent;
}

async function pendingOf(work: Work, { pendingRevisionId }: Publication): Promise<Pending | null> {
  const [row]: (Omit<Pending, "content"> & { content: string })[] = await work.db.query(
    "SELECT unit_decided_by AS unitDecidedBy, hash, content FROM publication_revision WHERE id = ?",
    [pendingRevisionId],
  );
  return row ? { ...row, content: JSON.parse(row.content) as PublicationContent } : null;
}

const effectiveAccount: Check<Publication> = async (work, publication) => {
  const [account]: { state: string }[] = await work.db.query(
    "SELECT state FROM media_account WHERE id = ? AND holder_id = ?",
    [publication.mediaAccountId, publication.holderId],
  );
  if (account?.state !== "effective") return "要发布的账号还没有登记生效";
  return publication.publishedAt || publication.postHoc ? "已经发布的作品请走事后登记" : null;
};

const publishedAlready: Check<Publication> = async (work, publication) => {
  const pending = await pendingOf(work, publication);
  return pending?.content.url && pending.content.day ? null : "事后登记要写明链接和发布日期";
};

const ordinary: Check<Publication> = (_work, publication) => {
  if (publication.postHoc) return "已经发布的作品只能备案或退回";
  return publication.kind === "ordinary" ? null : "重点或敏感内容要报教体局审核";
};

const grave: Check<Publication> = (_work, { kind }) =>
  kind === "ordinary" ? "一般内容由单位审核即可,不必上报" : null;

const postHoc: Check<Publication> = (_work, publication) =>
  publication.postHoc ? null : "还没有发布的作品不能直接备案";

const anotherForBureau: Check<Publication> = async (work, publication) => {
  const whyNot = await bureauReviewer(work, publication);
  if (whyNot) return whyNot;
  const pending = await pendingOf(work, publication);
  return pending?.unitDecidedBy === personOf(work) ? "单位审核和教体局审核不能是同一个人" : null;
};

const orSystem =
  (reviewer: Check<Publication>): Check<Publication> =>
  (work, publication, request) =>
    work.actor.kind === "system" ? null : reviewer(work, publication, request);

/** What goes out is what was cleared, and it is said where and when it went out. */
const asCleared: Check<Publication> = async (work, publication, request) => {
  const said = (request.payload ?? {}) as { hash?: string; url?: string; day?: string };
  if (!said.url || !said.day) return "请给出链接和发布日期";
  const [cleared]: { hash: string }[] = await work.db.query(
    "SELECT hash FROM publication_revision WHERE id = ?",
    [publication.effectiveRevisionId],
  );
  return cleared?.hash === said.hash ? null : "发布的内容和审核通过的不一样,请先修改登记再送审";
};

const authorOrBureau: Check<Publication> = async (work, publication) =>
  holder(work, publication) === null || (await bureauReviewer(work, publication)) === null
    ? null
    : "只有作者本人或教体局负责登记的人员可以这样做";

/** The life of one work registered before or after it is published. */
export const publicationMachine: Machine<Publication> = {
  name: "publication",
  title: "作品登记",
  entity: Publication,
  column: "state",
  states: {
    draft: "草稿",
    unit_review: "单位审核中",
    bureau_review: "教体局审核中",
    cleared: "可以发布",
    published: "已发布",
    retracted: "已撤下",
    abandoned: "已放弃",
  },
  commands: {
    submit: "送审",
    file_post_hoc: "事后登记",
    pass: "通过",
    escalate: "报教体局",
    file: "备案",
    return: "退回",
    publish: "发布",
    revise: "修改",
    amend: "更正",
    retract: "撤下",
    abandon: "放弃",
  },
  initial: "draft",
  terminal: ["retracted", "abandoned"],
  steps: [
    { from: "draft", command: "submit", to: "unit_review", who: holder, guard: effectiveAccount },
    { from: "draft", command: "file_post_hoc", to: "unit_review", who: holder, guard: publishedAlready },
    { from: "unit_review", command: "pass", to: "cleared", who: unitReviewer, guard: ordinary },
    { from: "unit_review", command: "escalate", to: "bureau_review", who: unitReviewer, guard: grave },
    { from: "unit_review", command: "file", to: "published", who: unitReviewer, guard: postHoc },
    {
      from: "unit_review",
      command: "return",
      to: "draft",
      who: orSystem(unitReviewer),
      needsReason: true,
    },
    { from: "bureau_review", command: "pass", to: "cleared", who: anotherForBureau },
    {
      from: "bureau_review",
      command: "return",
      to: "draft",
      who: orSystem(anotherForBureau),
      needsReason: true,
    },
    { from: "cleared", command: "publish", to: "published", who: holder, demands: asCleared },
    { from: "cleared", command: "revise", to: "draft", who: holderOrSystem },
    { from: "published", command: "amend", to: "published", who: holder },
    { from: "published", command: "retract", to: "retracted", who: authorOrBureau, needsReason: true },
    { from: "draft", command: "abandon", to: "abandoned", who: holderOrSystem },
  ],
};
