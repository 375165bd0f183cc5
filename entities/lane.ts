import { Entity, PrimaryColumn } from "typeorm";
import { Code, Moment } from "./columns.ts";

/**
 * What waits for one contact, for the senders. Each of the three moments is the earliest at which the contact's first
 * message of that kind may go: never later than the truth, and null when none is queued.
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

  @Code(36, { nullable: true })
  leaseToken!: string | null;

  /** By the database's clock; until then one sender alone writes to this contact. */
  @Moment({ nullable: true })
  leaseUntil!: Date | null;
}
