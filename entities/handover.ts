import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Moment, Whole, Words } from "./columns.ts";

/** A request to move a post and its open work to another person. */
@Entity("handover")
export class Handover {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  postId!: number;

  @Code(12)
  state!: "asked" | "granted" | "refused" | "void";

  @Words(40)
  toName!: string;

  @Whole({ nullable: true })
  toPersonId!: number | null;

  /** Person. */
  @Whole()
  askedBy!: number;

  @Moment()
  askedAt!: Date;

  /** Person. */
  @Whole({ nullable: true })
  decidedBy!: number | null;

  @Moment({ nullable: true })
  decidedAt!: Date | null;

  @Words(300, { nullable: true })
  decisionReason!: string | null;
}
