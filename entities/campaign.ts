import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Flag, Json, Moment, Whole, Words } from "./columns.ts";

/** One supervision-and-rectification campaign (专项治理活动), made from a work plan. */
@Entity("campaign")
export class Campaign {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Words(120)
  title!: string;

  @Code(20)
  state!: string;

  @Whole({ default: 1 })
  rowVersion!: number;

  /** How many days all dates were moved from the plan's own; the originals stay beside them. */
  @Column({ type: "int", default: 0 })
  shiftDays!: number;

  /** Oddities of the plan that an administrator should know. */
  @Json()
  warnings!: string[];

  /** Codes of units that are told on paper. */
  @Json()
  offlineUnits!: string[];

  @Moment()
  createdAt!: Date;

  @Flag({ default: false })
  demo!: boolean;
}
