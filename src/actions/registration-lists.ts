import { In } from "typeorm";
import { MediaAccount } from "../../entities/media-account.ts";
import type { AccountContent, Platform } from "../../entities/media-account-revision.ts";
import { Publication } from "../../entities/publication.ts";
import type { PublicationContent } from "../../entities/publication-revision.ts";
import type { Revision } from "../../entities/revision.ts";
import { notFound } from "../errors.ts";
import { type Machine, optionsOf, type Subject } from "../machines/machine.ts";
import { mediaAccountMachine } from "../machines/media-account.ts";
import { publicationMachine } from "../machines/publication.ts";
import { bureauReviewers, type Registered, unitReviewers } from "../machines/registration-reviewers.ts";
import { personOf } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { myself } from "./consent-checks.ts";
import { all, equal, type Page, rowsOf } from "./pages.ts";
import { accountCode, publicationCode } from "./registration-codes.ts";
import {
  accountRevisions,
  pendingRevision,
  publicationRevisions,
  type Registration,
  type RevisionKind,
} from "./registration-revisions.ts";
import { checkSeen, ofRegister } from "./registration-scope.ts";
import type { Condition } from "./scope.ts";

/** What people need beside a record to recognise it, and what is said in its revisions. */
interface Told<C> {
  code: string;
  holder: string;
  unit: string;
  /** State of the revision that is being written or looked at; null without one. */
  pending: string | null;
  /** Why it was last returned. */
  returnedFor: string | null;
  /** What holds; of a record not yet in effect what is asked. */
  content: C;
  /** What is asked, where it is not what holds. */
  pendingContent: C | null;
  /** Commands that the actor may give now, to the record or to the change that waits. */
  allowed: string[];
}

/** An account as lists and pages show it. */
export interface AccountRow extends MediaAccount, Told<AccountContent> {}

/** A publication as lists and pages show it; `account` is the account's name. */
export interface PublicationRow extends Publication, Told<PublicationContent> {
  account: string;
  platform: Platform;
}

/** What a list may be narrowed to; `text` is looked for in names and ids, or titles and links. */
export interface RegistrationFilter extends Page {
  unitId?: number;
  platform?: Platform;
  state?: string;
  holderId?: number;
  text?: string;
}

interface Raw {
  holderName: string;
  unitName: string;
  pendingState: string | null;
  pendingReason: string | null;
  effective: string | null;
  asked: string | null;
}

const told = <C>(raw: Raw, code: string): Omit<Told<C>, "allowed"> => {
  const effective = raw.effective === null ? null : (JSON.parse(raw.effective) as C);
  const asked = raw.asked === null ? null : (JSON.parse(raw.asked) as C);
  return {
    code,
    holder: raw.holderName,
    unit: raw.unitName,
    pending: raw.pendingState,
    returnedFor: raw.pendingReason,
    content: (effective ?? asked) as C,
    pendingContent: effective && asked,
  };
};

/** Ids first, by the filters; then the rows with their revisions, in the same order. */
async function rawOf(work: Work, table: "media_account" | "publication", ids: number[]): Promise<Raw[]> {
  const revision = `${table}_revision`;
  return work.db.query(
    `SELECT n.name AS holderName, u.name AS unitName, p.state AS pendingState, p.reason AS pendingReason,
       COALESCE(e.content, l.content) AS effective, p.content AS asked
     FROM ${table} r JOIN person n ON n.id = r.holder_id JOIN unit u ON u.id = r.unit_id
     LEFT JOIN ${revision} e ON e.id = r.effective_revision_id
     LEFT JOIN ${revision} p ON p.id = r.pending_revision_id
     LEFT JOIN ${revision} l ON e.id IS NULL AND p.id IS NULL
       AND l.id = (SELECT MAX(x.id) FROM ${revision} x WHERE x.${table}_id = r.id)
     WHERE r.id IN (?) ORDER BY r.id`,
    [[0, ...ids]],
  );
}

async function accountRows(work: Work, where: Condition, limit: number): Promise<AccountRow[]> {
  const found: { id: number }[] = await work.db.query(
    `SELECT r.id FROM media_account r WHERE ${where.sql} ORDER BY r.id LIMIT ${limit}`,
    where.values,
  );
  const ids = found.map(({ id }) => id);
  const accounts = await work.db.find(MediaAccount, { where: { id: In(ids) }, order: { id: "ASC" } });
  const raws = await rawOf(work, "media_account", ids);
  const rows: AccountRow[] = [];
  for (const [place, account] of accounts.entries()) {
    const words = told<AccountContent>(raws[place] as Raw, accountCode(account.id));
    const allowed = await allowedFor(work, mediaAccountMachine, accountRevisions, account);
    rows.push(Object.assign(account, words, { allowed }));
  }
  return rows;
}

async function publicationRows(work: Work, where: Condition, limit: number): Promise<PublicationRow[]> {
  const found: { id: number; account: string; platform: Platform }[] = await work.db.query(
    `SELECT r.id, a.name AS account, a.platform FROM publication r JOIN media_account a ON a.id = r.media_account_id
     WHERE ${where.sql} ORDER BY r.id LIMIT ${limit}`,
    where.values,
  );
  const ids = found.map(({ id }) => id);
  const publications = await work.db.find(Publication, { where: { id: In(ids) }, order: { id: "ASC" } });
  const raws = await rawOf(work, "publication", ids);
  const rows: PublicationRow[] = [];
  for (const [place, publication] of publications.entries()) {
    const { account = "", platform = "other" } = found[place] ?? {};
    const words = told<PublicationContent>(raws[place] as Raw, publicationCode(publication.id));
    const allowed = await allowedFor(work, publicationMachine, publicationRevisions, publication);
    rows.push(Object.assign(publication, words, { allowed, account, platform }));
  }
  return rows;
}

/** States in which a change is looked at while the record itself rests. */
const resting = ["effective", "published"];

async function allowedFor<S extends Subject & Registration, R extends Revision, C>(
  work: Work,
  machine: Machine<S>,
  kind: RevisionKind<R, C>,
  record: S,
): Promise<string[]> {
  const own = (await optionsOf(work, machine, record)).allowed.map(({ command }) => command);
  const waits = resting.includes(String(record.state)) ? await pendingRevision(work, kind, record) : null;
  if (!waits) return own;
  const ofChange = (await optionsOf(work, kind.machine, waits)).allowed.map(({ command }) => command);
  const decisions = ofChange.map((command) => (command === "approve" ? "pass" : command));
  return [...new Set([...own, ...decisions.filter((each) => ["pass", "return", "recall"].includes(each))])];
}

/** Rows in a list that is not paged: what is one person's, or waits for him. */
const most = 200;

/** The actor's own accounts, ended ones too. */
export const myAccounts = (work: Work): Promise<AccountRow[]> =>
  accountRows(work, { sql: "r.holder_id = ?", values: [myself(work)] }, most);

/** The actor's own publications, ended ones too. */
export const myPublications = (work: Work): Promise<PublicationRow[]> =>
  publicationRows(work, { sql: "r.holder_id = ?", values: [myself(work)] }, most);

const filtered = async (work: Work, { after = 0, text, ...filter }: RegistrationFilter, searched: string[]) =>
  all([
    await ofRegister(work),
    { sql: "r.id > ?", values: [after] },
    ...equal([
      ["r.unit_id", filter.unitId],
      ["r.state", filter.state],
      ["r.holder_id", filter.holderId],
    ]),
    ...containing(text, searched),
  ]);

/** Signs that mean something to LIKE are taken for themselves. */
const containing = (text: string | undefined, columns: string[]): Condition[] =>
  text === undefined || text.trim() === ""
    ? []
    : [
        {
          sql: `(${columns.map((column) => `${column} LIKE ?`).join(" OR ")})`,
          values: columns.map(() => `%${text.trim().replace(/[\\%_]/g, "\\$&")}%`),
        },
      ];

/** Accounts within the actor's scope, by id. */
export async function listAccounts(work: Work, filter: RegistrationFilter = {}): Promise<AccountRow[]> {
  const where = await filtered(work, filter, ["r.name", "r.handle"]);
  return accountRows(work, all([where, ...equal([["r.platform", filter.platform]])]), rowsOf(filter));
}

/** Publications within the actor's scope, by id. */
export async function listPublications(
  work: Work,
  filter: RegistrationFilter = {},
): Promise<PublicationRow[]> {
  const where = await filtered(work, filter, ["r.title", "r.url"]);
  return publicationRows(work, all([where, ...equal([["a.platform", filter.platform]])]), rowsOf(filter));
}

/** One account. Refuses with not-found whoever may not see it. */
export async function accountById(work: Work, id: number): Promise<AccountRow> {
  const [row] = await accountRows(work, { sql: "r.id = ?", values: [id] }, 1);
  if (!row) throw notFound("这个账号登记");
  await checkSeen(work, row, "这个账号登记");
  return row;
}

/** One publication. Refuses with not-found whoever may not see it. */
export async function publicationById(work: Work, id: number): Promise<PublicationRow> {
  const [row] = await publicationRows(work, { sql: "r.id = ?", values: [id] }, 1);
  if (!row) throw notFound("这件作品登记");
  await checkSeen(work, row, "这件作品登记");
  return row;
}

/** Accounts, changes and retirements that wait for the actor's decision, oldest first. */
export async function accountsToReview(work: Work): Promise<AccountRow[]> {
  const waits = "r.state = 'retiring' OR EXISTS (SELECT 1 FROM media_account_revision p";
  const open = `(${waits} WHERE p.id = r.pending_revision_id AND p.state IN ('unit_review', 'bureau_review')))`;
  return mine(work, "media_account", open, accountRows);
}

/** Publications and corrections that wait for the actor's decision, oldest first. */
export async function publicationsToReview(work: Work): Promise<PublicationRow[]> {
  const open = `EXISTS (SELECT 1 FROM publication_revision p
    WHERE p.id = r.pending_revision_id AND p.state IN ('unit_review', 'bureau_review'))`;
  return mine(work, "publication", open, publicationRows);
}

interface Waiting extends Registered {
  id: number;
  state: string;
  pending: string | null;
  unitDecidedBy: number | null;
}

async function mine<R>(
  work: Work,
  table: "media_account" | "publication",
  open: string,
  read: (work: Work, where: Condition, limit: number) => Promise<R[]>,
): Promise<R[]> {
  const waiting: Waiting[] = await work.db.query(
    `SELECT r.id, r.state, r.holder_id AS holderId, r.unit_id AS unitId, p.state AS pending,
       p.unit_decided_by AS unitDecidedBy
     FROM ${table} r LEFT JOIN ${table}_revision p ON p.id = r.pending_revision_id WHERE ${open} ORDER BY r.id`,
  );
  const ids: number[] = [];
  for (const each of waiting) if (await waitsForMe(work, each)) ids.push(each.id);
  return read(work, { sql: "r.id IN (?)", values: [[0, ...ids]] }, most);
}

async function waitsForMe(work: Work, each: Waiting): Promise<boolean> {
  const person = personOf(work);
  if (person === null) return false;
  if (each.pending === "unit_review") return (await unitReviewers(work, each)).includes(person);
  const second = each.unitDecidedBy === person && each.state !== "retiring";
  return !second && (await bureauReviewers(work, each)).includes(person);
}
