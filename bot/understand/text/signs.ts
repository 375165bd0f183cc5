/** WeChat's bracketed emoticons that carry a meaning; every other one is decoration. */
export const EMOTICONS: Readonly<Record<string, string>> = {
  "[ok]": "👌",
  "[okay]": "👌",
  "[好的]": "👌",
  "[强]": "👍",
  "[赞]": "👍",
  "[thumbsup]": "👍",
  "[弱]": "👎",
  "[thumbsdown]": "👎",
  "[抱拳]": "🙏",
  "[合十]": "🙏",
  "[胜利]": "✌",
  "[no]": "✗",
  "[对]": "✓",
  "[错]": "✗",
  "[勾]": "✓",
  "[叉]": "✗",
};

/** Markers with which a channel announces something that is not text. */
export const MEDIA_MARKER =
  /^\[(图片|照片|视频|语音|文件|链接|位置|小程序|image|photo|video|voice|file|link)\]/;

/** Ticks and crosses people use for yes and no. */
export const TICKS = /[✅✔☑√✓🆗⭕]/gu;
/** The crosses. */
export const CROSSES = /[❌✖✗✘❎╳×🚫🙅]/gu;

/** Signs that stand for a word when nothing else is said. */
export const SIGNS = "✓✗👌👍👎🙏✌";

/** Everything drawn rather than written, other than the signs above. */
export const DRAWN = /[\p{Extended_Pictographic}\u{1F1E6}-\u{1F1FF}\u{2190}-\u{21FF}\u{2600}-\u{27BF}]/gu;

/** Skin tones, variation selectors, joiners and invisible characters. */
export const INVISIBLE = /[\u{1F3FB}-\u{1F3FF}]|[\u200B-\u200F\u2060\uFEFF\u00AD]|\uFE0E|\uFE0F|\u20E3/gu;

/** Sounds and courtesies at the start of a message that mean nothing by themselves. */
export const OPENERS =
  /^(?:(?:那个|那什么|这个嘛|这个么|怎么说呢|就是说|是这样的?|额+|呃+|啊+|哦+|噢+|喔+|唉+|哎呀?|诶+|哈+|嘿+|您好|你好|(?:老师|领导|主任|局长|各位|大家|早上|上午|下午|晚上)好|答案?是?:|请问一?下?|麻烦(?:问一?下|您|你)|不好意思|打扰了?|打扰一?下)|(?:老师|领导|主任|局长|亲爱的|亲|报告|汇报一?下|回复|答复|答|回|小助手|小督|机器人|麻烦|抱歉|谢谢|谢谢老师|嗯+|恩+|@[^ ]{1,12})(?=[,!~:\s]))[,。!~、:\s]*/;

/** Courtesies and particles at the end of a message that change nothing. */
export const CLOSERS =
  /(?:[,。!~…;:、\s.]|啊|呀|呐|哈|哦|噢|喔|啦|咯|喽|哒|滴|哟|呗|哩|诶|嗷|欸|耶|捏|呢|嘞|谢谢(?:了|你|您|老师|领导)?|谢了|多谢|感谢|辛苦您?了?|麻烦您?了|您好|(?<=[,。! 了的有是啊呢哦呀啦哈])(?:老师|领导|主任|亲)|哈哈+|嘿嘿+|呵呵+|嘻嘻+|么么哒|thanks|thx|3q|hh+|🙏)$/;

/** Sounds inside voice input. */
export const MUMBLES =
  /(?:嗯+|呃+|额+)[,、]?(?=那个|这个|我|就|是|有|没)|那个(?:什么|啥)?[,、]|这个这个|那个那个|就是说|的话呢|怎么说呢|然后呢[,、]?|(?<=[\p{Script=Han}])呢(?=[,、])/gu;
