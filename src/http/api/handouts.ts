import Type from "typebox";
import { codeSheet, codeTable } from "../../actions/code-sheet.ts";
import { mediaAccountsTable, peopleTable, publicationsTable, unitsTable } from "../../actions/list-tables.ts";
import { mediaAccountMachine } from "../../machines/media-account.ts";
import { publicationMachine } from "../../machines/publication.ts";
import { workbookType } from "../../sheets/upload.ts";
import { type Table, toCsv, toWorkbook } from "../../sheets/write.ts";
import { codePage } from "../code-page.ts";
import { type FileBody, operation } from "./operation.ts";
import { fields, Id, oneOf } from "./schemas.ts";

const tag = "导出";
const readers = [
  "bureau-leader",
  "bureau-admin",
  "office-operator",
  "unit-head",
  "responsible",
  "auditor",
] as const;
const notes = "只有看得到的内容;手机号只显示前三位和后四位。每次导出都有记录。";

const form = { form: Type.Optional(oneOf(["xlsx", "csv"])) };
const registrationFilter = ({ states }: { states: Record<string, string> }) =>
  fields({ ...form, unitId: Type.Optional(Id), state: Type.Optional(oneOf(Object.keys(states))) });

async function fileOf(table: Table, wanted: "xlsx" | "csv" = "xlsx"): Promise<FileBody> {
  return wanted === "csv"
    ? { name: `${table.title}.csv`, type: "text/csv; charset=utf-8", bytes: toCsv(table) }
    : { name: `${table.title}.xlsx`, type: workbookType, bytes: await toWorkbook([table]) };
}

/** Lists as files, and sheets of binding codes. */
export const handoutOperations = [
  operation({
    id: "exportPeople",
    method: "get",
    path: "/exports/people",
    tag,
    summary: "导出人员",
    notes,
    who: readers,
    query: fields({ ...form, unitId: Type.Optional(Id), below: Type.Optional(Id) }),
    answer: "file",
    run: async ({ work, query: { form: wanted, ...filter } }) =>
      fileOf(await peopleTable(work, filter), wanted),
  }),
  operation({
    id: "exportUnits",
    method: "get",
    path: "/exports/units",
    tag,
    summary: "导出单位",
    notes,
    who: readers,
    query: fields({ ...form, below: Type.Optional(Id) }),
    answer: "file",
    run: async ({ work, query: { form: wanted, ...filter } }) =>
      fileOf(await unitsTable(work, filter), wanted),
  }),
  operation({
    id: "exportMediaAccounts",
    method: "get",
    path: "/exports/media-accounts",
    tag,
    summary: "导出自媒体账号登记",
    notes,
    who: readers,
    query: registrationFilter(mediaAccountMachine),
    answer: "file",
    run: async ({ work, query: { form: wanted, ...filter } }) =>
      fileOf(await mediaAccountsTable(work, filter), wanted),
  }),
  operation({
    id: "exportPublications",
    method: "get",
    path: "/exports/publications",
    tag,
    summary: "导出自媒体作品登记",
    notes,
    who: readers,
    query: registrationFilter(publicationMachine),
    answer: "file",
    run: async ({ work, query: { form: wanted, ...filter } }) =>
      fileOf(await publicationsTable(work, filter), wanted),
  }),
  operation({
    id: "makeCodeSheet",
    method: "post",
    path: "/code-sheets",
    tag,
    summary: "给一批单位生成绑定码(可打印的网页,或表格)",
    notes: "只给还没绑定的人;again: true 时已绑定的也给。绑定码只给这一次,7 天内有效,以前没用过的作废。",
    who: ["bureau-admin"],
    secret: true,
    body: fields({
      unitIds: Type.Array(Id, { minItems: 1, maxItems: 1000, uniqueItems: true }),
      again: Type.Optional(Type.Boolean()),
      form: oneOf(["html", "xlsx"]),
    }),
    answer: "file",
    run: async ({ work, body: { unitIds, again, form: wanted } }) => {
      const sheet = await codeSheet(work, unitIds, again === undefined ? {} : { again });
      if (wanted === "xlsx") return fileOf(codeTable(sheet));
      return {
        name: "绑定码.html",
        type: "text/html; charset=utf-8",
        bytes: Buffer.from(codePage(sheet).body),
      };
    },
  }),
];
