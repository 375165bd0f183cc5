import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Words } from "./columns.ts";

/** A checklist that lives through versions. */
@Entity("checklist")
export class Checklist {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Code(20, { unique: true })
  code!: string;

  @Words(120)
  title!: string;
}
