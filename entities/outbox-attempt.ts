import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Moment, Whole, Words } from "./columns.ts";

/** One try at sending, and how it ended. */
@Entity("outbox_attempt")
export class OutboxAttempt {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  outboxId!: number;

  @Whole()
  no!: number;

  @Code(12)
  outcome!: string;

  @Words(300, { nullable: true })
  detail!: string | null;

  @Moment()
  at!: Date;
}
