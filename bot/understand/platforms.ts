/** Platforms of personal accounts: the name kept, and what people call it. */
const PLATFORMS: Readonly<Record<string, readonly string[]>> = {
  抖音: ["抖音", "抖音号", "douyin", "斗音", "dy"],
  快手: ["快手", "快手号", "kuaishou"],
  微信公众号: ["微信公众号", "公众号", "公众平台", "公号", "微信公号", "订阅号", "服务号", "公重号", "gzh"],
  视频号: ["微信视频号", "视频号"],
  微博: ["新浪微博", "微博", "weibo", "围脖"],
  小红书: ["小红书", "小红薯", "xhs", "red"],
  B站: ["哔哩哔哩", "b站", "bilibili", "哔站", "逼站"],
  今日头条: ["今日头条", "头条号", "头条"],
  知乎: ["知乎"],
  百家号: ["百家号"],
  QQ空间: ["qq空间"],
  喜马拉雅: ["喜马拉雅"],
  西瓜视频: ["西瓜视频"],
  美篇: ["美篇"],
  简书: ["简书"],
  豆瓣: ["豆瓣"],
  企鹅号: ["企鹅号"],
  网易号: ["网易号"],
  搜狐号: ["搜狐号"],
  火山: ["火山小视频", "抖音火山版", "火山"],
  全民K歌: ["全民k歌"],
  微视: ["微视"],
  淘宝直播: ["淘宝直播"],
};

/** Where a link of a platform points. */
export const PLATFORM_HOSTS: readonly (readonly [RegExp, string])[] = [
  [/douyin\.com|iesdouyin/i, "抖音"],
  [/kuaishou\.com|gifshow|chenzhongtech/i, "快手"],
  [/mp\.weixin\.qq\.com/i, "微信公众号"],
  [/channels\.weixin|weixin\.qq\.com\/sph/i, "视频号"],
  [/weibo\.(?:com|cn)|t\.cn/i, "微博"],
  [/xiaohongshu\.com|xhslink/i, "小红书"],
  [/bilibili\.com|b23\.tv/i, "B站"],
  [/toutiao\.com/i, "今日头条"],
  [/zhihu\.com/i, "知乎"],
  [/baijiahao/i, "百家号"],
  [/ximalaya/i, "喜马拉雅"],
  [/meipian/i, "美篇"],
  [/ixigua/i, "西瓜视频"],
];

/** Media and platforms a school may or may not have, as alternatives of an expression. */
export const MEDIA_WORDS =
  "校报|校刊|报纸|期刊|杂志|内刊|广播站|广播台|广播|校园广播站?|电视台|校园电视台|校园网站?|网站|官网|网页|公众号|微信公众号|订阅号|微博|官微|抖音号?|快手号?|视频号|客户端|app|论坛|贴吧|小程序|头条号|直播平台|新媒体平台|新媒体|自媒体|平台|媒体";

const names: readonly (readonly [string, string])[] = Object.entries(PLATFORMS)
  .flatMap(([name, words]) => words.map((word) => [word, name] as const))
  .toSorted((a, b) => b[0].length - a[0].length);

/** The platforms named in a prepared text, in the order in which they stand there. */
export function readPlatforms(text: string): string[] {
  const found: { at: number; name: string }[] = [];
  let rest = text;
  for (const [word, name] of names) {
    if (/^[a-z]+$/.test(word) && !new RegExp(`(?<![a-z])${word}(?![a-z])`).test(rest)) continue;
    const at = rest.indexOf(word);
    if (at === -1) continue;
    rest = rest.replaceAll(word, "\u0000".repeat(word.length));
    if (!found.some((other) => other.name === name)) found.push({ at, name });
  }
  return found.toSorted((a, b) => a.at - b.at).map((one) => one.name);
}
