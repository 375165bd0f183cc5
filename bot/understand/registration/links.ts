import { PLATFORM_HOSTS } from "../naming/platforms.ts";

const URL =
  /https?:\/\/[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]{3,500}|(?<![A-Za-z0-9@.])(?:(?:v|www)\.douyin\.com|mp\.weixin\.qq\.com|weixin\.qq\.com|b23\.tv|space\.bilibili\.com|xhslink\.com|xiaohongshu\.com|[vf]\.kuaishou\.com|weibo\.com|m\.weibo\.cn|t\.cn|(?:m|www)\.toutiao\.com|zhuanlan\.zhihu\.com|zhihu\.com)\/[A-Za-z0-9\-._~/?#=&%@:+]{1,500}|(?<![A-Za-z0-9@.])www\.[a-z0-9-]{2,40}\.(?:com|cn|net|org)(?:\.cn)?(?:\/[A-Za-z0-9\-._~/?#=&%@:+]{0,500})?/i;

/** The first link in a message with its case kept and the noise around it stripped; undefined when there is none. */
export function findUrl(said: string): string | undefined {
  const found = URL.exec(said)?.[0];
  return found?.replace(/[.,;:!?'()]+$/, "");
}

/** The platform a link points to. */
export function platformOf(url: string): string | undefined {
  return PLATFORM_HOSTS.find(([pattern]) => pattern.test(url))?.[1];
}
