import Type from "typebox";
import { passPublication, returnPublication } from "../../actions/publication-reviews.ts";
import {
  abandonPublication,
  amendPublication,
  editPublication,
  filePostHoc,
  publishPublication,
  registerPublication,
  retractPublication,
  revisePublication,
  submitPublication,
} from "../../actions/publications.ts";
import {
  listPublications,
  myPublications,
  publicationById,
  publicationsToReview,
} from "../../actions/registration-lists.ts";
import { publicationMachine } from "../../machines/publication.ts";
import type { Work } from "../../work.ts";
import { operation } from "./operation.ts";
import { Platform, PublicationFields, PublicationShown, showPublication } from "./registration-shapes.ts";
import { DayOf, fields, Id, nextOf, oneOf, pageIn, pageOf, paging, text } from "./schemas.ts";

const of = { tag: "作品登记", who: "person" } as const;

const shown = async (work: Work, id: number) => showPublication(await publicationById(work, id));

const reading = [
  operation({
    ...of,
    id: "listPublications",
    method: "get",
    path: "/publications",
    summary: "作品列表",
    query: fields({
      ...paging,
      unitId: Type.Optional(Id),
      platform: Type.Optional(Platform),
      state: Type.Optional(oneOf(Object.keys(publicationMachine.states))),
      holderId: Type.Optional(Id),
      text: Type.Optional(text(80)),
    }),
    answer: pageOf(PublicationShown),
    run: async ({ work, query: { after, limit, ...filters } }) => {
      const at = pageIn({ after, limit });
      const rows = await listPublications(work, { ...filters, ...at });
      return { items: rows.map(showPublication), next: nextOf(rows, at.limit) };
    },
  }),
  operation({
    ...of,
    id: "getPublication",
    method: "get",
    path: "/publications/{publicationId}",
    summary: "一件作品",
    answer: PublicationShown,
    run: ({ work, params }) => shown(work, params.publicationId),
  }),
  operation({
    ...of,
    id: "listMyPublications",
    method: "get",
    path: "/me/publications",
    summary: "我登记的作品",
    answer: fields({ items: Type.Array(PublicationShown) }),
    run: async ({ work }) => ({ items: (await myPublications(work)).map(showPublication) }),
  }),
  operation({
    ...of,
    id: "listPublicationsToReview",
    method: "get",
    path: "/reviews/publications",
    summary: "等我审核的作品",
    answer: fields({ items: Type.Array(PublicationShown) }),
    run: async ({ work }) => ({ items: (await publicationsToReview(work)).map(showPublication) }),
  }),
];

/** Operations that write the content of a publication, and answer it. */
const content = (
  id: string,
  {
    method,
    path,
    summary,
  }: { method: "put" | "post"; path: "draft" | "revisions" | "amendments"; summary: string },
  act: typeof editPublication,
) =>
  operation({
    ...of,
    id,
    method,
    summary,
    path: `/publications/{publicationId}/${path}`,
    body: PublicationFields,
    answer: PublicationShown,
    run: async ({ work, params, body }) => {
      await act(work, params.publicationId, body);
      return shown(work, params.publicationId);
    },
  });

const writing = [
  operation({
    ...of,
    id: "registerPublication",
    method: "post",
    path: "/publications",
    summary: "登记作品",
    notes: "published 为 true 是发布之后补登(要写 url 和 day),否则是发布之前报审。",
    body: fields({ content: PublicationFields, published: Type.Boolean() }),
    status: 201,
    answer: PublicationShown,
    run: async ({ work, body }) => {
      const { id } = await registerPublication(work, body.content, { published: body.published });
      return shown(work, id);
    },
  }),
  content(
    "editPublication",
    { method: "put", path: "draft", summary: "修改草稿或被退回的作品" },
    editPublication,
  ),
  content(
    "revisePublication",
    { method: "post", path: "revisions", summary: "审过以后要改:重新报审" },
    revisePublication,
  ),
  content(
    "amendPublication",
    { method: "post", path: "amendments", summary: "发布以后要改:报一份修改" },
    amendPublication,
  ),
  operation({
    ...of,
    id: "publishPublication",
    method: "post",
    path: "/publications/{publicationId}/publish",
    summary: "报告已发布:链接和日期",
    body: fields({ url: text(1000), day: DayOf }),
    answer: PublicationShown,
    run: async ({ work, params, body }) => {
      await publishPublication(work, params.publicationId, body);
      return shown(work, params.publicationId);
    },
  }),
  operation({
    ...of,
    id: "retractPublication",
    method: "post",
    path: "/publications/{publicationId}/retract",
    summary: "撤下已发布的作品",
    body: fields({ reason: text(300), proof: text(300) }),
    answer: PublicationShown,
    run: async ({ work, params, body }) => {
      await retractPublication(work, params.publicationId, body);
      return shown(work, params.publicationId);
    },
  }),
  operation({
    ...of,
    id: "commandPublication",
    method: "post",
    path: "/publications/{publicationId}/commands",
    summary: "提交、补登、放弃",
    body: fields({ command: oneOf(["submit", "file_post_hoc", "abandon"]) }),
    answer: PublicationShown,
    run: async ({ work, params: { publicationId }, body }) => {
      const acts = { submit: submitPublication, file_post_hoc: filePostHoc, abandon: abandonPublication };
      await acts[body.command](work, publicationId);
      return shown(work, publicationId);
    },
  }),
  operation({
    ...of,
    id: "reviewPublication",
    method: "post",
    path: "/publications/{publicationId}/review",
    summary: "审核作品:通过或退回",
    notes: "revisionId 是看到的 pendingRevisionId。重点和敏感的,单位通过后转教体局。",
    body: fields({ verdict: oneOf(["pass", "return"]), revisionId: Id, reason: Type.Optional(text(300)) }),
    answer: PublicationShown,
    run: async ({ work, params: { publicationId }, body: { verdict, revisionId, reason = "" } }) => {
      if (verdict === "pass") await passPublication(work, publicationId, revisionId);
      else await returnPublication(work, publicationId, { revisionId, reason });
      return shown(work, publicationId);
    },
  }),
];

/** What staff publish on their own accounts. */
export const publicationOperations = [...reading, ...writing];
