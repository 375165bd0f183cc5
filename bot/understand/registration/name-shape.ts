import { mentionsIn } from "../naming/platforms.ts";

const LONGEST = 30;

/** The brackets of 初三(2)班 belong to the name. */
const STOP = /[\n,，。;；!！?？、|｜/“”"《》「」【】]|[(（](?!\d{1,3}[)）])|(?<![(（]\d{1,3})[)）]/;
/** Where something else begins, though no sign stands before it. */
const OTHER_FACT =
  /粉丝|粉絲|(?<=.)粉(?=[:：]?\s?\d)|(?:有|大概|大约)?\d[\d.]*[万wk千百]?[多来]?个?粉|[小好大]?[几一二两三四五六七八九十百千万]+[多来]?个?粉(?!笔)|关注(?:者|量|数|\s?\d)|(?:抖音|快手|小红书|微信|微博)号|(?:账号)?id[:：]|链接|主页|麻烦|谢谢|登记|备案|报备|(?<=.)而?不是|的?这个号|的?那个号|的[账帐]?号$|的(?:抖音|快手|公众号|视频号|小红书|微博|b站)$|[（(]/i;
const TRAILING = /(?:[\s.:：~～—-]|(?<=.)(?:了|啦|咧|嘞|呀|啊|哈|哦|呢|吧)|(?<=..)的)+$/;

/** What stands where a name could be and is none, whatever announces it. */
const NO_NAME =
  /^(?:啥|什么|甚|一样|同名|同一个|[跟和与同].*(?:一样|同名|一致)|也是|都是$|那个$|都?一样|了|错|写错|打错|填错|改了?$|换了?$|换了个|换咧|忘|想不起|不记得|记不|没想好|不填|同上|如上|手机尾号|本名$|真名$|是?(?:我|本人)的?(?:真名|本名|名字|姓名|微信名)|少[了个]|多[了个]|有(?:点|个|变)|太|保密|随便|吗$|没变|没有?$|不变|变了?$|怎么|咋|呢$|要不要|[:：])|什么$|啥$|来着$|^改?名[了啦咧]|新名字?$|^匿名号?$|^都?[换改变][了咧]|^(?:前面|后面|里|加了|[一两三]个字|球$|现在的?[\d.]|[\d.]+[万wk千百][多来]?$)|^(?:原来|以前|之前|原先|从前)(?:叫|是|的)|^(?:抖音|快手|公众号|小红书|微博|视频号|知乎|微信|我|你|他|她|号|账号|自己)$/;
/** A space belongs to a name in Latin letters: "Miss Zhou 的英语角". */
const upToSpace = (text: string): string => {
  const pieces = text.split(" ");
  let name = pieces.shift() ?? "";
  for (const next of pieces) {
    if (!/[A-Za-z]$/.test(name) || !/^(?:[A-Z][a-z]|的)/.test(next)) break;
    name += ` ${next}`;
  }
  return name;
};

/** The name at the beginning of some words, without what belongs to it no more. */
export const trimmed = (text: string): string => {
  const cut = text.slice(0, LONGEST + 10).split(STOP)[0] ?? "";
  const alone = upToSpace(cut.trim());
  const at = alone.search(OTHER_FACT);
  return (at === -1 ? alone : alone.slice(0, at)).replace(/^@/, "").replace(TRAILING, "").trim();
};

/** Whether a name can be like this. */
export const fits = (name: string): boolean =>
  name.length > 0 &&
  name.length <= LONGEST &&
  /[\p{L}\p{N}]/u.test(name) &&
  !NO_NAME.test(name) &&
  !mentionsIn(name).some(({ at, end }) => at === 0 && end === name.length);
