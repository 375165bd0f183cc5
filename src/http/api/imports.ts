import Type, { type Static } from "typebox";
import { listExports } from "../../actions/exports.ts";
import {
  applyImport,
  dryRun,
  errorReport,
  type ImportRow,
  type ImportView,
  importById,
  listImports,
} from "../../actions/imports.ts";
import { largestUpload, markUpload, openUpload } from "../../sheets/upload.ts";
import { handoutOperations } from "./handouts.ts";
import { operation } from "./operation.ts";
import {
  Count,
  cursor,
  fields,
  Id,
  iso,
  isoOrNull,
  Moment,
  oneOf,
  orNull,
  pageIn,
  pageOf,
  paging,
  text,
} from "./schemas.ts";

const tag = "导入";
const administrators = ["bureau-admin"] as const;

const Hash = Type.String({ pattern: "^[0-9a-f]{64}$", description: "代表将要写入的内容" });

const ImportRowShown = fields({
  id: Id,
  name: Type.String(),
  at: Moment,
  by: orNull(Type.String()),
  state: oneOf(["checked", "applied"]),
  appliedAt: orNull(Moment),
  planHash: Hash,
  rows: Count,
  planned: fields({
    units: Count,
    posts: Count,
    people: Count,
    phones: Count,
    unchanged: Count,
    bad: Count,
  }),
});

const ImportShown = fields({
  ...ImportRowShown.properties,
  problems: Type.Array(
    fields({
      line: Count,
      column: Type.String({ description: "栏目,或“整行”" }),
      value: Type.String({ description: "格子里的内容;手机号只显示前三位和后四位" }),
      message: Type.String(),
    }),
  ),
  ignored: Type.Array(Type.String({ description: "没有用到的栏目" })),
  notes: Type.Array(Type.String({ description: "请留意的事" })),
});

const showRow = (row: ImportRow): Static<typeof ImportRowShown> => {
  const { id, name, at, by, state, appliedAt, planHash, rows, planned } = row;
  return { id, name, at: iso(at), by, state, appliedAt: isoOrNull(appliedAt), planHash, rows, planned };
};

const show = (view: ImportView): Static<typeof ImportShown> => {
  const { problems, ignored, notes } = view;
  return { ...showRow(view), problems, ignored, notes };
};

const getImport = operation({
  id: "getImport",
  method: "get",
  path: "/imports/{importId}",
  tag,
  summary: "一次导入:将写入什么,哪些格子有错",
  who: administrators,
  answer: ImportShown,
  run: async ({ work, params }) => show(await importById(work, params.importId)),
});

/** Lists of units and people from a file; what leaves the house as files, and the log of that. */
export const importOperations = [
  operation({
    id: "checkImport",
    method: "post",
    path: "/imports",
    tag,
    summary: "上传名单并检查(xlsx 或 csv),什么都不写入",
    notes:
      "内容就是文件本身。有错的格子和将写入的内容,看 GET /imports/{importId}。表格保存 7 天后自动删除;有身份证号的不收。",
    who: administrators,
    query: fields({ name: text(120) }),
    accepts: { bytes: largestUpload },
    status: 201,
    // Repeated calls are answered from what is kept, so no cell of the list stands in it.
    answer: ImportRowShown,
    prepare: ({ file }) => openUpload({ name: file.name, bytes: Buffer.from(file.bytes) }),
    run: async ({ work, ready }) => showRow(await dryRun(work, ready)),
  }),
  operation({
    id: "listImports",
    method: "get",
    path: "/imports",
    tag,
    summary: "最近 7 天的导入",
    who: administrators,
    query: fields({ ...paging }),
    answer: pageOf(ImportRowShown),
    run: async ({ work, query }) => {
      const { imports, next } = await listImports(work, pageIn(query));
      return { items: imports.map(showRow), next: cursor(next) };
    },
  }),
  getImport,
  operation({
    id: "applyImport",
    method: "post",
    path: "/imports/{importId}/apply",
    tag,
    summary: "确认写入",
    notes:
      "expectedHash 是检查结果里的 planHash。检查以后单位或人员有变动的答 412,要重新上传;有错的行,带 skipBad: true 才会跳过。重复确认只写一次。",
    who: administrators,
    current: getImport,
    body: fields({ expectedHash: Hash, skipBad: Type.Optional(Type.Boolean()) }),
    answer: ImportRowShown,
    run: async ({ work, params, body }) => showRow(await applyImport(work, params.importId, body)),
  }),
  operation({
    id: "getImportErrors",
    method: "get",
    path: "/imports/{importId}/errors",
    tag,
    summary: "下载标出错误的原表",
    notes: "原来的表格加一栏“错误”,有错的格子标红;每次下载都有记录。",
    who: administrators,
    answer: "file",
    run: async ({ work, params }) => {
      const { name, mime, bytes } = await markUpload(await errorReport(work, params.importId));
      return { name, type: mime, bytes };
    },
  }),
  operation({
    id: "listExports",
    method: "get",
    path: "/exports",
    tag: "导出",
    summary: "导出记录",
    who: ["bureau-admin", "bureau-leader", "auditor"],
    query: fields({ ...paging }),
    answer: pageOf(
      fields({
        id: Id,
        at: Moment,
        person: orNull(Type.String()),
        what: Type.String(),
        filter: Type.Record(Type.String(), Type.Unknown()),
        count: Count,
      }),
    ),
    run: async ({ work, query }) => {
      const { exports, next } = await listExports(work, pageIn(query));
      const items = exports.map(({ id, at, person, what, filter, count }) => ({
        id,
        person,
        what,
        filter,
        count,
        at: iso(at),
      }));
      return { items, next: cursor(next) };
    },
  }),
  ...handoutOperations,
];
