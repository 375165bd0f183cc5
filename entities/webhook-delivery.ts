import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, LongWords, Moment, Whole, Words } from "./columns.ts";

/** One event on its way to one webhook, and how its last try ended. */
@Entity("webhook_delivery")
export class WebhookDelivery {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  webhookId!: number;

  /** Null for a ping. */
  @Whole({ nullable: true })
  eventId!: number | null;

  /** The webhook-id header: the same for every try, so that the receiver can tell repetitions. */
  @Code(60, { unique: true })
  messageId!: string;

  @Code(62)
  kind!: string;

  /** JSON, exactly as it is signed and sent. */
  @LongWords()
  body!: string;

  @Code(12)
  status!: "queued" | "delivered" | "dead";

  @Moment()
  dueAt!: Date;

  @Code(36, { nullable: true })
  leaseToken!: string | null;

  /** By the database's clock. */
  @Moment({ nullable: true })
  leaseUntil!: Date | null;

  @Whole({ default: 0 })
  attempts!: number;

  @Whole({ nullable: true })
  httpStatus!: number | null;

  /** Milliseconds of the last try. */
  @Whole({ nullable: true })
  ms!: number | null;

  /** The first 200 characters of the answer, or what went wrong. */
  @Words(200, { nullable: true })
  answer!: string | null;

  @Moment()
  createdAt!: Date;

  @Moment({ nullable: true })
  triedAt!: Date | null;
}
