import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Flag, Moment, Whole, Words } from "./columns.ts";

/** Somebody who holds a post or registers accounts. Never an identity number. */
@Entity("person")
export class Person {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Words(40)
  name!: string;

  /** Questions asked at a time: 1, or up to 5. */
  @Whole({ default: 1 })
  listSize!: number;

  /** Has unsubscribed from reminders (退订); escalation tells the unit instead. */
  @Flag({ default: false })
  remindersOff!: boolean;

  @Whole({ default: 1 })
  rowVersion!: number;

  /** When what was kept of him beside official records was deleted; null while he is here. */
  @Moment({ nullable: true })
  erasedAt!: Date | null;

  @Flag({ default: false })
  demo!: boolean;
}
