import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Moment, Whole, Words } from "./columns.ts";
import { Decision } from "./decision.ts";

/** A request for more time, and the decision. Every earlier deadline stays on record. */
@Entity("extension")
export class Extension extends Decision {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  assignmentId!: number;

  @Moment()
  fromDue!: Date;

  @Moment()
  toDue!: Date;

  @Words(300)
  reason!: string;
}
