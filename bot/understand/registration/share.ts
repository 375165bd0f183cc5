import { findUrl, platformOf } from "./links.ts";

/** What a pasted share text tells: a link with its case kept, and what is known of the account and the work behind it. */
export interface Share {
  url: string;
  platform?: string | undefined;
  /** A page of an account, or one work; undefined when the link does not tell. */
  of?: "profile" | "work" | undefined;
  title?: string | undefined;
  /** The account's name. */
  account?: string | undefined;
  /** The account's id, where the link contains it. */
  accountId?: string | undefined;
}

const LINK = /https?:\/\/[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]{3,500}/gi;
const HOLDER_LINKS =
  /space\.bilibili\.com\/(\d+)|xiaohongshu\.com\/user\/profile\/([A-Za-z0-9]+)|weibo\.(?:com|cn)\/u\/(\d+)|zhihu\.com\/(?:people|org)\/([\w-]+)|kuaishou\.com\/profile\/([\w-]+)|toutiao\.com\/c\/user\/(?:token\/)?([\w-]+)|douyin\.com\/user\/([\w-]+)/i;
const OTHER_HOLDER_LINKS = /profile_ext|mp\/homepage|iesdouyin\.com\/share\/user|weibo\.com\/n\//i;
const WORK_LINKS =
  /mp\.weixin\.qq\.com\/s|\/(?:video|note|photo|short-video|fw\/photo|discovery\/item|explore|article|answer|status|opus|read|w|i)\/|weixin\.qq\.com\/sph|zhuanlan\.zhihu\.com\/p\/|weibo\.(?:com|cn)\/\d+\/\w+|(?:m\.)?toutiao\.com\/(?:is|a\d)/i;
const PROFILE_WORDS = /主页|个人空间|名片|的更多作品|查看ta的|关注(?:我|ta)|粉丝|获赞|赞与收藏/i;
const WORK_WORDS =
  /的(?:图文|视频|直播)?作品】|该作品|发布了一篇|笔记|视频|文章|推文|直播|作品|的(?:回答|文章|想法)/;

/** Names of the apps themselves, which share texts put into brackets. */
const APPS =
  "(?:抖音(?:极速版)?|快手(?:极速版)?|小红书|哔哩哔哩|B站|bilibili|今日头条|头条|知乎|微博|视频号|微信)";
const APP = new RegExp(`^${APPS}(?:app)?$`, "i");
const APP_TAIL = new RegExp(
  `\\s*[-_|–—·]\\s*${APPS}(?:\\s*[-–—]\\s*你的(?:生活指南|生活兴趣社区))?\\s*$`,
  "i",
);

const NOISE: readonly RegExp[] = [
  /长按复制此条消息[^。!！]*[。!！]?|复制(?:本条|此条|这段|整段)?(?:信息|消息|链接|内容)?[,，]?(?:后)?打开(?:【[^】]*】|抖音|快手|小红书|微博|知乎|头条|b站)?(?:app|搜索)?[^【\n]{0,14}?(?:[,，]|看看|观看|查看|(?=【)|$)/gi,
  /(?:直接)?(?:查看|观看|看)(?:精彩)?(?:内容|视频)?[!！]/g,
  /复制(?:本条|此条|这段|整段)?(?:信息|消息|链接).*$/gm,
  /点击(?:下方)?链接.*$/gm,
  /该作品在快手被播放过[^,，]*(?:次)?[,，]?/g,
  /快来看吧[!！]?|快来看看[!！]?|一起来看[!！]?|分享(?:给你|自|来自)?[:：]?|在抖音[,，]记录美好生活[!！]?|查看ta的(?:更多作品|主页)?(?:>>)?[。.]?/gi,
  /^\s*\d+(?:\.\d+)?\s+(?=\S)|(?<!\d)\d{1,2}\/\d{1,2}(?=\s|$)|\b\S{2,5}:\/(?!\/)\s?|:\d{1,2}(?:am|pm)\b|\b\S{1,4}@\S{1,3}\.\S{1,3}(?=\s|$)/gi,
  /\p{Extended_Pictographic}\s*[A-Za-z0-9]{6,24}\s*\p{Extended_Pictographic}/gu,
  /#\s?[\p{Script=Han}\w]{1,20}(?:\[话题\]#)?/gu,
];

const clean = (text: string): string =>
  text
    .replace(/\p{Extended_Pictographic}|\uFE0F/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/^[\s,，。.!！:：;；>"“”'|)）-]+|[\s,，。.:：;；>"“”'|(（-]+$/g, "");

const quiet = (text: string): string => clean(NOISE.reduce((rest, noise) => rest.replace(noise, " "), text));

interface Told {
  title?: string | undefined;
  account?: string | undefined;
}

/** "title - account" as 小红书 writes it inside brackets. */
const split = (inside: string): Told => {
  const found = /^(.+) - ([^-]{1,30})$/.exec(inside);
  return found ? { title: found[1], account: found[2] } : { title: inside };
};

const bracketed = (text: string): Told | undefined => {
  for (const [whole, inner = ""] of text.matchAll(/【([^】]{1,120})】/g)) {
    if (APP.test(inner.trim())) continue;
    const inside = inner.replace(APP_TAIL, "").trim();
    const after = text.slice(text.indexOf(whole) + whole.length);
    const work = /^(.{1,40}?)的(?:(?:图文|视频|直播)?作品|微博(?:视频|正文)?)$/.exec(inside)?.[1];
    if (work) return { account: work, title: quiet(after) || undefined };
    const holder = /^(.{1,40}?)的?(?:个人)?(?:空间|主页)$/.exec(inside)?.[1];
    if (holder) return { account: holder };
    return /小红书/.test(inner) ? split(inside) : { title: inside };
  }
  return undefined;
};

const SHAPES: readonly ((text: string) => Told | undefined)[] = [
  (text) => {
    const title = /《([^》]{1,80})》/.exec(text)?.[1];
    return title ? { title } : undefined;
  },
  (text) => {
    const found = /(?:^|\s)(\S.{0,80}?)\s+(\S{1,30})发布了一篇小红书笔记/.exec(text);
    return found ? { title: found[1]?.replace(/^\d+(?:\.\d+)?\s+/, ""), account: found[2] } : undefined;
  },
  (text) => {
    const account = /(?:^|\s)(\S{1,30})发布了一篇小红书笔记/.exec(text)?.[1];
    return account ? { account } : undefined;
  },
  (text) => {
    const found = /^(.{1,80}?) - (.{1,30}?)的(?:回答|文章|想法) - 知乎/m.exec(text.trim());
    return found ? { title: found[1], account: found[2] } : undefined;
  },
  bracketed,
  (text) => {
    const found = /(\S[^"“”]{1,60}?)\s*["“]([^"“”]{1,30})["”].*(?:该作品|打开【快手】)/.exec(text);
    return found ? { title: quiet(found[1] ?? ""), account: found[2] } : undefined;
  },
];

const HOLDERS: readonly RegExp[] = [
  /(?:分享自|来自|作者[:：]?\s?|up主[:：]?\s?|公众号[:：]\s?|视频号[:：]\s?|博主[:：]?\s?)@?([^\s,，。!！@#【】《》()（）]{1,30}?)(?=的|[\s,，。!！)）]|$)/iu,
  /(?:^|[\s(（])@([^\s,，。!！@#【】《》()（）:：]{1,30}?)(?=的(?:作品|主页|视频|笔记|微博|抖音|快手|个人|空间|原创|直播)|在(?:抖音|快手|小红书|微博)|[\s,，。!！)）:：]|$)/u,
  /「([^」]{1,30})」/u,
  /看看([^\s,，。!！【】]{1,20})的(?:抖音|快手|小红书|微博|知乎)?(?:号|主页)/u,
];

const holderIn = (text: string): string | undefined => {
  for (const shape of HOLDERS) {
    const found = shape.exec(text)?.[1];
    if (found) return found;
  }
  return undefined;
};

const SENTENCE =
  /我|登记|注册|备案|链接|请|帮|发了|发布|账号|帐号|主页|粉丝|昨天|今天|前天|昨晚|上周|上个月|[发推]的|标题|http|^\d+$/;

/** Words beside a link that are neither noise nor a sentence about it are its title. */
const plainTitle = (text: string): string | undefined => {
  const left = quiet(text.replace(/@\S+/g, " ")).replace(APP_TAIL, "").trim();
  const words = /\p{L}{2}/u.test(left) && left.length <= 60;
  return words && !SENTENCE.test(left) && !APP.test(left) ? left : undefined;
};

const told = (text: string): Told => {
  for (const shape of SHAPES) {
    const found = shape(text);
    if (found) return found;
  }
  return {};
};

const kindOf = (url: string, words: string): Share["of"] => {
  if (HOLDER_LINKS.test(url) || OTHER_HOLDER_LINKS.test(url)) return "profile";
  if (WORK_LINKS.test(url) || /的(?:图文|视频|直播)?作品】/.test(words)) return "work";
  if (PROFILE_WORDS.test(words)) return "profile";
  return WORK_WORDS.test(words) ? "work" : undefined;
};

const idIn = (url: string): string | undefined => HOLDER_LINKS.exec(url)?.slice(1).find(Boolean);

/** Reads a share text as phones paste it; undefined when it holds no link. */
export function readShare(said: string): Share | undefined {
  const url = findUrl(said);
  if (url === undefined) return undefined;
  const words = said.replace(LINK, "\n").replace(url, "\n");
  const of = kindOf(url, words);
  const { title, account } = told(words);
  const holder = account ?? holderIn(words);
  const name = of === "profile" ? undefined : (title ?? plainTitle(words));
  return {
    url,
    platform: platformOf(url),
    of: of ?? (name ? "work" : undefined),
    title: name && clean(name) ? clean(name).slice(0, 100) : undefined,
    account: holder && clean(holder).slice(0, 40),
    accountId: idIn(url),
  };
}
