import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Json, Whole, Words } from "./columns.ts";

/** One of a campaign's lines of work (专项). */
@Entity("task")
export class Task {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  campaignId!: number;

  @Whole()
  no!: number;

  @Code(20)
  code!: string;

  @Words(160)
  title!: string;

  /** Responsible offices as the plan names them. */
  @Json()
  offices!: string[];
}
