import { Entity, PrimaryGeneratedColumn } from "typeorm";
import type { Scope } from "./checklist-item.ts";
import { Code, Moment, Whole, Words } from "./columns.ts";

/** A medium, platform or kind of target that a unit has; questions are asked once for each. */
@Entity("inventory_entry")
export class InventoryEntry {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Whole()
  unitId!: number;

  @Code(10)
  scope!: Scope;

  /** Such as 校报 or 公众账号. */
  @Words(40)
  kind!: string;

  /** Its own name, where there is one; else the kind. */
  @Words(80)
  name!: string;

  @Moment()
  addedAt!: Date;

  @Moment({ nullable: true })
  retiredAt!: Date | null;
}
