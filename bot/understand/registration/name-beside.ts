import { type Mention, mentionsIn } from "../naming/platforms.ts";
import { fits, trimmed } from "./name-shape.ts";

/** Beside a platform stands the name, unless these say that it is a sentence, another fact or a filler. */
const NOT_BESIDE =
  /啥|谁|吗$|登记|注册|备案|报备|申报|怎么|多少|不用|没有|改名|注销|粉丝|链接|主页|账号|帐号|认证|实名|昵称|名字|平台|更新|停更|自媒体|取消|同名|一样|下午/;
const BEGINS_ELSE =
  /^(?:有(?!.{3})|有[一两三几个的]|没|也|都|还|是|就|号|的(?!$)|请|麻烦|报|开[了的过]|发[了的过布]|记录美好|刚|关注|叫|这|那|[一二两三四五六七八九十俩几\d]*[个枚号]+$|俩|已|拍|做|教(?!书匠|师|室|育)|在[用看]|只|不|跟|和|从|去年|今年|前年|昨|今天|明天|上|用|玩|写|加|另|补|新增|再|第|对了?$|嗯|哦|额|单位|内容|姓名|是否|粉(?:丝|[\d几])|id|uid|个人|企业|订阅|服务号)/i;
const PRONOUNS = /[我俺咱你您他她]/;
const AMOUNT = /^[\d.,]+[万wk千百]?[多来]?个?$|^[一二两三四五六七八九十百千万零几]+[多来]?$/;
const NOT_BY_FORM = [NOT_BESIDE, BEGINS_ELSE, AMOUNT, /^[a-z]+$|[[\]]/];

const looksLikeName = (piece: string, announced = false): boolean => {
  if (piece.length < 2 || piece.length > 20 || !fits(piece)) return false;
  if (!announced && PRONOUNS.test(piece)) return false;
  return !NOT_BY_FORM.some((form) => form.test(piece)) && mentionsIn(piece).length === 0;
};

const BETWEEN =
  /^(?:号|账号|帐号|帳號|平台|公众|自?频道|直播间?|主页|上|里|备案|登记)?(?:我)?(?:也)?(?:有|开了?|注册了?)?(?:一?个|一枚)?(?:号)?(?:啊|吧|呢|嘛)?(?:[\s:：,，—\-~=|｜/（(]+|(?=[“"《「【@]))/;

/** "我的抖音是阿强讲数学". */
const asPredicate = (rest: string): string | undefined => {
  const [own] = /^(?:号|账号|帐号)?(?:上|里)?(?:就|名)?是/.exec(rest) ?? [];
  if (own === undefined || rest.split(/[,，。\s]/)[0]?.endsWith("的")) return undefined;
  const name = trimmed(rest.slice(own.length));
  return looksLikeName(name) ? name : undefined;
};

const CALLED_SO =
  /^(?:号)?(\p{Script=Han}{1,6}(?:老师|课堂|学堂|讲堂|画室|日记|日常)\p{Script=Han}{0,6})(?=$|[\s,，。;；(（])/u;

/** "抖音阳光课堂": without a sign between only what is plainly a name. */
const attached = (rest: string): string | undefined => {
  const name = CALLED_SO.exec(rest)?.[1];
  return name !== undefined && looksLikeName(name) ? name : undefined;
};

const afterMention = (text: string, { end }: Mention): string | undefined => {
  const rest = text.slice(end);
  const [lead] = BETWEEN.exec(rest) ?? [];
  if (lead === undefined) return asPredicate(rest) ?? attached(rest);
  const name = trimmed(rest.slice(lead.length));
  return looksLikeName(name, /[:：]/.test(lead)) ? name : undefined;
};

/** "阳光语文(抖音)", "阳光语文 抖音 粉丝800". */
const beforeMention = (text: string, { at }: Mention): string | undefined => {
  const piece = /^([^\s,，。;；:：(（]{2,20})[\s,，(（]+$/.exec(text.slice(0, at))?.[1];
  return piece !== undefined && looksLikeName(piece) ? piece : undefined;
};

/** The name that stands beside the platform that is named last: "抖音,阳光语文,800粉". */
export function nameBeside(text: string): string | undefined {
  const all = mentionsIn(text);
  for (const mention of all.filter(({ name }) => name === all.at(-1)?.name)) {
    const name = afterMention(text, mention);
    if (name) return name;
  }
  return all[0] && beforeMention(text, all[0]);
}
