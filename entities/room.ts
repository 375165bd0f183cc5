import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Moment, Words } from "./columns.ts";

/** A group in which the bot was mentioned: the only ones that it knows and may be told to speak in. */
@Entity("room")
export class Room {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  /** Such as simulator. */
  @Code(20)
  channel!: string;

  /** The channel's id of the group. */
  @Code(128)
  address!: string;

  /** As its members call it; empty where the channel does not say. */
  @Words(80)
  name!: string;

  /** When the bot was mentioned there last. */
  @Moment()
  mentionedAt!: Date;
}
