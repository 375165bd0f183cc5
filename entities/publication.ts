import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Flag, Moment, Whole, Words } from "./columns.ts";
import type { PublicationKind } from "./publication-revision.ts";

/** One work that a person publishes over an account of his own; what is said of it is in its revisions. */
@Entity("publication")
export class Publication {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  /** The author, a person. */
  @Whole()
  holderId!: number;

  @Whole()
  unitId!: number;

  @Whole()
  mediaAccountId!: number;

  @Code(20)
  state!: string;

  @Whole({ default: 1 })
  rowVersion!: number;

  @Words(160)
  title!: string;

  @Code(12)
  kind!: PublicationKind;

  @Words(1000, { nullable: true })
  url!: string | null;

  /** Registered after it was published. */
  @Flag({ default: false })
  postHoc!: boolean;

  /** Key or sensitive matter published without clearance, or filed later than the rules ask. */
  @Flag({ default: false })
  late!: boolean;

  @Whole({ nullable: true })
  effectiveRevisionId!: number | null;

  /** The revision that is being written or looked at. */
  @Whole({ nullable: true })
  pendingRevisionId!: number | null;

  @Moment()
  createdAt!: Date;

  @Moment({ nullable: true })
  publishedAt!: Date | null;

  /** What shows that it was taken down: words or a link. */
  @Words(300, { nullable: true })
  proof!: string | null;

  @Moment({ nullable: true })
  maskedAt!: Date | null;
}
