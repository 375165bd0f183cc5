import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Moment, Whole } from "./columns.ts";

/** One planned reminder for one assignment. Voided and written anew whenever its assignment changes. */
@Entity("reminder_fire")
export class ReminderFire {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  assignmentId!: number;

  /** As in its rule. */
  @Code(10)
  moment!: string;

  @Whole()
  days!: number;

  @Code(12)
  audience!: string;

  @Moment()
  fireAt!: Date;

  @Code(10)
  status!: "pending" | "sent" | "merged" | "void";

  /** The message that told of it, where that was before shares were kept. */
  @Whole({ nullable: true })
  noticeId!: number | null;
}
