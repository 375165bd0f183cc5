import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, LongWords, Moment, Whole } from "./columns.ts";

/** What a call of the API was answered, so that the same call again is answered the same and done once. */
@Entity("idempotent_answer")
export class IdempotentAnswer {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  /** Caller and Idempotency-Key, hashed: SHA-256, hexadecimal. */
  @Code(64, { unique: true })
  key!: string;

  /** SHA-256 of operation, address and body: another call must not use the same key. */
  @Code(64)
  request!: string;

  /** HTTP status; 0 until it is answered. */
  @Whole()
  status!: number;

  /** JSON; null when there was no body, or one that is shown only once. */
  @LongWords({ nullable: true })
  answer!: string | null;

  @Moment()
  at!: Date;
}
