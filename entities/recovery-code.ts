import { Entity, PrimaryColumn } from "typeorm";
import { Whole } from "./columns.ts";

/** Takes the place of an authenticator's code once: the row is removed when it is used. */
@Entity("recovery_code")
export class RecoveryCode {
  /** SHA-256, hexadecimal. */
  @PrimaryColumn({ type: "varchar", length: 64, charset: "ascii", collation: "ascii_bin" })
  hash!: string;

  @Whole()
  accountId!: number;
}
