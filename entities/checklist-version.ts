import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Moment, Whole } from "./columns.ts";

/** One version of a checklist; immutable once published. */
@Entity("checklist_version")
export class ChecklistVersion {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  checklistId!: number;

  @Whole()
  version!: number;

  @Whole({ default: 1 })
  rowVersion!: number;

  @Moment({ nullable: true })
  publishedAt!: Date | null;
}
