import { Entity } from "typeorm";
import { Json, Whole } from "./columns.ts";
import { Revision } from "./revision.ts";

/** Where an account is. */
export type Platform =
  | "weibo"
  | "wechat-official"
  | "wechat-channels"
  | "douyin"
  | "kuaishou"
  | "xiaohongshu"
  | "bilibili"
  | "toutiao"
  | "zhihu"
  | "other";

/** How many follow it, roughly; never who. */
export type FollowerBand = "under-1k" | "1k-10k" | "10k-100k" | "100k-1m" | "over-1m";

/** What is said of an account. Days are YYYY-MM-DD in Asia/Shanghai. */
export interface AccountContent {
  platform: Platform;
  /** The platform's own name where it is none of the named. */
  platformName: string | null;
  name: string;
  /** The account's id on the platform (抖音号, 微信号, UID), as its owner writes it. */
  handle: string;
  link: string | null;
  verified: boolean;
  showsUnit: boolean;
  followers: FollowerBand;
  topics: string;
  showsStudents: boolean;
  earnsMoney: boolean;
  openedOn: string | null;
}

/** One version of an account's registration; immutable once submitted. */
@Entity("media_account_revision")
export class MediaAccountRevision extends Revision {
  @Whole()
  mediaAccountId!: number;

  @Json()
  content!: AccountContent;
}
