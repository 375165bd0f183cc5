import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Json, LongWords, Moment, Whole } from "./columns.ts";
import type { Role } from "./post.ts";
import type { Unit } from "./unit.ts";

/** Work by its requirement, its task (专项) or its whole campaign: exactly one of the three. */
export interface WorkTarget {
  requirementId?: number;
  taskId?: number;
  campaignId?: number;
}

/**
 * Who is meant. Within a field any of its values, between fields all of them; `units` are added to the places that
 * kinds and townships name, `people` to the people found. Nothing named means every place, and whoever answers for it.
 */
export interface Selection {
  kinds?: Unit["kind"][];
  /** Central schools, each with everything below it. */
  townships?: number[];
  /** Single units, besides kinds and townships. */
  units?: number[];
  /** Single people, besides everybody found. */
  people?: number[];
  /** Without it: responsible people and office operators, or the head where there is neither. */
  roles?: Role[];
  /** Only places that have this work, whether or not it is done. */
  assigned?: WorkTarget;
  /** Only places that have not yet submitted this work. */
  undone?: WorkTarget;
}

/** One message to many people, from its draft to the last answer. */
@Entity("broadcast")
export class Broadcast {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  @LongWords()
  body!: string;

  @Json()
  selection!: Selection;

  /** Everybody is reminded of his own share of this. */
  @Whole({ nullable: true })
  requirementId!: number | null;

  @Code(12)
  state!: string;

  @Whole({ default: 1 })
  rowVersion!: number;

  /** Null: as soon as it is confirmed. */
  @Moment({ nullable: true })
  dueAt!: Date | null;

  /** SHA-256 of what the last preview showed; a confirmation binds to it. */
  @Code(64, { nullable: true })
  previewHash!: string | null;

  /** Ids of the people whom the last preview counted. */
  @Json({ nullable: true })
  previewed!: number[] | null;

  /** Person; null for the system. */
  @Whole({ nullable: true })
  createdBy!: number | null;

  @Moment()
  createdAt!: Date;

  @Moment({ nullable: true })
  confirmedAt!: Date | null;

  /** When sending began. */
  @Moment({ nullable: true })
  startedAt!: Date | null;

  /** When the last message had come to its end, or the rest was cancelled. */
  @Moment({ nullable: true })
  endedAt!: Date | null;
}
