import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Json, LongWords, Moment, Whole, Words } from "./columns.ts";

/** A workbook of units and people that was looked at, and perhaps applied. Personal data: it is gone after seven days. */
@Entity("import_run")
export class ImportRun {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  /** The file's name as uploaded. */
  @Words(120)
  name!: string;

  /** SHA-256 of the file, hexadecimal. */
  @Code(64)
  hash!: string;

  /** The file itself, encrypted. */
  @Column({ type: "mediumblob" })
  content!: Buffer;

  /** What was read from it, encrypted: it holds telephones. */
  @LongWords()
  sealedRows!: string;

  /** What is wrong, encrypted: it quotes cells. */
  @Json()
  problems!: unknown;

  /** What would be done, in figures and sentences. */
  @Json()
  planned!: unknown;

  /** SHA-256 of the file with all that would be done. */
  @Code(64)
  planHash!: string;

  @Moment()
  at!: Date;

  /** Person; null for the system. */
  @Whole({ nullable: true })
  byPersonId!: number | null;

  @Moment({ nullable: true })
  appliedAt!: Date | null;
}
