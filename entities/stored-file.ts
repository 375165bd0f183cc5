import { Entity, PrimaryColumn } from "typeorm";
import { Code, Moment, Whole } from "./columns.ts";

/** A file kept outside the database under its SHA-256. */
@Entity("stored_file")
export class StoredFile {
  /** SHA-256, hexadecimal. */
  @PrimaryColumn({ type: "varchar", length: 64, charset: "ascii", collation: "ascii_bin" })
  hash!: string;

  /** Bytes. */
  @Whole()
  size!: number;

  /** Judged by content. */
  @Code(100)
  mime!: string;

  @Moment()
  addedAt!: Date;
}
