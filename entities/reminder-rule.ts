import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Whole } from "./columns.ts";

/** Whom a reminder goes to, as seen from the assignment. */
export type ReminderAudience = "responsible" | "head" | "central" | "bureau";

/** When a campaign's assignments are reminded, and whom. */
@Entity("reminder_rule")
export class ReminderRule {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  campaignId!: number;

  @Code(10)
  moment!: "start" | "before" | "due" | "overdue";

  /** Calendar days before, or working days after the deadline. */
  @Whole()
  days!: number;

  @Code(12)
  audience!: ReminderAudience;

  /** HH:MM in Asia/Shanghai. */
  @Code(5)
  at!: string;
}
