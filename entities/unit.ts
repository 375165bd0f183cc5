import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Flag, Json, Whole, Words } from "./columns.ts";

/** A unit of the county: the bureau, one of its offices, a township central school, a school, an affiliated unit. A tree. */
@Entity("unit")
export class Unit {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  /** The unit that answers for this one. */
  @Whole({ nullable: true })
  parentId!: number | null;

  /** Stable key, for imports. */
  @Code(32, { unique: true })
  code!: string;

  @Words(80)
  name!: string;

  @Code(20)
  kind!: "bureau" | "office" | "central-school" | "school" | "affiliated";

  /** Other names that people use. */
  @Json()
  aliases!: string[];

  @Whole({ default: 1 })
  rowVersion!: number;

  /** Invented, and removable with the demo. */
  @Flag({ default: false })
  demo!: boolean;
}
