/** Platforms of personal accounts: the name kept, and what people call and miscall it. */
const PLATFORMS: Readonly<Record<string, readonly string[]>> = {
  抖音: ["抖音", "抖音极速版", "斗音", "抖印", "豆音", "抖因", "某音", "dy", "dou yin", "tiktok"],
  快手: ["快手", "快手极速版", "快首", "快守", "某手", "ks", "kuai shou"],
  微信公众号: [
    ..."微信公众号 公众号 微信公众平台 公众平台 公号 微信公号 订阅号 服务号 官微公众号".split(" "),
    ..."公重号 工众号 公种号 公众好 公眾號 訂閱號 微信平台 gzh".split(" "),
    "gong zhong hao",
    "wei xin gong zhong hao",
  ],
  视频号: ["微信视频号", "视频号", "视屏号", "視頻號", "微信视频", "sph", "shi pin hao"],
  微博: ["新浪微博", "微博", "微博客", "微薄", "围脖", "圍脖", "wb", "wei bo"],
  小红书: ["小红书", "小红薯", "小紅書", "红薯", "某书", "某红书", "xhs", "red", "xiao hong shu"],
  B站: ["哔哩哔哩", "嗶哩嗶哩", "b站", "哔站", "逼站", "毕站", "小破站", "bilibili", "b zhan"],
  今日头条: ["今日头条", "今日头条号", "头条号", "头条", "今日頭條", "頭條", "tou tiao", "jin ri tou tiao"],
  知乎: ["知乎", "知呼", "zhihu", "zhi hu"],
  百家号: ["百家号", "百家號", "百度百家", "bjh"],
  QQ空间: ["qq空间", "qq空間", "扣扣空间", "企鹅空间", "qzone"],
  喜马拉雅: ["喜马拉雅", "喜馬拉雅", "喜马", "ximalaya"],
  西瓜视频: ["西瓜视频", "西瓜"],
  网站: ["个人网站", "网站", "網站", "个人主页网站"],
  博客: ["新浪博客", "博客", "部落格"],
  美篇: ["美篇"],
  简书: ["简书"],
  豆瓣: ["豆瓣"],
  贴吧: ["百度贴吧", "贴吧"],
  企鹅号: ["企鹅号"],
  大鱼号: ["大鱼号"],
  网易号: ["网易号"],
  搜狐号: ["搜狐号"],
  一点号: ["一点资讯", "一点号"],
  趣头条: ["趣头条"],
  火山: ["火山小视频", "抖音火山版", "火山号", "火山"],
  全民K歌: ["全民k歌"],
  唱吧: ["唱吧"],
  荔枝: ["荔枝fm", "荔枝电台", "荔枝"],
  蜻蜓FM: ["蜻蜓fm"],
  微视: ["腾讯微视", "微视"],
  腾讯视频: ["腾讯视频"],
  优酷: ["优酷"],
  爱奇艺: ["爱奇艺"],
  秒拍: ["秒拍"],
  美拍: ["美拍"],
  好看视频: ["好看视频"],
  淘宝直播: ["淘宝直播"],
  斗鱼: ["斗鱼直播", "斗鱼"],
  虎牙: ["虎牙直播", "虎牙"],
  YY: ["yy直播", "yy"],
  全民小视频: ["全民小视频"],
  网易云音乐: ["网易云音乐", "网易云"],
  QQ看点: ["qq看点号", "qq看点"],
  小程序: ["微信小程序", "小程序"],
  博客园: ["博客园"],
};

/** Where a link of a platform points. */
export const PLATFORM_HOSTS: readonly (readonly [RegExp, string])[] = [
  [/douyin\.com|iesdouyin/i, "抖音"],
  [/kuaishou\.com|gifshow|chenzhongtech/i, "快手"],
  [/mp\.weixin\.qq\.com/i, "微信公众号"],
  [/channels\.weixin|weixin\.qq\.com\/sph/i, "视频号"],
  [/weibo\.(?:com|cn)|\bt\.cn/i, "微博"],
  [/xiaohongshu\.com|xhslink/i, "小红书"],
  [/bilibili\.com|b23\.tv/i, "B站"],
  [/toutiao\.com/i, "今日头条"],
  [/zhihu\.com/i, "知乎"],
  [/baijiahao/i, "百家号"],
  [/ximalaya/i, "喜马拉雅"],
  [/user\.qzone\.qq\.com/i, "QQ空间"],
  [/jianshu\.com/i, "简书"],
  [/douban\.com/i, "豆瓣"],
  [/tieba\.baidu\.com/i, "贴吧"],
  [/meipian/i, "美篇"],
  [/ixigua/i, "西瓜视频"],
];

/** Media and platforms a school may or may not have, as alternatives of an expression. */
export const MEDIA_WORDS =
  "校报|校刊|报纸|期刊|杂志|内刊|广播站|广播台|广播|校园广播站?|电视台|校园电视台|校园网站?|网站|官网|网页|公众号|微信公众号|订阅号|微博|官微|抖音号?|快手号?|视频号|客户端|app|论坛|贴吧|小程序|头条号|直播平台|新媒体平台|新媒体|自媒体|平台|媒体";

/** Where a text names a platform. */
export interface Mention {
  name: string;
  /** Where it begins and where it ends. */
  at: number;
  end: number;
}

const known: ReadonlyMap<string, string> = new Map(
  Object.entries(PLATFORMS).flatMap(([name, words]) =>
    words.map((word) => [word.replaceAll(" ", ""), name] as const),
  ),
);

/** Latin words stand alone; pinyin may be cut into its syllables. */
const written = (word: string): string =>
  /^[a-z ]+$/.test(word) ? `(?<![a-z])${word.replaceAll(" ", "[ ']?")}(?![a-gi-z])` : word;

const NAMED = new RegExp(
  Object.values(PLATFORMS)
    .flat()
    .toSorted((a, b) => b.length - a.length)
    .map(written)
    .join("|"),
  "gi",
);

/** Every place at which a text names a platform. */
export function mentionsIn(text: string): Mention[] {
  return [...text.matchAll(NAMED)].map((found) => ({
    name: known.get(found[0].toLowerCase().replace(/[ ']/g, "")) ?? "",
    at: found.index,
    end: found.index + found[0].length,
  }));
}

/** The platforms named in a text, in the order in which they stand there. */
export function readPlatforms(text: string): string[] {
  return [...new Set(mentionsIn(text).map(({ name }) => name))];
}

/** The text with a space in the place of every platform. */
export function withoutPlatforms(text: string): string {
  return mentionsIn(text).reduceRight((left, { at, end }) => `${left.slice(0, at)} ${left.slice(end)}`, text);
}
