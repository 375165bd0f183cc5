import { Entity, PrimaryColumn } from "typeorm";
import { Code, Moment, Whole } from "./columns.ts";

/** An account's authenticator on a telephone. */
@Entity("second_factor")
export class SecondFactor {
  @PrimaryColumn({ type: "int", unsigned: true })
  accountId!: number;

  /** The secret, encrypted. */
  @Code(200)
  cipher!: string;

  /** The key that encrypted it. */
  @Code(16)
  keyId!: string;

  /** Null until the first right code; it is not asked for before. */
  @Moment({ nullable: true })
  confirmedAt!: Date | null;

  /** The half-minute, counted since 1970, of the code used last: it and earlier ones are never taken again. */
  @Whole({ default: 0 })
  usedStep!: number;
}
