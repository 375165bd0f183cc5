import { Entity, PrimaryColumn } from "typeorm";
import { Moment } from "./columns.ts";

/** A sign-in code of the mini-program that was taken once and is never taken again. */
@Entity("mini_code")
export class MiniCode {
  /** SHA-256, hexadecimal. */
  @PrimaryColumn({ type: "varchar", length: 64, charset: "ascii", collation: "ascii_bin" })
  hash!: string;

  @Moment()
  at!: Date;
}
