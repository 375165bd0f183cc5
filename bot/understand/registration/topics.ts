import { withoutPlatforms } from "../naming/platforms.ts";
import { readShare } from "./share.ts";

const LINKS = /https?:\/\/\S+/g;
const TITLED =
  /(?:标题|题目|主题|话题|题为|名为|名叫|内容)(?:分别)?(?:是|叫|为|#|[:：\s])*(?!没|不|忘)([^\s,，。;；《》“”"]{2,40})/;
const ABOUT = /(?:关于|有关)([^\s,，。;；]{2,20}?)(?:的|$|[,，。;；\s])/;
const QUOTED = /[“"「]([^”"」]{2,40})[”"」]/;

const TIMES: readonly RegExp[] = [
  /(?:大前|昨|前|今|明|后)(?:天|日|晚|儿个?|早|夜|朝)(?:的?(?:凌晨|早上|上午|中午|下午|晚上|夜里|早|晚))?|夜儿个?/g,
  /刚刚?才?|(?:20\d\d年)?[\d一二三四五六七八九十]{1,3}月(?:[\d一二三四五六七八九十]{1,3}[号日]?|初|中旬|底|上旬|下旬|份)?|\d{1,4}[./]\d{1,2}(?:[./]\d{1,2})?(?!\d)|[\d一二三四五六七八九十]{1,3}号(?!楼)/g,
  /(?:上个?|这个?|本|下)?(?:周|星期|礼拜)[一二三四五六日天末]?|(?:教师节|国庆|中秋|开学|放假|暑假|寒假)(?:假期|期间|那天|当天|第一天)|[\d一二两三四五六七八九十]{1,2}点(?:半|多|来钟|钟|左右)?|下午|上午|晚上|早上|中午|那几天|天天/g,
];
const DEEDS =
  /(?:已经?|又|就|也|都)?(?:发(?:布|表|送|出|完)?|推送?|更新?|上传|转发|转载|投稿|登|晒|拍|传|放|投|弄|up)(?:了|过|的|到|咧|嘞|咗|在|完)+|(?:发布|发表|推送|上传|转发|转载|更新)(?:一下)?|(?:刚|才)?发(?=[\s一个条篇]|$)|^(?:发|推)(?!展|言|现|放|文|送)/g;
const PIECES =
  /(?<!第)(?<![一二两三四五六七八九十\d])(?:[一二两三四五六七八九十几俩\d]{1,3})?(?:条|篇|则)(?:的)?|[一两三俩几](?:个|期|节|场)(?:的)?|(?<=^|\s)个(?!人)|(?:写|讲|说|介绍|宣传|关于)(?:了|的是|的)/g;
const AROUND =
  /^(?:我们(?!班|校|镇|村)|我(?!们|校)|俺|咱|本人|学校(?=的)|在|到|上面|上头|上|里|那个?|这个?|[都全]?是|就|的|了|吧|和|给|个|咧|号|平台|大概|大约|打算|准备|计划|拟于?|要|想|有|段(?!子)|首|节(?!日|目)|一?共|总共|(?:推文|文章|回答|视频|图文)(?=[:：])|[:：])+|(?:的|了|嘞|咧|啊|呀|哦|吧|那个|这个|在|上|上面|上头|是|放|(?<!报)到|那条|这条)+$/g;
const WORKS =
  /(?:的|那个|这个)(?:短视频|视频|推文|文章|图文|作品|稿子?|稿件|动态|帖子|笔记|回答|新闻|消息|报道|通讯|公告|信息|vlog|直播|内容|微博)$/i;
const NOT_A_TOPIC =
  /报一?下|报备|登记|备案|补一?下|补报|补录|链接|提前|忘|想不起|觉得|后来|评论|删|审|没|不|吗|麻烦|请|谢谢|老师好|全是|截图|别的|一样|钟头|小时|为准|一遍|领导|定时|要登|用这|用那|补上|粉丝|^新?(?:短?视频|推文|文章|图文|作品|稿子?|动态|帖子|笔记|回答|直播.{0,2}|说说|段子|九宫格|合拍|新闻|消息|推送|照片|内容|vlog)$|^(?:就|都|又|那天|这条|那条|昨|今|公众|个人|学校|有|新|原创|转载|时间|日期|平台|标题|事了?|第?[一二三四五两]?[条集])$/u;

/** What is left of a piece without when, where and that it appeared. */
const residue = (piece: string): string => {
  let left = withoutPlatforms(piece).trim();
  for (const time of TIMES) left = left.replace(time, " ").trim();
  left = left.replace(DEEDS, " ").replace(PIECES, " ").trim();
  for (let turn = 0; turn < 3; turn += 1)
    left = left.trim().replace(AROUND, "").trim().replace(WORKS, "").trim();
  return left.replace(/\s+/g, "");
};

const isTopic = (left: string): boolean =>
  left.length >= 2 && left.length <= 30 && /\p{Script=Han}{2}/u.test(left) && !NOT_A_TOPIC.test(left);

const leftover = (words: string): string | undefined => {
  const pieces = words.split(/[,，。;；!！?？\s]+/).filter((piece) => piece !== "");
  const telling = pieces.filter((piece) => /发|推|更|晒|视频|文章|拍/.test(piece));
  return [...telling, ...pieces].map(residue).find(isTopic);
};

const EXPLICIT: readonly RegExp[] = [/《([^》]{1,40})》/, TITLED, QUOTED, ABOUT];

const explicit = (words: string): string | undefined => {
  for (const shape of EXPLICIT) {
    const found = shape.exec(words)?.[1];
    if (found) return found.replace(/的$/, "");
  }
  return undefined;
};

/** Around a shared work stand the words of its app. */
const OF_APPS = /复制|打开|分享|】|发布了一篇|的作品/;

/** What a work is about, or its title; undefined when nothing is told of it. */
export function topicOf(said: string): string | undefined {
  const words = said.replace(LINKS, " ").slice(0, 400);
  const share = readShare(said);
  const named = explicit(share?.account ? words.replace(share.account, " ") : words);
  if (named ?? share?.title) return named ?? share?.title;
  return share && OF_APPS.test(said)
    ? undefined
    : leftover(words.replace(/\p{Extended_Pictographic}/gu, " "));
}
