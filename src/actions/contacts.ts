import { createHash, randomInt } from "node:crypto";
import type { Contact } from "../../entities/contact.ts";
import { forbidden } from "../errors.ts";
import { record } from "../machines/event.ts";
import { bureauOperator } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { moveLetters } from "./lanes.ts";
import { afterQuiet, queueLetter } from "./mail.ts";

/** Without 0 O 1 I L, which are mistaken for each other. */
const alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const codeLength = 8;
const hour = 3_600_000;
/** How long a code may be used, in milliseconds. */
const codeLife = 7 * 24 * hour;
/** Wrong codes in an hour, from one contact and from all together. */
const mostPerContact = 5;
const mostOverall = 50;

/** How an attempt to bind ended; `left` is how many wrong codes the contact may still write within the hour. */
export type Binding =
  | { kind: "bound"; personName: string; units: string[] }
  | { kind: "wrong"; left: number }
  | { kind: "limited" }
  | { kind: "expired" };

const contactColumns = `id, channel, address, person_id AS personId, verified_at AS verifiedAt,
  superseded_at AS supersededAt`;

/** The contact of this channel and address, made at first sight; of two who make it at once both get the one. */
export async function contactFor(work: Work, channel: string, address: string): Promise<Contact> {
  const known = await findContact(work, channel, address);
  if (known) return known;
  try {
    await work.db.query("INSERT INTO contact (channel, address) VALUES (?, ?)", [channel, address]);
  } catch (error) {
    if ((error as { code?: string }).code !== "ER_DUP_ENTRY") throw error;
  }
  const made = await findContact(work, channel, address);
  if (!made) throw new Error("a contact vanished while it was made");
  return made;
}

async function findContact(work: Work, channel: string, address: string): Promise<Contact | undefined> {
  const [contact]: Contact[] = await work.db.query(
    `SELECT ${contactColumns} FROM contact WHERE channel = ? AND address = ?`,
    [channel, address],
  );
  return contact;
}

/**
 * Makes one code for each person, good for seven days and shown this once; earlier unused ones are void. Refuses
 * with forbidden unless a bureau administrator asks.
 */
export async function issueCodes(
  work: Work,
  personIds: number[],
): Promise<{ personId: number; code: string }[]> {
  const whyNot = await bureauOperator(work);
  if (whyNot) throw forbidden(whyNot);
  const people = [...new Set(personIds)];
  if (people.length === 0) return [];
  await work.db.query("DELETE FROM binding_code WHERE person_id IN (?) AND used_at IS NULL", [people]);
  const issued = people.map((personId) => ({ personId, code: newCode() }));
  const expiresAt = new Date(work.now.getTime() + codeLife);
  await work.db.query("INSERT INTO binding_code (person_id, hash, expires_at, created_at) VALUES ?", [
    issued.map(({ personId, code }) => [personId, hashOf(code), expiresAt, work.now]),
  ]);
  for (const personId of people) {
    await record(work, { subject: "person", subjectId: personId, command: "issue_code" });
  }
  return issued;
}

/** The code that a text consists of, as it was issued, or null: other words never look like one. */
export function looksLikeCode(text: string): string | null {
  const bare = text
    .normalize("NFKC")
    .replace(/^\s*(?:我的)?(?:绑定|验证)?码?\s*(?:是|为)?\s*[::]?/u, "")
    .replace(/[\s\p{Dash}_.。]/gu, "")
    .toUpperCase();
  return isCode(bare) ? bare : null;
}

const shape = new RegExp(`^[${alphabet}]{${codeLength}}$`);

/** Words and whole numbers are no codes: a code has a letter and a digit. */
const isCode = (text: string): boolean => shape.test(text) && /\d/.test(text) && /[A-Z]/.test(text);

function newCode(): string {
  for (;;) {
    const letters = Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]);
    if (isCode(letters.join(""))) return letters.join("");
  }
}

const hashOf = (code: string): string => createHash("sha256").update(code).digest("hex");

/**
 * Links a contact to the person whom the code was made for. Wrong, used and expired codes count against the limits.
 * Of two who use one code at once, one is bound. The contact is brought up to date.
 */
export async function bindContact(work: Work, contact: Contact, code: string): Promise<Binding> {
  // Attempts of one contact take turns, so that a burst cannot slip under the limit.
  await work.db.query("SELECT id FROM contact WHERE id = ? FOR UPDATE", [contact.id]);
  const left = await attemptsLeft(work, contact);
  if (left <= 0) {
    await note(work, contact, "binding_limited");
    return { kind: "limited" };
  }
  const [found]: { id: number; personId: number }[] = await work.db.query(
    "SELECT id, person_id AS personId FROM binding_code WHERE hash = ?",
    [hashOf(code)],
  );
  if (!found) {
    await countWrong(work, contact, "wrong_code");
    return { kind: "wrong", left: left - 1 };
  }
  if (!(await useUp(work, found.id))) {
    await countWrong(work, contact, "expired_code");
    return { kind: "expired" };
  }
  await supersedeOthers(work, contact, found.personId);
  await link(work, contact, found.personId);
  return { kind: "bound", ...(await introduce(work, found.personId)) };
}

async function attemptsLeft(work: Work, contact: Contact): Promise<number> {
  const since = new Date(work.now.getTime() - hour);
  const [wrong]: { mine: number; overall: number }[] = await work.db.query(
    `SELECT (SELECT COUNT(*) FROM binding_attempt WHERE contact_id = ? AND at > ?) AS mine,
            (SELECT COUNT(*) FROM binding_attempt WHERE at > ?) AS overall`,
    [contact.id, since, since],
  );
  return Math.min(mostPerContact - Number(wrong?.mine), mostOverall - Number(wrong?.overall));
}

async function countWrong(work: Work, contact: Contact, command: string): Promise<void> {
  await work.db.query("INSERT INTO binding_attempt (contact_id, at) VALUES (?, ?)", [contact.id, work.now]);
  await note(work, contact, command);
}

/** The guarded update is the use: it finds its row once. */
async function useUp(work: Work, codeId: number): Promise<boolean> {
  const { affectedRows }: { affectedRows: number } = await work.db.query(
    "UPDATE binding_code SET used_at = ? WHERE id = ? AND used_at IS NULL AND expires_at > ?",
    [work.now, codeId, work.now],
  );
  return affectedRows === 1;
}

/**
 * Earlier contacts of the person are told and lose him; what still waits for him goes to the new one. The mini-program
 * and chat are beside each other: neither takes the other's place, and only chat can be written to.
 */
async function supersedeOthers(work: Work, contact: Contact, personId: number): Promise<void> {
  const others: { id: number }[] = await work.db.query(
    `SELECT id FROM contact WHERE person_id = ? AND id <> ? AND (channel = 'mini') = (? = 'mini')
     ORDER BY id FOR UPDATE`,
    [personId, contact.id, contact.channel],
  );
  for (const { id } of others) {
    await work.db.query("UPDATE contact SET person_id = NULL, superseded_at = ? WHERE id = ?", [
      work.now,
      id,
    ]);
    await moveLetters(work, { from: id, to: contact.id, personId });
    await note(work, { id }, "supersede", { personId, by: contact.id });
    if (contact.channel === "mini") continue;
    await queueLetter(work, {
      key: `superseded:${id}:${work.now.getTime()}`,
      contactId: id,
      body: "您的身份已改绑到另一个微信,这里不再收到督办消息;如果不是您本人操作,请马上联系教体局管理员。",
      priority: 1,
      dueAt: afterQuiet(work.now, work.rules.quiet),
    });
  }
}

async function link(work: Work, contact: Contact, personId: number): Promise<void> {
  await work.db.query(
    "UPDATE contact SET person_id = ?, verified_at = ?, superseded_at = NULL WHERE id = ?",
    [personId, work.now, contact.id],
  );
  const before = contact.personId;
  Object.assign(contact, { personId, verifiedAt: work.now, supersededAt: null });
  await note(work, contact, "bind", { personId, ...(before !== null && { before }) });
}

async function introduce(work: Work, personId: number): Promise<{ personName: string; units: string[] }> {
  const [person]: { name: string }[] = await work.db.query("SELECT name FROM person WHERE id = ?", [
    personId,
  ]);
  const units: { name: string }[] = await work.db.query(
    `SELECT u.name, MIN(p.id) AS first FROM post p JOIN unit u ON u.id = p.unit_id
     WHERE p.person_id = ? AND p.from_at <= ? AND (p.until_at IS NULL OR p.until_at > ?)
     GROUP BY u.id, u.name ORDER BY first`,
    [personId, work.now, work.now],
  );
  return { personName: person?.name ?? "", units: units.map((unit) => unit.name) };
}

const note = (work: Work, contact: { id: number }, command: string, payload?: object): Promise<void> =>
  record(work, { subject: "contact", subjectId: contact.id, command, payload });
