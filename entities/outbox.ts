import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, LongWords, Moment, Whole, Words } from "./columns.ts";

/** A message to send, and how its delivery stands. */
@Entity("outbox")
export class Outbox {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  /** The same message is never queued twice. */
  @Code(120, { unique: true })
  key!: string;

  @Whole()
  contactId!: number;

  @Code(128, { nullable: true })
  room!: string | null;

  /** 0 replies, 1 reminders and decisions, 2 broadcasts. */
  @Column({ type: "tinyint", unsigned: true })
  priority!: number;

  /** Null until it is handed to the channel, where the words are found only then. */
  @LongWords({ nullable: true })
  body!: string | null;

  @Code(12)
  status!: string;

  @Whole({ default: 1 })
  rowVersion!: number;

  @Moment()
  dueAt!: Date;

  /** Of no use after this. */
  @Moment({ nullable: true })
  expiresAt!: Date | null;

  @Code(36, { nullable: true })
  leaseToken!: string | null;

  /** By the database's clock. */
  @Moment({ nullable: true })
  leaseUntil!: Date | null;

  @Whole({ default: 0 })
  attempts!: number;

  @Code(128, { nullable: true })
  channelMessageId!: string | null;

  @Words(300, { nullable: true })
  failure!: string | null;

  @Moment()
  createdAt!: Date;

  @Moment({ nullable: true })
  sentAt!: Date | null;
}
