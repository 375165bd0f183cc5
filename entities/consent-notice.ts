import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { LongWords, Moment, Whole, Words } from "./columns.ts";

/** What people are told before anything about their accounts is kept; a new text is a new version. */
@Entity("consent_notice")
export class ConsentNotice {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole({ unique: true })
  version!: number;

  @Words(80)
  title!: string;

  @LongWords()
  body!: string;

  @Moment()
  publishedAt!: Date;
}
