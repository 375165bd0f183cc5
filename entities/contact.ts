import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Moment, Whole } from "./columns.ts";

/** An identity on a channel that has written to the bot. Linked to a person only by a one-time code; a nickname identifies nobody. */
@Entity("contact")
export class Contact {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @Code(20)
  channel!: string;

  /** The channel's contact id. */
  @Code(128)
  address!: string;

  @Whole({ nullable: true })
  personId!: number | null;

  @Moment({ nullable: true })
  verifiedAt!: Date | null;

  /** When another contact took its place. */
  @Moment({ nullable: true })
  supersededAt!: Date | null;
}
