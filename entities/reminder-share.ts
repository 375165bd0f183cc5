import { Entity, PrimaryColumn } from "typeorm";
import { Whole } from "./columns.ts";

/** One person's share in a reminder that came due; all shares of a person that wait go into one message. */
@Entity("reminder_share")
export class ReminderShare {
  @PrimaryColumn({ type: "int", unsigned: true })
  fireId!: number;

  @PrimaryColumn({ type: "int", unsigned: true })
  personId!: number;

  /** The message that tells of it; null until there is one. */
  @Whole({ nullable: true })
  noticeId!: number | null;
}
