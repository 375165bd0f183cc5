import type { AccountContent, FollowerBand, Platform } from "../../entities/media-account-revision.ts";
import { readPlatforms } from "../understand/naming/platforms.ts";
import { readShare } from "../understand/registration/share.ts";
import { hear } from "../understand/text/normalise.ts";
import { readAmount } from "../understand/text/numbers.ts";
import {
  asDay,
  type Field,
  handle,
  itself,
  numbered,
  pick,
  readLink,
  readPastDay,
  sure,
  words,
  yesOrNo,
} from "./registry-reading.ts";

const platformNames: Record<string, Platform> = {
  抖音: "douyin",
  快手: "kuaishou",
  微信公众号: "wechat-official",
  视频号: "wechat-channels",
  微博: "weibo",
  小红书: "xiaohongshu",
  B站: "bilibili",
  今日头条: "toutiao",
  知乎: "zhihu",
};
const offered = Object.keys(platformNames);

/** What people call a platform. */
export const sayPlatform = (platform: string): string =>
  offered.find((name) => platformNames[name] === platform) ?? "其他平台";

/** The platform of a name that the understanding knows; names of other platforms keep their own. */
export function platformFor(name: string): Pick<AccountContent, "platform" | "platformName"> {
  const platform = platformNames[name];
  return platform ? { platform, platformName: null } : { platform: "other", platformName: name };
}

const bands: [band: FollowerBand, below: number, words: string][] = [
  ["under-1k", 1_000, "1千以下"],
  ["1k-10k", 10_000, "1千到1万"],
  ["10k-100k", 100_000, "1万到10万"],
  ["100k-1m", 1_000_000, "10万到100万"],
  ["over-1m", Number.POSITIVE_INFINITY, "100万以上"],
];

/** The band that a number of followers falls into. */
export const bandOf = (count: number): FollowerBand =>
  bands.find(([, below]) => count < below)?.[0] ?? "over-1m";

function readPlatform(text: string): string | undefined {
  const [named] = readPlatforms(hear(text).text);
  const name = named ?? readShare(text)?.platform;
  if (name) return platformFor(name).platform;
  return pick(text, [
    ...offered.map((each): [string, string] => [platformNames[each] ?? "", each]),
    ["other", "其他"],
  ]);
}

const readFollowers = (text: string): FollowerBand | undefined => {
  const { bare } = hear(text);
  const place = pick(
    text,
    bands.map(([band, , said]): [FollowerBand, string] => [band, said]),
  );
  if (place && /^[1-5]$|以[下上]|到/u.test(bare)) return place;
  const amount = /(\d[\d.]*\s*(?:万|w|千|k|百)?|[一二两三四五六七八九十百千]+万?)/u.exec(bare)?.[1];
  const count = amount === undefined ? undefined : readAmount(amount.replace(" ", ""));
  return count === undefined ? undefined : bandOf(count);
};

/** What is asked of an account, in this order. */
export const accountFields: Field[] = [
  {
    key: "platform",
    label: "平台",
    ask: `是哪个平台?回序号或名称:\n${numbered([...offered, "其他"])}`,
    read: readPlatform,
    say: (value) => sayPlatform(String(value)),
  },
  {
    key: "platformName",
    label: "平台名称",
    ask: "是什么平台?请写平台的名称。",
    when: ({ platform }) => platform === "other",
    read: words(40),
    ...itself,
  },
  { key: "name", label: "账号名", ask: "账号叫什么名字?", read: words(40), ...itself },
  {
    key: "handle",
    label: "账号ID",
    ask: "账号ID是多少?(抖音号、微信号、UID这类,在个人主页上能看到)",
    read: handle,
    ...itself,
  },
  {
    key: "link",
    label: "主页链接",
    ask: "主页链接请粘贴给我;没有就回“跳过”。",
    optional: true,
    read: readLink,
    ...itself,
  },
  { key: "verified", label: "平台认证(加V)", ask: `账号在平台上认证过(加V)吗?\n${yesOrNo}`, ...sure },
  {
    key: "showsUnit",
    label: "显示单位或职务",
    ask: `账号的名字、简介里能看出您的单位或职务吗?\n${yesOrNo}`,
    ...sure,
  },
  {
    key: "followers",
    label: "粉丝",
    ask: `粉丝大概有多少?回序号或人数:\n${numbered(bands.map(([, , said]) => said))}`,
    read: readFollowers,
    say: (value) => bands.find(([band]) => band === value)?.[2] ?? String(value),
  },
  {
    key: "topics",
    label: "主要内容",
    ask: "主要发什么内容?写几个字,如“语文教学、班级活动”。",
    read: words(100),
    ...itself,
  },
  { key: "showsStudents", label: "学生出镜", ask: `内容里有没有学生出镜?\n${yesOrNo}`, ...sure },
  { key: "earnsMoney", label: "有收入", ask: `账号有没有收入(带货、打赏、广告)?\n${yesOrNo}`, ...sure },
  {
    key: "openedOn",
    label: "开通时间",
    ask: "什么时候开通的?如“2021年3月”;记不清就回“跳过”。",
    optional: true,
    read: readPastDay,
    ...asDay,
  },
];
