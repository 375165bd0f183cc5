import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Moment, Whole } from "./columns.ts";

/** One requirement for one unit: the piece of work that is reminded, answered, submitted and accepted. */
@Entity("assignment")
export class Assignment {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  campaignId!: number;

  @Whole()
  requirementId!: number;

  @Whole()
  unitId!: number;

  /** The responsible post. */
  @Whole({ nullable: true })
  postId!: number | null;

  @Code(20)
  state!: string;

  @Whole({ default: 1 })
  rowVersion!: number;

  /** Rises with every change of its answers and of what proves them. */
  @Whole({ default: 1 })
  contentVersion!: number;

  @Moment()
  startsAt!: Date;

  /** The instant at which it is late. */
  @Moment()
  dueAt!: Date;

  /** Before any extension. */
  @Moment()
  originalDueAt!: Date;

  /** When the unit said that its list of media or platforms is complete. */
  @Moment({ nullable: true })
  inventoryAt!: Date | null;
}
