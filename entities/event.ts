import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Json, Moment, Whole, Words } from "./columns.ts";

/** Something that happened: append-only audit log and timeline in one. */
@Entity("event")
export class Event {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Moment()
  at!: Date;

  /** person or system */
  @Code(10)
  actorKind!: string;

  /** Person. */
  @Whole({ nullable: true })
  actorId!: number | null;

  /** Such as assignment. */
  @Code(30)
  subject!: string;

  @Whole()
  subjectId!: number;

  @Code(30)
  command!: string;

  @Code(20, { nullable: true })
  fromState!: string | null;

  @Code(20, { nullable: true })
  toState!: string | null;

  @Words(300, { nullable: true })
  reason!: string | null;

  @Json({ nullable: true })
  payload!: unknown;

  /** The batch of the hash chain that holds it. */
  @Whole({ nullable: true })
  sealId!: number | null;
}
