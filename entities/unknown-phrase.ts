import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Moment, Whole, Words } from "./columns.ts";

/** Words that the bot did not understand, without who said them; the same words in the same situation are one row. */
@Entity("unknown_phrase")
export class UnknownPhrase {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  /** SHA-256 of the words and their situation. */
  @Code(64, { unique: true })
  hash!: string;

  /** Names, numbers and links replaced. */
  @Words(200)
  phrase!: string;

  /** What was on the table, such as question or idle. */
  @Code(24)
  situation!: string;

  /** The question on the table; empty when there was none, or several. */
  @Words(300)
  question!: string;

  @Whole({ default: 1 })
  times!: number;

  @Moment()
  firstAt!: Date;

  @Moment()
  lastAt!: Date;
}
