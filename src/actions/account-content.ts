import { createHash } from "node:crypto";
import type { AccountContent, FollowerBand, Platform } from "../../entities/media-account-revision.ts";
import type { Work } from "../work.ts";
import { dayOf } from "../workdays.ts";
import { Complaints } from "./checking.ts";

/** The platforms that the county asks about, by the names that people use. */
export const platforms: Record<Platform, string> = {
  weibo: "微博",
  "wechat-official": "微信公众号",
  "wechat-channels": "视频号",
  douyin: "抖音",
  kuaishou: "快手",
  xiaohongshu: "小红书",
  bilibili: "B站",
  toutiao: "头条",
  zhihu: "知乎",
  other: "其他",
};

/** How many follow an account. */
export const followerBands: Record<FollowerBand, string> = {
  "under-1k": "不到1千",
  "1k-10k": "1千到1万",
  "10k-100k": "1万到10万",
  "100k-1m": "10万到100万",
  "over-1m": "100万以上",
};

/** What a platform is called, its own name where it is none of the named. */
export const platformTitle = ({
  platform,
  platformName,
}: Pick<AccountContent, "platform" | "platformName">) =>
  platform === "other" && platformName ? platformName : platforms[platform];

/** Longest link, in characters. */
const longestLink = 1000;

/** A link over http or https, its case kept; complains of anything else. */
export function checkedLink(complaints: Complaints, field: string, link: string | null): string | null {
  const trimmed = link?.trim() ?? "";
  if (trimmed === "") return null;
  if (trimmed.length > longestLink || !/^https?:\/\/[^\s<>"]+$/i.test(trimmed) || !URL.canParse(trimmed))
    complaints.add(field, "不是完整的网址,应以http开头");
  return trimmed;
}

/** Trims and checks what is said of an account; the keys come out in one order. Refuses with invalid, field by field. */
export function checkedAccount(work: Work, input: AccountContent): AccountContent {
  const complaints = new Complaints();
  complaints.oneOf("platform", input.platform, Object.keys(platforms));
  complaints.oneOf("followers", input.followers, Object.keys(followerBands));
  const platformName =
    input.platform === "other" ? complaints.words("platformName", input.platformName ?? "", 40) : null;
  if (input.openedOn !== null) {
    complaints.day("openedOn", input.openedOn);
    if (input.openedOn > dayOf(work.now)) complaints.add("openedOn", "开通日期还没有到");
  }
  const content: AccountContent = {
    platform: input.platform,
    platformName,
    name: complaints.words("name", input.name, 80),
    handle: complaints.words("handle", input.handle, 80),
    link: checkedLink(complaints, "link", input.link),
    verified: input.verified,
    showsUnit: input.showsUnit,
    followers: input.followers,
    topics: complaints.shortWords("topics", input.topics, 200),
    showsStudents: input.showsStudents,
    earnsMoney: input.earnsMoney,
    openedOn: input.openedOn,
  };
  complaints.settle();
  return content;
}

/** Platforms whose account ids are compared without regard to case, as the platform itself does. */
const caseless: Platform[] = ["wechat-official", "wechat-channels"];

/** What there may be one live record of: platform and account id, hashed. */
export function liveKeyOf({ platform, platformName, handle }: AccountContent): string {
  const id = handle.normalize("NFKC").replace(/\s/gu, "").replace(/^@/, "");
  const key = [platform, platformName?.normalize("NFKC").toLowerCase() ?? ""];
  key.push(caseless.includes(platform) ? id.toLowerCase() : id);
  return createHash("sha256").update(key.join("\n")).digest("hex");
}
