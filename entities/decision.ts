import { Code, Moment, Whole, Words } from "./columns.ts";

/** What every request that somebody else decides has in common: where it stands, who asked and who decided. */
export abstract class Decision {
  @Code(12)
  state!: "asked" | "granted" | "refused" | "void";

  @Whole({ default: 1 })
  rowVersion!: number;

  /** Person. */
  @Whole()
  askedBy!: number;

  @Moment()
  askedAt!: Date;

  /** Person. */
  @Whole({ nullable: true })
  decidedBy!: number | null;

  @Moment({ nullable: true })
  decidedAt!: Date | null;

  @Words(300, { nullable: true })
  decisionReason!: string | null;
}
