import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { LongWords, Moment, Whole } from "./columns.ts";

/** One answer to a broadcast, kept with it after the message itself is removed. */
@Entity("broadcast_reply")
export class BroadcastReply {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  broadcastId!: number;

  @Whole()
  personId!: number;

  /** The message that it came in: it is kept once. */
  @Whole({ unique: true })
  inboxId!: number;

  @LongWords()
  body!: string;

  @Moment()
  at!: Date;
}
