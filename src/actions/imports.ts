import { forbidden, guardFailed, invalid, stale } from "../errors.ts";
import { record } from "../machines/event.ts";
import type { MarkedUpload, SheetRow } from "../sheets/table.ts";
import type { Upload } from "../sheets/upload.ts";
import type { Work } from "../work.ts";
import type { SheetHeader } from "./county-headings.ts";
import { readCountyRows } from "./county-lines.ts";
import { mayKeepCounty, surveyCounty } from "./county-survey.ts";
import { writeCounty } from "./county-write.ts";
import { logExport } from "./exports.ts";
import { hashOf, type ImportFigures, type ImportPlan, identityIn, planImport } from "./import-plan.ts";
import {
  fileOf,
  type KeptImport,
  keepImport,
  keptImport,
  keptImports,
  lockImport,
  type PlacedProblem,
  rowsOf,
} from "./import-store.ts";
import { keepsCounty, pageLimit } from "./people-rights.ts";
import { maskPhone, normalisePhone } from "./phones.ts";

/** An import as it is listed. */
export interface ImportRow {
  id: number;
  name: string;
  at: Date;
  by: string | null;
  state: "checked" | "applied";
  appliedAt: Date | null;
  /** Names what would be done; to be told when it is applied. */
  planHash: string;
  /** Rows below the header. */
  rows: number;
  planned: ImportFigures;
}

/** An import with all that was found. */
export interface ImportView extends ImportRow {
  problems: { line: number; column: string; value: string; message: string }[];
  /** Headings of columns that are not read. */
  ignored: string[];
  notes: string[];
}

/** Characters of a cell that are kept; no name is as long. */
const longestCell = 200;

/**
 * Looks at an uploaded list of units and people and keeps what it would do; writes nothing else. Refuses with forbidden,
 * with guard-failed beside the demo or before the bureau has its name, with invalid without a header and with identity
 * card numbers.
 */
export async function dryRun(work: Work, upload: Upload): Promise<ImportView> {
  await mayKeepCounty(work);
  const line = identityIn(upload.rows);
  if (line !== null) throw invalid(`第${line}行像是有身份证号;这里不收身份证号,请删去后再传`);
  const sheet = readCountyRows(upload.rows);
  const { header } = sheet;
  if (!header) throw invalid(sheet.problems[0]?.message ?? "表格里没有内容");
  const outcome = planImport(sheet, await surveyCounty(work, sheet.lines));
  const findings = {
    kind: upload.kind,
    headerLine: header.line,
    rows: sheet.lines.length,
    ignored: header.ignored,
    planned: outcome.figures,
    notes: outcome.plan.notes,
  };
  const id = await keepImport(work, upload, {
    rows: trimmed(upload.rows, header),
    findings,
    problems: placed(outcome, upload.rows, header),
    planHash: hashOf(upload.hash, outcome),
  });
  const payload = { rows: findings.rows, bad: outcome.figures.bad };
  await record(work, { subject: "import_run", subjectId: id, command: "check", payload });
  return viewOf(await keptImport(work, id));
}

/** From the header on, and only what is read: what a row says beside is nobody's business. */
const trimmed = (rows: SheetRow[], { line, order }: SheetHeader): SheetRow[] =>
  rows
    .filter((row) => row.line >= line)
    .map((row) => ({
      line: row.line,
      cells: row.cells.map((cell, place) => ((order[place] ?? null) ? cell.slice(0, longestCell) : "")),
    }));

function placed({ problems }: ImportPlan, rows: SheetRow[], { order }: SheetHeader): PlacedProblem[] {
  const cellsOf = new Map(rows.map(({ line, cells }) => [line, cells]));
  return problems.map((problem) => {
    const at = problem.column === "整行" ? -1 : order.indexOf(problem.column);
    const value = (cellsOf.get(problem.line)?.[at] ?? "").slice(0, longestCell);
    return { ...problem, place: at < 0 ? null : at, value };
  });
}

const rowOf = ({ id, name, at, by, appliedAt, planHash, findings }: KeptImport): ImportRow => ({
  id,
  name,
  at,
  by,
  appliedAt,
  planHash,
  rows: findings.rows,
  planned: findings.planned,
  state: appliedAt === null ? "checked" : "applied",
});

const viewOf = (kept: KeptImport): ImportView => ({
  ...rowOf(kept),
  problems: kept.problems.map(({ line, column, value, message }) => ({
    line,
    column,
    message,
    value: maskedIn(value),
  })),
  ignored: kept.findings.ignored,
  notes: kept.findings.notes,
});

function maskedIn(value: string): string {
  const phone = normalisePhone(value);
  return phone === null ? value : maskPhone(phone);
}

/** One import. Refuses with not-found when it is not there, or the actor does not keep the county. */
export const importById = async (work: Work, id: number): Promise<ImportView> =>
  viewOf(await keptImport(work, id));

/** The imports of the last seven days, newest first, at most 200. Refuses with forbidden unless the actor keeps the county. */
export async function listImports(
  work: Work,
  page: { after?: number; limit?: number },
): Promise<{ imports: ImportRow[]; next: number | null }> {
  if (!(await keepsCounty(work))) throw forbidden("只有教体局管理员可以查看导入记录");
  const limit = pageLimit(page.limit);
  const rows = await keptImports(work, page.after ?? 0, limit + 1);
  const imports = rows.slice(0, limit).map(rowOf);
  return { imports, next: rows.length > limit ? (imports.at(-1)?.id ?? null) : null };
}

/** What the administrator agreed to. */
export interface Agreement {
  /** The planHash that he saw. */
  expectedHash: string;
  /** Leaves out the rows that are wrong. */
  skipBad?: boolean;
}

/**
 * Does what was planned, once; a second time answers the same. Refuses with not-found, with stale when it would now do
 * something else than was seen, with guard-failed when rows are wrong and were not agreed to be left out.
 */
export async function applyImport(work: Work, id: number, agreed: Agreement): Promise<ImportView> {
  await lockImport(work, id);
  const kept = await keptImport(work, id);
  if (agreed.expectedHash !== kept.planHash) throw stale("这不是您看到的那份检查结果,请重新打开再确认");
  if (kept.appliedAt !== null) return viewOf(kept);
  await mayKeepCounty(work);
  const { bad } = kept.findings.planned;
  if (bad > 0 && !agreed.skipBad)
    throw guardFailed(`有${bad}行有错:请改好后重新上传,或选择跳过这些行`, { bad });
  const sheet = readCountyRows(await rowsOf(work, kept));
  const present = await surveyCounty(work, sheet.lines);
  const outcome = planImport(sheet, present);
  if (hashOf(kept.hash, outcome) !== kept.planHash)
    throw stale("检查以后单位或人员有了变动,请重新上传检查一遍");
  await writeCounty(work, outcome.plan, present);
  await work.db.query("UPDATE import_run SET applied_at = ? WHERE id = ?", [work.now, id]);
  const payload = { ...outcome.figures };
  await record(work, { subject: "import_run", subjectId: id, command: "apply", payload });
  return viewOf({ ...kept, appliedAt: work.now });
}

/** The file with what is wrong in it, to be marked outside the work; logged as an export. Refuses with not-found. */
export async function errorReport(work: Work, id: number): Promise<MarkedUpload> {
  const kept = await keptImport(work, id);
  const { name, findings, problems } = kept;
  const filter = { import: id };
  await logExport(work, { what: "import-errors", filter, count: findings.rows });
  const marks = problems.map(({ line, column, place, message }) => ({
    line,
    place,
    message: column === "整行" ? message : `${column}:${message}`,
  }));
  const { kind, headerLine } = findings;
  return { name, kind, bytes: await fileOf(work, kept), headerLine, marks };
}
