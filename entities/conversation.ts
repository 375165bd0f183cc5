import { Entity, PrimaryColumn } from "typeorm";
import { Json, Moment } from "./columns.ts";

/** What the bot remembers of its talk with a person. One per person; memory is versioned data. */
@Entity("conversation")
export class Conversation {
  @PrimaryColumn({ type: "int", unsigned: true })
  personId!: number;

  @Json()
  memory!: unknown;

  @Moment()
  updatedAt!: Date;
}
