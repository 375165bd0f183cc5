import { Checklist } from "../../entities/checklist.ts";
import { ChecklistItem } from "../../entities/checklist-item.ts";
import { ChecklistVersion } from "../../entities/checklist-version.ts";
import { guardFailed, notFound } from "../errors.ts";
import { record } from "../machines/event.ts";
import { checkVersion } from "../machines/machine.ts";
import type { Work } from "../work.ts";
import { Complaints } from "./checking.ts";
import { checkedItems, type ItemInput } from "./checklist-items.ts";
import { type ChecklistDetail, type VersionDetail, versionDetail } from "./checklist-reads.ts";
import { planners, type Seen } from "./plan-changes.ts";

/** Begins a checklist with an empty draft as version 1. Refuses with forbidden, and with invalid. */
export async function createChecklist(
  work: Work,
  input: { code: string; title: string },
): Promise<ChecklistDetail> {
  await planners(work);
  const complaints = new Complaints();
  const code = complaints.code("code", input.code);
  const title = complaints.words("title", input.title, 120);
  // Only what is a code at all may be compared with codes.
  complaints.settle();
  if (await work.db.existsBy(Checklist, { code })) complaints.add("code", "这个代码已经用过");
  complaints.settle();
  const checklist = await work.db.save(work.db.create(Checklist, { code, title }));
  const draft = await insertVersion(work, checklist.id, 1);
  await note(work, checklist.id, "create", 1);
  return { ...checklist, versions: [draft] };
}

/**
 * Begins a new version as a draft with the items of the newest. Refuses with forbidden, not-found, and with
 * guard-failed while another draft is open.
 */
export async function newVersion(work: Work, checklistId: number): Promise<VersionDetail> {
  await planners(work);
  await lock(work, checklistId);
  const newest = await work.db.findOne(ChecklistVersion, {
    where: { checklistId },
    order: { version: "DESC" },
  });
  if (newest?.publishedAt === null) throw guardFailed(`第${newest.version}版还没有发布,请先改完发布`);
  const version = (newest?.version ?? 0) + 1;
  const draft = await insertVersion(work, checklistId, version);
  const items = await work.db.find(ChecklistItem, {
    where: { versionId: newest?.id ?? 0 },
    order: { no: "ASC" },
  });
  await insertItems(work, draft.id, items);
  await note(work, checklistId, "new_version", version);
  return versionDetail(work, draft.id);
}

/** Replaces all items of a draft, in the order given. Refuses with guard-failed a published version, and with invalid. */
export async function writeItems(
  work: Work,
  versionId: number,
  { items, expectedVersion }: { items: ItemInput[] } & Seen,
): Promise<VersionDetail> {
  const draft = await heldDraft(work, versionId, expectedVersion);
  await insertItems(work, versionId, await checkedItems(work, items));
  await raise(work, draft);
  await note(work, draft.checklistId, "write_items", draft.version);
  return versionDetail(work, versionId);
}

/** Makes a draft immutable, for campaigns to pin. Refuses with guard-failed an empty one, and as writeItems does. */
export async function publishVersion(
  work: Work,
  versionId: number,
  { expectedVersion }: Seen = {},
): Promise<VersionDetail> {
  const draft = await heldDraft(work, versionId, expectedVersion);
  if (!(await work.db.existsBy(ChecklistItem, { versionId })))
    throw guardFailed("这个版本还没有题目,不能发布");
  await work.db.update(ChecklistVersion, versionId, { publishedAt: work.now });
  await raise(work, draft);
  await note(work, draft.checklistId, "publish_version", draft.version);
  return versionDetail(work, versionId);
}

/** Removes a draft version. Refuses as writeItems does. */
export async function removeVersion(
  work: Work,
  versionId: number,
  { expectedVersion }: Seen = {},
): Promise<void> {
  const draft = await heldDraft(work, versionId, expectedVersion);
  await work.db.delete(ChecklistItem, { versionId });
  await work.db.delete(ChecklistVersion, { id: versionId });
  await note(work, draft.checklistId, "remove_version", draft.version);
}

async function lock(work: Work, checklistId: number): Promise<void> {
  const found: unknown[] = await work.db.query("SELECT id FROM checklist WHERE id = ? FOR UPDATE", [
    checklistId,
  ]);
  if (found.length === 0) throw notFound("这份自查表");
}

async function heldDraft(
  work: Work,
  id: number,
  expectedVersion: number | undefined,
): Promise<ChecklistVersion> {
  await planners(work);
  const version = await work.db.findOne(ChecklistVersion, {
    where: { id },
    lock: { mode: "pessimistic_write" },
  });
  if (!version) throw notFound("自查表的这个版本");
  checkVersion(version, expectedVersion);
  if (version.publishedAt !== null) throw guardFailed(`第${version.version}版已经发布,不能再改;请另建新版本`);
  return version;
}

const insertVersion = (work: Work, checklistId: number, version: number): Promise<ChecklistVersion> =>
  work.db.save(work.db.create(ChecklistVersion, { checklistId, version, rowVersion: 1, publishedAt: null }));

async function insertItems(work: Work, versionId: number, items: ItemInput[]): Promise<void> {
  await work.db.delete(ChecklistItem, { versionId });
  if (items.length === 0) return;
  await work.db.insert(
    ChecklistItem,
    items.map(({ key, question, polarity, scope, answeredBy, evidence, basis }, place) => ({
      key,
      question,
      polarity,
      scope,
      answeredBy,
      evidence,
      basis,
      versionId,
      no: place + 1,
    })),
  );
}

const raise = (work: Work, { id }: ChecklistVersion): Promise<unknown> =>
  work.db.query("UPDATE checklist_version SET row_version = row_version + 1 WHERE id = ?", [id]);

const note = (work: Work, checklistId: number, command: string, version: number): Promise<void> =>
  record(work, { subject: "checklist", subjectId: checklistId, command, payload: { version } });
