import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, LongWords, Moment, Whole, Words } from "./columns.ts";

/** Every value an answer ever had, with the words that gave it. */
@Entity("answer_revision")
export class AnswerRevision {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  answerId!: number;

  @Whole()
  seq!: number;

  @Code(12)
  kind!: "proposed" | "confirmed";

  @Words(10)
  value!: string;

  @LongWords({ nullable: true })
  note!: string | null;

  /** The person's own words. */
  @LongWords({ nullable: true })
  said!: string | null;

  @Whole({ nullable: true })
  inboxId!: number | null;

  @Whole({ nullable: true })
  personId!: number | null;

  @Moment()
  at!: Date;
}
