import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, LongWords, Whole, Words } from "./columns.ts";

/** What a unit says to one question about one subject. The effective value, and beside it a proposed one. */
@Entity("answer")
export class Answer {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  assignmentId!: number;

  @Whole()
  itemId!: number;

  /** The inventory entry it speaks of; 0 for the unit itself. */
  @Whole({ default: 0 })
  entryId!: number;

  @Code(20)
  state!: string;

  @Whole({ default: 1 })
  rowVersion!: number;

  /** 是 否 部分 整改中 不涉及; null until confirmed. */
  @Words(10, { nullable: true })
  value!: string | null;

  @LongWords({ nullable: true })
  note!: string | null;

  @Words(10, { nullable: true })
  proposedValue!: string | null;

  @LongWords({ nullable: true })
  proposedNote!: string | null;

  /** Why a reviewer returned it. */
  @Words(300, { nullable: true })
  flagReason!: string | null;
}
