import { Entity, PrimaryColumn } from "typeorm";
import { Moment, Whole } from "./columns.ts";

/** A mini-program that is signed in; whose it is, its contact tells. Only the hash of its token is kept. */
@Entity("mini_session")
export class MiniSession {
  /** SHA-256, hexadecimal. */
  @PrimaryColumn({ type: "varchar", length: 64, charset: "ascii", collation: "ascii_bin" })
  hash!: string;

  @Whole()
  contactId!: number;

  @Moment()
  expiresAt!: Date;

  /** To the minute. */
  @Moment()
  seenAt!: Date;
}
