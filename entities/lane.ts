import { Entity, PrimaryColumn } from "typeorm";
import { Code, Moment } from "./columns.ts";

/**
 * What waits for one contact, for the senders. Each of the three moments is the earliest at which the contact's first
 * message of that kind may go: never later than the truth, and null when none is queued or one is being sent.
 */
@Entity("lane")
export class Lane {
  @PrimaryColumn({ type: "int", unsigned: true })
  contactId!: number;

  @Code(20)
  channel!: string;

  /** Priority 0. */
  @Moment({ nullable: true })
  replyDue!: Date | null;

  /** Priority 1: reminders and decisions. */
  @Moment({ nullable: true })
  reminderDue!: Date | null;

  /** Priority 2. */
  @Moment({ nullable: true })
  broadcastDue!: Date | null;

  /** Nothing unasked before this. */
  @Moment({ nullable: true })
  restsUntil!: Date | null;

  /** The order that took the first message last, where the engine cannot keep two from seeing the same lane. */
  @Code(36, { nullable: true })
  takenBy!: string | null;
}
