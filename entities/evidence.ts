import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Moment, Whole, Words } from "./columns.ts";

/** A photo or file that proves an answer or makes up a deliverable. */
@Entity("evidence")
export class Evidence {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  assignmentId!: number;

  /** Null: it belongs to the assignment as a whole. */
  @Whole({ nullable: true })
  answerId!: number | null;

  @Code(64)
  hash!: string;

  @Words(200)
  name!: string;

  @Whole({ nullable: true })
  personId!: number | null;

  @Whole({ nullable: true })
  inboxId!: number | null;

  @Moment()
  addedAt!: Date;

  /** Replaced or withdrawn before submission. */
  @Moment({ nullable: true })
  removedAt!: Date | null;
}
