import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Moment, Whole } from "./columns.ts";

/** One link of the hash chain over events. */
@Entity("event_seal")
export class EventSeal {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  count!: number;

  @Code(64)
  previousHash!: string;

  /** SHA-256 over the previous hash and every event of the batch. */
  @Code(64)
  hash!: string;

  @Moment()
  sealedAt!: Date;
}
