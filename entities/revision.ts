import { PrimaryGeneratedColumn } from "typeorm";
import { Code, Moment, Whole, Words } from "./columns.ts";

/** What every revision of a registered thing has: who asks, its frozen content's hash, and the decisions on it. */
export abstract class Revision {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  seq!: number;

  @Code(20)
  state!: string;

  @Whole({ default: 1 })
  rowVersion!: number;

  /** Person. */
  @Whole()
  holderId!: number;

  /** Whose people look at it first. */
  @Whole()
  unitId!: number;

  /** SHA-256 of the content. */
  @Code(64)
  hash!: string;

  @Moment()
  createdAt!: Date;

  @Moment({ nullable: true })
  submittedAt!: Date | null;

  /** Person who looked at it for the unit. */
  @Whole({ nullable: true })
  unitDecidedBy!: number | null;

  @Moment({ nullable: true })
  unitDecidedAt!: Date | null;

  /** Person who looked at it for the bureau. */
  @Whole({ nullable: true })
  bureauDecidedBy!: number | null;

  @Moment({ nullable: true })
  bureauDecidedAt!: Date | null;

  /** Why it was last returned. */
  @Words(300, { nullable: true })
  reason!: string | null;
}
