import { nameBeside } from "./name-beside.ts";
import { fits, trimmed } from "./name-shape.ts";
import { readShare } from "./share.ts";

const LINKS =
  /https?:\/\/[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]+|(?<![A-Za-z0-9])(?:[a-z0-9-]{1,40}\.){1,4}(?:com|cn|net|tv)\/?[A-Za-z0-9\-._~/?#=&%]*/gi;

/** Words that announce a name, the surer ones first. */
const SURE_LABELS =
  /(?:昵称|呢称|妮称|暱稱|[账帐]号名称?|号名|用户名|(?<!单位)名称|名字|名儿|(?<![署实姓报命起点有出成第]|(?:^|[^号]).片)名(?=[:：是叫\s])|笔名|署名|主播名?|网名|艺名|[uU][pP]主|博主|名为|名叫|[账帐帳][号號]叫|新名|号叫|ID叫)/g;
const LABELS =
  /叫(?!他|她|我来|我弄|我登|人|你|大家|醒)|喊做?|都是(?=[\s“"《「:：])|(?<=[手音号博书站乎])都是(?!我|同)|[，,]名(?=[是:： ])|用户(?=[ :：]|\d)|id(?=[\s:：是]{1,3}\p{Script=Han})/giu;
const RENAMED =
  /(?:现在|如今)(?:改?叫|是|改成)(?! ?\d)|改名(?:字)?(?:叫|为|為|成|了?[:：])?|更名(?:为|為|成)?|(?<=名(?:字|称)?(?:从|由)?.{0,20})更为|改成|改为|改叫|换成|变成|换了?个?名(?:字)?[:：叫]?|新名字?/g;
const LEADING =
  /^(?:也|就|还|好像|现在|目前|显示|改(?!名)|换|变|咗|啦|用(?=[的了])|[起取]名|的话|一直|一下下?|下(?=[\s:：])|了|的|做|作|是|叫|为|為|成|那个|这个|个(?!人|性)|分别(?:是|叫)|呢|(?:本名|真名|微信名)(?=\s)|[\s:：=~—\-_])*/;
/** "原来叫A,现在叫B": the former name is none. */
const FORMER =
  /(?:原来|原先|以前|之前|从前|曾经|曾|老名字?|旧名字?|原名|由|从|不)(?:的|是|就)?(?:名字|名称)?$/;

const OPENING = '“"《「【‘';
const QUOTES = /[“"《「【‘]([^”"》」】’\n]{1,30})[”"》」】’]/g;
/** Right after the word, without a sign between, these begin a sentence rather than a name. */
const SENTENCE =
  /^(?:的?话|找|能|会不会|要|可以|能不能|必须|需要|不能|不|还没|没(?:有|变|想|改|换|写|填|登|定)|里|请|被|在(?:哪|这))/;

const closeOf = (opening: string): string => '”"》」】’'.charAt(OPENING.indexOf(opening));

const insideQuotes = (words: string): string =>
  words
    .slice(1)
    .split(closeOf(words.charAt(0)))[0]
    ?.trim() ?? "";
const isQuoted = (words: string): boolean => words !== "" && OPENING.includes(words.charAt(0));

/** The name at the beginning of the words that follow a label. */
const nameAt = (rest: string): string | undefined => {
  const [lead = ""] = LEADING.exec(rest) ?? [];
  // In "昵称改了 花了6个硬币" what follows the space is another clause.
  if (/[改换变][了咧啦]?\s+$/.test(lead)) return undefined;
  const words = rest.slice(lead.length);
  const name = isQuoted(words) ? insideQuotes(words) : trimmed(words);
  const announced = isQuoted(words) || /[\s:：是叫为—=-]$/.test(lead);
  return fits(name) && (announced || !SENTENCE.test(name)) ? name : undefined;
};

const labelled = (text: string, labels: RegExp): string | undefined => {
  for (const found of text.matchAll(labels)) {
    if (FORMER.test(text.slice(Math.max(0, found.index - 8), found.index))) continue;
    const name = nameAt(text.slice(found.index + found[0].length));
    if (name) return name;
  }
  return undefined;
};

const APPS = /^(?:抖音|快手|小红书|微博|知乎|头条|今日头条|b站|哔哩哔哩|微信|公众号|视频号)(?:app)?$/i;

const isFormer = (before: string): boolean => FORMER.test(before.slice(-8)) || before.endsWith("不是");

const quoted = (text: string): string | undefined => {
  for (const found of text.matchAll(QUOTES)) {
    const name = found[1]?.trim() ?? "";
    if (!isFormer(text.slice(0, found.index)) && !APPS.test(name) && fits(name)) return name;
  }
  return undefined;
};

const addressed = (text: string): string | undefined =>
  /(?<![A-Za-z0-9])@\s?([^\s,，。;；!！@()（）]{1,30})/.exec(text)?.[1]?.replace(/(?<=.)的$/, "");

/** A page of an account copied as text has the name above the counts. */
const headOfPage = (said: string): string | undefined => {
  const rows = said.split("\n").map((row) => row.trim());
  const page = rows.findIndex((row) =>
    /获赞|关注\s?\d|粉丝\s?\d|^\p{Script=Han}{2,4}号[:：]|uid[:：]/iu.test(row),
  );
  const head = rows
    .slice(0, Math.max(page, 0))
    .find((row) => row !== "" && !/[:：]$|我|主页|登记/.test(row) && !/^\p{Script=Han}{2,6}[:：]/u.test(row));
  return head !== undefined && fits(head) ? head : undefined;
};

const ID =
  /(?:(?:抖音|快手|小红书|微信|微博|视频|dy|ks|xhs|b站)号|账号id|(?<![a-z])u?id)(?:是|为)?[\s:：]{0,3}([A-Za-z0-9][A-Za-z0-9_.-]{2,39})/iu;

/** The account's id on its platform, as its owner writes it; undefined when none is told. */
export const accountIdIn = (said: string): string | undefined => ID.exec(said.replace(LINKS, " "))?.[1];

/** "抖音号:dxls2018(大熊老师)". */
const besideId = (text: string): string | undefined => {
  const name = /号[:：]?\s?[A-Za-z0-9_.-]{3,40}\s?[（(]([^）)]{2,20})[）)]/.exec(text)?.[1];
  return name !== undefined && fits(name) ? name : undefined;
};

/** An id serves as the name where nothing else is told. */
const idAsName = (text: string): string | undefined => {
  const id = accountIdIn(text);
  return id !== undefined && /^[A-Za-z]/.test(id) ? id : undefined;
};

const ownShare = (said: string): string | undefined => {
  const account = readShare(said)?.account;
  return account === undefined || /^(?:我|ta|我的)$/i.test(account) ? undefined : account;
};

/** Words that an app puts around a work say nothing of its account. */
const isShared = (said: string): boolean =>
  /复制|打开|】|发布了/.test(said) && readShare(said)?.of === "work";

const wordsOf = (said: string): string => said.replace(LINKS, " ").slice(0, 400);

/** The account's name as it is written in a message, wherever it stands; undefined when none is told. */
export function accountNameIn(said: string): string | undefined {
  const shared = ownShare(said);
  const words = wordsOf(said);
  const sure = labelled(words, SURE_LABELS) ?? shared;
  if (sure) return sure;
  if (isShared(said)) return undefined;
  return (
    labelled(words, LABELS) ??
    headOfPage(words) ??
    quoted(words) ??
    addressed(words) ??
    besideId(words) ??
    nameBeside(words.trim()) ??
    idAsName(words)
  );
}

/** Without a word for name, "改成" and "现在是" may tell of anything. */
const TELLS_OF_NAMES = /名|叫|昵称|id|改成[“"《「]|(?:这|那|老|旧)个?号改成|更为/i;

/** The name that an account has from now on. */
export function newNameIn(said: string): string | undefined {
  const words = wordsOf(said);
  if (!TELLS_OF_NAMES.test(words)) return ownShare(said);
  return (
    labelled(words, RENAMED) ??
    labelled(words, SURE_LABELS) ??
    labelled(words, LABELS) ??
    (/前面|后面|加了|去掉/.test(words) ? undefined : quoted(words)) ??
    addressed(words) ??
    ownShare(said)
  );
}
