import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Moment, Whole } from "./columns.ts";

/** A person's agreement to one version of the notice, until it is withdrawn. */
@Entity("consent")
export class Consent {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  personId!: number;

  @Whole()
  noticeId!: number;

  /** The person while it holds, else null: of one person one agreement holds at a time. */
  @Whole({ nullable: true, unique: true })
  livePersonId!: number | null;

  @Moment()
  agreedAt!: Date;

  @Moment({ nullable: true })
  withdrawnAt!: Date | null;
}
