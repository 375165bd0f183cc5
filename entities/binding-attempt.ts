import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Moment, Whole } from "./columns.ts";

/** One wrong binding code, kept to limit guessing per contact and overall. */
@Entity("binding_attempt")
export class BindingAttempt {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  contactId!: number;

  @Moment()
  at!: Date;
}
