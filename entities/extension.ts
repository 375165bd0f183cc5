import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Moment, Whole, Words } from "./columns.ts";

/** A request for more time, and the decision. Every earlier deadline stays on record. */
@Entity("extension")
export class Extension {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  assignmentId!: number;

  @Code(12)
  state!: "asked" | "granted" | "refused" | "void";

  @Moment()
  fromDue!: Date;

  @Moment()
  toDue!: Date;

  @Words(300)
  reason!: string;

  /** Person. */
  @Whole()
  askedBy!: number;

  @Moment()
  askedAt!: Date;

  /** Person. */
  @Whole({ nullable: true })
  decidedBy!: number | null;

  @Moment({ nullable: true })
  decidedAt!: Date | null;

  @Words(300, { nullable: true })
  decisionReason!: string | null;
}
