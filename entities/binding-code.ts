import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Moment, Whole } from "./columns.ts";

/** A one-time code that links a contact to a person. Only its hash is kept. */
@Entity("binding_code")
export class BindingCode {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  personId!: number;

  /** SHA-256 of the eight characters, hexadecimal. */
  @Code(64)
  hash!: string;

  @Moment()
  expiresAt!: Date;

  @Moment({ nullable: true })
  usedAt!: Date | null;

  @Moment()
  createdAt!: Date;
}
