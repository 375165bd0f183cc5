import { Entity, PrimaryColumn } from "typeorm";
import { Code, Moment, Whole } from "./columns.ts";

/** A signed-in browser. Only the hash of its cookie is kept. */
@Entity("session")
export class Session {
  /** SHA-256, hexadecimal. */
  @PrimaryColumn({ type: "varchar", length: 64, charset: "ascii", collation: "ascii_bin" })
  hash!: string;

  @Whole()
  accountId!: number;

  @Code(64)
  csrf!: string;

  @Moment()
  expiresAt!: Date;
}
