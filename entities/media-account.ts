import { Entity, PrimaryGeneratedColumn } from "typeorm";
import { Code, Flag, Moment, Whole, Words } from "./columns.ts";
import type { Platform } from "./media-account-revision.ts";
import type { Role } from "./post.ts";

/** A person's own media account (自媒体账号) as registered; what is said of it is in its revisions. */
@Entity("media_account")
export class MediaAccount {
  @PrimaryGeneratedColumn({ type: "int", unsigned: true })
  id!: number;

  /** Person. */
  @Whole()
  holderId!: number;

  @Whole()
  unitId!: number;

  /** The holder's kind of post at that unit. */
  @Code(20)
  role!: Role;

  @Code(20)
  state!: string;

  @Whole({ default: 1 })
  rowVersion!: number;

  @Whole({ nullable: true })
  consentId!: number | null;

  @Code(20)
  platform!: Platform;

  @Words(80)
  name!: string;

  @Words(80)
  handle!: string;

  /** SHA-256 of platform and handle while the record is live, else null: one live record for each. */
  @Code(64, { nullable: true, unique: true })
  liveKey!: string | null;

  /** 登记号, given with the first effect and kept for good. */
  @Code(20, { nullable: true, unique: true })
  registrationNo!: string | null;

  @Whole({ nullable: true })
  effectiveRevisionId!: number | null;

  /** The revision that is being written or looked at. */
  @Whole({ nullable: true })
  pendingRevisionId!: number | null;

  /** Submitted later after its opening than the rules ask. */
  @Flag({ default: false })
  late!: boolean;

  @Moment()
  createdAt!: Date;

  @Moment({ nullable: true })
  effectiveAt!: Date | null;

  /** When the holder last said that all of it still holds. */
  @Moment({ nullable: true })
  confirmedAt!: Date | null;

  @Moment({ nullable: true })
  retiredAt!: Date | null;

  /** When names, ids and links were blotted out. */
  @Moment({ nullable: true })
  maskedAt!: Date | null;
}
