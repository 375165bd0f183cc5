import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Whole, Words } from "./columns.ts";
import { Decision } from "./decision.ts";

/** A request to move a post and its open work to another person. */
@Entity("handover")
export class Handover extends Decision {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  postId!: number;

  @Words(40)
  toName!: string;

  @Whole({ nullable: true })
  toPersonId!: number | null;
}
