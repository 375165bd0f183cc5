import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, LongWords, Moment, Whole } from "./columns.ts";

/** One unasked message to one person: what was said and whether there was a way to say it. */
@Entity("notice")
export class Notice {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  personId!: number;

  /** Person and window; a second one in the window is refused by the database. */
  @Code(60, { unique: true })
  key!: string;

  @Code(20)
  kind!: string;

  /** Null where the words are made when they are told: a reminder of work. */
  @LongWords({ nullable: true })
  body!: string | null;

  /** Null: the person cannot be reached on any channel. */
  @Whole({ nullable: true })
  outboxId!: number | null;

  @Moment()
  at!: Date;
}
