import { Entity, PrimaryColumn } from "typeorm";
import { Moment, Whole } from "./columns.ts";

/** Wrong passwords and codes for one name, whether somebody has it or not, or from one address. */
@Entity("sign_in_attempt")
export class SignInAttempt {
  /** Keyed hash of the name or the address, hexadecimal: neither can be read from it. */
  @PrimaryColumn({ type: "varchar", length: 64, charset: "ascii", collation: "ascii_bin" })
  hash!: string;

  @Whole({ default: 0 })
  failures!: number;

  /** When the first of these happened. */
  @Moment()
  since!: Date;

  @Moment({ nullable: true })
  lockedUntil!: Date | null;
}
