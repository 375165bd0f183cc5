import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Whole, Words } from "./columns.ts";

/** What a question is asked about: the unit, or each of its media, platforms or kinds of target. */
export type Scope = "unit" | "medium" | "platform" | "target";

/** One question of a checklist version. Its key is stable across versions, so answers compare. */
@Entity("checklist_item")
export class ChecklistItem {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  versionId!: number;

  @Code(20)
  key!: string;

  @Whole()
  no!: number;

  @Words(300)
  question!: string;

  /** "+": 是 is compliant; "-": 是 means a problem. */
  @Code(1)
  polarity!: "+" | "-";

  /** What it is asked about. */
  @Code(10)
  scope!: Scope;

  /** "unit", or the code of the one office that answers. */
  @Code(20)
  answeredBy!: string;

  /** Is a photo or file expected with a compliant answer? */
  @Code(10)
  evidence!: "none" | "optional" | "required";

  /** The plan's clause. */
  @Words(120)
  basis!: string;
}
