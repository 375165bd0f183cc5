import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Json, Moment, Whole, Words } from "./columns.ts";

/** An address outside that is told of events. */
@Entity("webhook")
export class Webhook {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Words(80)
  name!: string;

  @Words(500)
  url!: string;

  /** Such as submission.accept, submission.* or *. */
  @Json()
  kinds!: string[];

  /** Encrypted; shown once when it is made. */
  @Words(300)
  sealedSecret!: string;

  /** Events up to this one have been looked at. */
  @Whole()
  cursorEventId!: number;

  /** Tries without success since the last success. */
  @Whole({ default: 0 })
  failures!: number;

  /** Null while it is at work. */
  @Moment({ nullable: true })
  disabledAt!: Date | null;

  @Moment()
  createdAt!: Date;

  @Code(20, { default: "" })
  disabledWhy!: "" | "by-hand" | "failures";

  @Whole({ default: 1 })
  rowVersion!: number;
}
