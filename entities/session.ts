import { Entity, PrimaryColumn } from "typeorm";
import { Code, Moment, Whole, Words } from "./columns.ts";

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

  /** What the browser calls itself, so that its owner knows it again. */
  @Words(120)
  device!: string;

  @Moment()
  createdAt!: Date;

  /** To the minute. */
  @Moment()
  seenAt!: Date;
}
