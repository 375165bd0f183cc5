import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Moment, Whole } from "./columns.ts";

/** One person was urged to do one assignment; several of one message share its notice. */
@Entity("urging")
export class Urging {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  personId!: number;

  @Whole()
  assignmentId!: number;

  @Whole()
  noticeId!: number;

  /** Person; null for the system. */
  @Whole({ nullable: true })
  urgedBy!: number | null;

  @Moment()
  at!: Date;
}
