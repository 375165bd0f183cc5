import { type Sealed, seal, unseal } from "../data-keys.ts";
import { invalid, notFound } from "../errors.ts";
import { personOf } from "../machines/who.ts";
import type { SheetRow } from "../sheets/table.ts";
import type { Upload } from "../sheets/upload.ts";
import type { Work } from "../work.ts";
import type { Problem } from "./county-headings.ts";
import type { ImportFigures } from "./import-plan.ts";
import { keepsCounty } from "./people-rights.ts";

/** A problem with the cell that it is about; `place` counts columns from 0, null for the whole row. */
export interface PlacedProblem extends Problem {
  place: number | null;
  value: string;
}

/** What is kept of a file that was looked at, beside its contents. */
export interface Findings {
  kind: Upload["kind"];
  headerLine: number;
  rows: number;
  ignored: string[];
  planned: ImportFigures;
  notes: string[];
}

/** A file that was looked at, as it is kept. */
export interface KeptImport {
  id: number;
  name: string;
  hash: string;
  planHash: string;
  at: Date;
  by: string | null;
  appliedAt: Date | null;
  findings: Findings;
  problems: PlacedProblem[];
}

/** Characters of encrypted rows; with the file they must fit into one statement. */
const largestRows = 4_000_000;

/** Keeps a file with what was found in it, encrypted; answers its id. Refuses with invalid what holds too much text. */
export async function keepImport(
  work: Work,
  upload: Upload,
  found: { rows: SheetRow[]; findings: Findings; problems: PlacedProblem[]; planHash: string },
): Promise<number> {
  const hide = (text: string, part: string): string =>
    JSON.stringify(seal(work.rules.dataKeys, text, placeOf(upload.hash, part)));
  const rows = hide(JSON.stringify(found.rows), "rows");
  const problems = hide(JSON.stringify(found.problems), "problems");
  if (rows.length > largestRows || problems.length > largestRows)
    throw invalid("表格里的文字或错误太多,请分成几份再传");
  // As text: bytes would double in the statement.
  const file = hide(upload.bytes.toString("base64"), "file");
  const { insertId }: { insertId: number } = await work.db.query(
    `INSERT INTO import_run (name, hash, content, sealed_rows, problems, planned, plan_hash, at, by_person_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      upload.name.slice(0, 120),
      upload.hash,
      file,
      rows,
      problems,
      JSON.stringify(found.findings),
      found.planHash,
      work.now,
      personOf(work),
    ],
  );
  return insertId;
}

const placeOf = (hash: string, part: string): string => `import:${part}:${hash}`;

interface Row extends Omit<KeptImport, "findings" | "problems"> {
  findings: string;
  problems: string;
}

const columns = `r.id, r.name, r.hash, r.plan_hash AS planHash, r.at, n.name AS \`by\`, r.applied_at AS appliedAt,
  r.planned AS findings, r.problems`;

/** A file that was looked at. Refuses with not-found when it is not there, or the actor does not keep the county. */
export async function keptImport(work: Work, id: number): Promise<KeptImport> {
  const [row]: Row[] = (await keepsCounty(work))
    ? await work.db.query(
        `SELECT ${columns} FROM import_run r LEFT JOIN person n ON n.id = r.by_person_id WHERE r.id = ?`,
        [id],
      )
    : [];
  if (!row) throw notFound("这次导入");
  return asKept(work, row);
}

/** Holds one until the end of the work: of two who apply it at once the second sees what the first did. */
export const lockImport = (work: Work, id: number): Promise<unknown> =>
  work.db.query("SELECT id FROM import_run WHERE id = ? FOR UPDATE", [id]);

/** The newest first, below the id `before` where it is not 0. */
export async function keptImports(work: Work, before: number, most: number): Promise<KeptImport[]> {
  const rows: Row[] = await work.db.query(
    `SELECT ${columns} FROM import_run r LEFT JOIN person n ON n.id = r.by_person_id
     WHERE ? = 0 OR r.id < ? ORDER BY r.id DESC LIMIT ${most}`,
    [before, before],
  );
  return rows.map((row) => asKept(work, row));
}

const asKept = (work: Work, row: Row): KeptImport => ({
  ...row,
  findings: JSON.parse(row.findings) as Findings,
  problems: JSON.parse(reveal(work, row.problems, placeOf(row.hash, "problems"))) as PlacedProblem[],
});

const reveal = (work: Work, kept: string, place: string): string =>
  unseal(work.rules.dataKeys, JSON.parse(kept) as Sealed, place);

/** The rows of a kept file, the header first, without the columns that are not read. */
export async function rowsOf(work: Work, { id, hash }: KeptImport): Promise<SheetRow[]> {
  const [row]: { rows: string }[] = await work.db.query(
    "SELECT sealed_rows AS `rows` FROM import_run WHERE id = ?",
    [id],
  );
  return JSON.parse(reveal(work, row?.rows ?? "", placeOf(hash, "rows"))) as SheetRow[];
}

/** The kept file itself. */
export async function fileOf(work: Work, { id, hash }: KeptImport): Promise<Buffer> {
  const [row]: { content: Buffer }[] = await work.db.query("SELECT content FROM import_run WHERE id = ?", [
    id,
  ]);
  return Buffer.from(reveal(work, row?.content.toString("latin1") ?? "", placeOf(hash, "file")), "base64");
}
