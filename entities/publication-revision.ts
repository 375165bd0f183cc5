import { Entity } from "typeorm";
import { Json, Whole } from "./columns.ts";
import { Revision } from "./revision.ts";

/** How carefully a publication is looked at. */
export type PublicationKind = "ordinary" | "key" | "sensitive";

/** What is said of a publication; all of it is bound by the clearance except where and when it appeared. */
export interface PublicationContent {
  title: string;
  mediaAccountId: number;
  kind: PublicationKind;
  original: boolean;
  /** Whence a reprint comes. */
  source: string | null;
  showsStudents: boolean;
  /** Null before it is published; the case of a link is kept. */
  url: string | null;
  /** YYYY-MM-DD in Asia/Shanghai: planned, or when it appeared. */
  day: string | null;
}

/** One version of a publication's registration; immutable once submitted. */
@Entity("publication_revision")
export class PublicationRevision extends Revision {
  @Whole()
  publicationId!: number;

  @Json()
  content!: PublicationContent;
}
