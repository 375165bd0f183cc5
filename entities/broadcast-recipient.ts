import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Moment, Whole, Words } from "./columns.ts";

/** One person to whom a confirmed broadcast goes; fixed at the confirmation, each person once. */
@Entity("broadcast_recipient")
export class BroadcastRecipient {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  broadcastId!: number;

  @Whole()
  personId!: number;

  /** The unit for which he was found; null for a person named singly without a post. */
  @Whole({ nullable: true })
  unitId!: number | null;

  /** What he is reminded of: title, deadline and code of his own task. */
  @Words(1000, { nullable: true })
  reminder!: string | null;

  /** Why he gets nothing after all; null otherwise. */
  @Code(12, { nullable: true })
  excluded!: string | null;

  @Whole({ nullable: true })
  outboxId!: number | null;

  /** How it ended, kept when the broadcast is over, because mail is removed after a while. */
  @Code(12, { nullable: true })
  outcome!: string | null;

  @Moment({ nullable: true })
  sentAt!: Date | null;

  /** His first answer. */
  @Moment({ nullable: true })
  answeredAt!: Date | null;
}
