import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Json, Moment, Whole, Words } from "./columns.ts";

/** What was handed in, exactly. */
export interface SubmittedContent {
  answers: {
    no: number;
    item: string;
    subject: string;
    value: string;
    note: string | null;
    files: string[];
  }[];
  files: string[];
  remark: string | null;
}

/** One revision of what a unit handed in; its content is frozen by a hash when it is submitted. */
@Entity("submission")
export class Submission {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  assignmentId!: number;

  @Whole()
  revision!: number;

  @Code(20)
  state!: string;

  @Whole({ default: 1 })
  rowVersion!: number;

  @Json()
  content!: SubmittedContent;

  /** SHA-256 of the content. */
  @Code(64)
  hash!: string;

  /** Person. */
  @Whole({ nullable: true })
  submittedBy!: number | null;

  @Moment({ nullable: true })
  submittedAt!: Date | null;

  /** When a reviewer first looked at it. */
  @Moment({ nullable: true })
  openedAt!: Date | null;

  /** Person. */
  @Whole({ nullable: true })
  decidedBy!: number | null;

  @Moment({ nullable: true })
  decidedAt!: Date | null;

  @Words(300, { nullable: true })
  reason!: string | null;
}
