import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Moment, Whole, Words } from "./columns.ts";

/** Somebody's wish that his name be put right, and the decision. */
@Entity("correction")
export class Correction {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  personId!: number;

  @Code(12)
  state!: "asked" | "granted" | "refused" | "void";

  @Words(40)
  wanted!: string;

  @Moment()
  askedAt!: Date;

  /** Person. */
  @Whole({ nullable: true })
  decidedBy!: number | null;

  @Moment({ nullable: true })
  decidedAt!: Date | null;
}
