import { Entity, PrimaryColumn } from "typeorm";
import { Moment, Whole } from "./columns.ts";

/** The way from a right password to the second factor. */
@Entity("sign_in_ticket")
export class SignInTicket {
  /** SHA-256, hexadecimal. */
  @PrimaryColumn({ type: "varchar", length: 64, charset: "ascii", collation: "ascii_bin" })
  hash!: string;

  @Whole()
  accountId!: number;

  /** Wrong codes so far. */
  @Whole({ default: 0 })
  failures!: number;

  @Moment()
  expiresAt!: Date;
}
