import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Moment, Whole } from "./columns.ts";

/** What a post lets its holder do. */
export type Role =
  | "bureau-leader"
  | "bureau-admin"
  | "office-operator"
  | "unit-head"
  | "responsible"
  | "staff"
  | "auditor";

/** A role at a unit, held by a person from one moment to another. Responsibility and permissions hang on posts. */
@Entity("post")
export class Post {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  unitId!: number;

  @Whole()
  personId!: number;

  @Code(20)
  role!: Role;

  @Moment()
  fromAt!: Date;

  /** Null while it is held. */
  @Moment({ nullable: true })
  untilAt!: Date | null;
}
