import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Moment, Whole } from "./columns.ts";

/** A person's word that he has no account of his own (零报告); a later registration replaces it. */
@Entity("zero_report")
export class ZeroReport {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  personId!: number;

  @Whole()
  unitId!: number;

  /** The person while it holds, else null. */
  @Whole({ nullable: true, unique: true })
  livePersonId!: number | null;

  @Moment()
  reportedAt!: Date;

  @Moment({ nullable: true })
  replacedAt!: Date | null;
}
