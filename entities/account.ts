import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Flag, Moment, Whole } from "./columns.ts";

/** A sign-in to the web pages and the API. */
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

  /** An administrator closed it; null while it may be used. */
  @Moment({ nullable: true })
  disabledAt!: Date | null;
}
