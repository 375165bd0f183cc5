import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Json, Moment, Whole } from "./columns.ts";

/** Data that left the house: who took what, when, and how much. Never changed. */
@Entity("data_export")
export class DataExport {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Moment()
  at!: Date;

  /** Person; null for the program itself. */
  @Whole({ nullable: true })
  personId!: number | null;

  /** Such as phones, people or my-data. */
  @Code(40)
  what!: string;

  /** What was asked for, such as units and purpose; never the data themselves. */
  @Json()
  filter!: Record<string, unknown>;

  /** Rows. */
  @Whole()
  count!: number;
}
