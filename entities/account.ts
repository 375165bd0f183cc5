import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Flag, Moment, Whole } from "./columns.ts";

/** A sign-in to the web pages. */
@Entity("account")
export class Account {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Code(40, { unique: true })
  name!: string;

  /** scrypt, with its parameters and salt. */
  @Code(200)
  passwordHash!: string;

  @Whole({ nullable: true })
  personId!: number | null;

  /** The generated password must be replaced at the first sign-in. */
  @Flag({ default: true })
  mustChange!: boolean;

  /** Wrong passwords in a row. */
  @Whole({ default: 0 })
  failures!: number;

  @Moment({ nullable: true })
  lockedUntil!: Date | null;
}
