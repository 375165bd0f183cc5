import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Flag, LongWords, Moment, Whole, Words } from "./columns.ts";

/** A message that a channel delivered, kept before anybody thinks about it. One row per channel and message id. */
@Entity("inbox")
export class Inbox {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Code(20)
  channel!: string;

  @Code(128)
  messageId!: string;

  @Whole()
  contactId!: number;

  @Code(128, { nullable: true })
  room!: string | null;

  @Flag({ default: false })
  mentioned!: boolean;

  @LongWords()
  body!: string;

  @LongWords({ nullable: true })
  quoted!: string | null;

  @Code(64, { nullable: true })
  fileHash!: string | null;

  @Words(200, { nullable: true })
  fileName!: string | null;

  /** By the channel's clock. */
  @Moment()
  sentAt!: Date;

  @Moment()
  receivedAt!: Date;

  @Code(10)
  status!: "received" | "done" | "failed";

  @Whole({ default: 0 })
  attempts!: number;

  @Words(300, { nullable: true })
  failure!: string | null;
}
