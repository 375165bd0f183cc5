import Type, { type Static } from "typebox";
import {
  type ChecklistDetail,
  listChecklists,
  type VersionDetail,
  versionDetail,
} from "../../actions/checklist-reads.ts";
import {
  createChecklist,
  newVersion,
  publishVersion,
  removeVersion,
  writeItems,
} from "../../actions/checklists.ts";
import { operation } from "./operation.ts";
import { versioned } from "./order.ts";
import { Count, fields, Id, isoOrNull, Moment, oneOf, orNull, text, Version } from "./schemas.ts";

const tag = "自查清单";
const writers = ["bureau-admin", "bureau-leader"] as const;

const Item = fields({
  key: text(20),
  question: text(300),
  polarity: Type.Unsafe<"+" | "-">({
    type: "string",
    enum: ["+", "-"],
    description: "+:是为合格;-:是为有问题",
  }),
  scope: oneOf(["unit", "medium", "platform", "target"]),
  answeredBy: text(20),
  evidence: oneOf(["none", "optional", "required"]),
  basis: text(120, 0),
});

const VersionShown = fields({
  id: Id,
  version: Version,
  no: Count,
  publishedAt: orNull(Moment),
  checklist: fields({ id: Id, code: Type.String(), title: Type.String() }),
  items: Type.Array(fields({ ...Item.properties, no: Count })),
});

const ChecklistShown = fields({
  id: Id,
  code: Type.String(),
  title: Type.String(),
  versions: Type.Array(fields({ id: Id, version: Version, no: Count, publishedAt: orNull(Moment) })),
});

const showVersion = (detail: VersionDetail): Static<typeof VersionShown> => ({
  id: detail.id,
  version: detail.rowVersion,
  no: detail.version,
  publishedAt: isoOrNull(detail.publishedAt),
  checklist: { id: detail.checklist.id, code: detail.checklist.code, title: detail.checklist.title },
  items: detail.items.map(({ no, key, question, polarity, scope, answeredBy, evidence, basis }) => ({
    no,
    key,
    question,
    polarity,
    scope,
    answeredBy,
    evidence,
    basis,
  })),
});

const show = ({ id, code, title, versions }: ChecklistDetail): Static<typeof ChecklistShown> => ({
  id,
  code,
  title,
  versions: versions.map((each) => ({
    id: each.id,
    version: each.rowVersion,
    no: each.version,
    publishedAt: isoOrNull(each.publishedAt),
  })),
});

const getVersion = operation({
  id: "getChecklistVersion",
  method: "get",
  path: "/checklist-versions/{versionId}",
  tag,
  summary: "清单的一个版本,连同题目",
  who: "person",
  answer: VersionShown,
  run: async ({ work, params }) => showVersion(await versionDetail(work, params.versionId)),
});

/** Checklists, their versions and items. */
export const checklistOperations = [
  operation({
    id: "listChecklists",
    method: "get",
    path: "/checklists",
    tag,
    summary: "清单列表",
    who: "person",
    answer: fields({ items: Type.Array(ChecklistShown) }),
    run: async ({ work }) => ({ items: (await listChecklists(work)).map(show) }),
  }),
  operation({
    id: "createChecklist",
    method: "post",
    path: "/checklists",
    tag,
    summary: "新建清单,带一个空的草稿版本",
    who: writers,
    body: fields({ code: text(20), title: text(120) }),
    status: 201,
    answer: ChecklistShown,
    run: async ({ work, body }) => show(await createChecklist(work, body)),
  }),
  operation({
    id: "newChecklistVersion",
    method: "post",
    path: "/checklists/{checklistId}/versions",
    tag,
    summary: "从最新发布的版本起草新版本",
    who: writers,
    status: 201,
    answer: VersionShown,
    run: async ({ work, params }) => showVersion(await newVersion(work, params.checklistId)),
  }),
  getVersion,
  operation({
    id: "writeChecklistItems",
    method: "put",
    path: "/checklist-versions/{versionId}/items",
    tag,
    summary: "写题目(整份替换;已发布的不能改)",
    who: writers,
    ifMatch: "required",
    current: getVersion,
    body: fields({ items: Type.Array(Item, { maxItems: 500 }) }),
    answer: VersionShown,
    run: async ({ work, params, body, expectedVersion }) =>
      showVersion(await writeItems(work, params.versionId, { ...body, ...versioned(expectedVersion) })),
  }),
  operation({
    id: "publishChecklistVersion",
    method: "post",
    path: "/checklist-versions/{versionId}/publish",
    tag,
    summary: "发布版本,此后不能再改",
    who: writers,
    ifMatch: "optional",
    current: getVersion,
    answer: VersionShown,
    run: async ({ work, params, expectedVersion }) =>
      showVersion(await publishVersion(work, params.versionId, versioned(expectedVersion))),
  }),
  operation({
    id: "removeChecklistVersion",
    method: "delete",
    path: "/checklist-versions/{versionId}",
    tag,
    summary: "删除草稿版本",
    who: writers,
    run: ({ work, params }) => removeVersion(work, params.versionId),
  }),
];
