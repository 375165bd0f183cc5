import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Json, Moment, Whole, Words } from "./columns.ts";

/** Units by kind, and single units by code. */
export interface Audience {
  kinds: string[];
  codes: string[];
}

/** What units must do within a task: answer a checklist, or hand in a deliverable. */
@Entity("requirement")
export class Requirement {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  campaignId!: number;

  @Whole()
  taskId!: number;

  @Whole({ nullable: true })
  phaseId!: number | null;

  @Code(20)
  code!: string;

  @Words(120)
  title!: string;

  @Code(20)
  kind!: "checklist" | "deliverable";

  /** The published version it is pinned to. */
  @Whole({ nullable: true })
  checklistVersionId!: number | null;

  /** Start of the window, where the plan gives one. */
  @Moment({ nullable: true })
  startsAt!: Date | null;

  @Moment()
  dueAt!: Date;

  @Moment()
  originalDueAt!: Date;

  /** The plan's own words for the date. */
  @Words(40)
  wording!: string;

  /** The office it goes to. */
  @Whole({ nullable: true })
  recipientUnitId!: number | null;

  /** The office as the plan names it. */
  @Words(80)
  recipient!: string;

  /** How it is handed in, such as 纸质版签字盖章. */
  @Json()
  form!: string[];

  /** Which units must do it. */
  @Json()
  audience!: Audience;
}
