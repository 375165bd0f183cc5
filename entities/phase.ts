import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Moment, Whole, Words } from "./columns.ts";

/** 自查, 整改, 督查, 清理整治, 总结. */
export type PhaseKind = "self-check" | "rectify" | "supervise" | "clean-up" | "sum-up";

/** A stretch of a task: self-check, rectify, supervise, clean-up or sum-up. Phases may overlap. */
@Entity("phase")
export class Phase {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  taskId!: number;

  @Whole()
  no!: number;

  @Code(20)
  code!: string;

  /** Null where the plan names none of the kinds. */
  @Code(20, { nullable: true })
  kind!: PhaseKind | null;

  @Words(40)
  title!: string;

  /** The plan's own words for its dates. */
  @Words(40)
  wording!: string;

  /** Null where the plan gives no date (即日起). */
  @Moment({ nullable: true })
  startsAt!: Date | null;

  /** End of the last day. */
  @Moment()
  dueAt!: Date;

  @Moment({ nullable: true })
  originalStartsAt!: Date | null;

  @Moment()
  originalDueAt!: Date;

  @Code(20)
  state!: string;

  @Whole({ default: 1 })
  rowVersion!: number;
}
