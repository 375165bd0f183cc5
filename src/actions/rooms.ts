import type { Room } from "../../entities/room.ts";
import { notFound } from "../errors.ts";
import { record } from "../machines/event.ts";
import type { Work } from "../work.ts";
import { queueLetter } from "./mail.ts";

/** Remembers a group in which the bot was mentioned, by its present name; an unknown name leaves the known one. */
export async function noteRoom(
  work: Work,
  { channel, address, name }: Pick<Room, "channel" | "address" | "name">,
): Promise<void> {
  await work.db.query(
    `INSERT INTO room (channel, address, name, mentioned_at) VALUES (?, ?, ?, ?)
     ON DUPLICATE KEY UPDATE name = IF(VALUES(name) = '', name, VALUES(name)), mentioned_at = VALUES(mentioned_at)`,
    [channel, address, [...name].slice(0, 80).join(""), work.now],
  );
}

/** Groups that a name means: the one of exactly this name, else those whose names contain it. */
export async function roomsNamed(work: Work, name: string): Promise<Room[]> {
  const like = `%${name.replace(/[\\%_]/g, "\\$&")}%`;
  const rooms: Room[] = await work.db.query(
    "SELECT id, channel, address, name, mentioned_at AS mentionedAt FROM room WHERE name LIKE ? ORDER BY id LIMIT 20",
    [like],
  );
  const exact = rooms.filter((room) => room.name === name || room.name === `${name}群`);
  return exact.length > 0 ? exact : rooms;
}

/**
 * Says something in a group, ordered by a message of the inbox and at most once for it. Refuses with not-found when
 * the group is not known or on another channel than the order.
 */
export async function tellRoom(
  work: Work,
  roomId: number,
  { inboxId, body }: { inboxId: number; body: string },
): Promise<void> {
  const [found]: { address: string; contactId: number }[] = await work.db.query(
    `SELECT r.address, i.contact_id AS contactId FROM room r JOIN inbox i ON i.channel = r.channel
     WHERE r.id = ? AND i.id = ?`,
    [roomId, inboxId],
  );
  if (!found) throw notFound("这个群");
  await queueLetter(work, {
    key: `room:${roomId}:${inboxId}`,
    contactId: found.contactId,
    room: found.address,
    body,
    priority: 2,
  });
  await record(work, { subject: "room", subjectId: roomId, command: "tell", payload: { body } });
}
