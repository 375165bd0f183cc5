import type { Meaning } from "../meaning.ts";
import { readUnit } from "../naming/whom.ts";
import { firstOf, type Rule } from "../rule.ts";

const IDENTITY =
  /^(?!人$)(?:你|您|这|对面|那边)?(?:是|到底是|究竟是|不会是|该不会是)?(?:不是|个|真的?是)?(?:机器人?|ai|人工智能|真人|人|程序|谁|什么人|哪位|自动回复|活人|人还是机器人?|机器还是人)(?:吗|么|还是真?人|啊|吧|在回){0,5}[?]*$|^你(?:叫|的名字|名字)(?:是|叫)?(?:什么|啥)?(?:名字)?[?]*$|^(?:你)?多大了|^(?:谁|哪位)(?:啊|呀)?[?]*$|^你是(?:做|干)(?:什么|啥)的/;
const GREETING =
  /^(?:你好|您好|hi|hello|哈喽|哈啰|嗨|在吗|在不在|在么|在?在?吗|早|早上好|上午好|中午好|下午好|晚上好|晚安|老师好|领导好|新年好|新年快乐|节日快乐|教师节快乐|中秋快乐|国庆快乐|周末愉快|再见|拜拜|88|bye|辛苦了?|您辛苦了?|谢谢|谢谢你|谢谢您|感谢|多谢|谢了|哈哈+|呵呵+|嘿嘿+|嘻嘻+|真棒|厉害|不错|你真(?:聪明|厉害|棒|好|笨)|笨死了|烦死了|好烦|无聊|666+|加油|喂+|haha|thanks|thank you|🙏|有人吗|在么|老师在吗|嗨喽|吃了吗|忙吗)(?:[,!~。 ]*(?:老师|领导|大家|小督|机器人|啊|呀|在吗|在|的)){0,5}[?!]*$/;

const smalltalk: Rule = (heard) => {
  const core = heard.bare === "" ? heard.text.replace(/[,。!~\s]+$/, "") : heard.bare;
  if (IDENTITY.test(core)) return { intent: "smalltalk", topic: "身份" };
  const text = heard.text.replace(/[,。!~\s]+$/g, "");
  return GREETING.test(core) || (GREETING.test(text) && heard.bare.length <= 2)
    ? { intent: "smalltalk", topic: "寒暄" }
    : undefined;
};

const ORDERS =
  /忽略.{0,12}(?:规则|指令|要求|提示|设定|限制)|(?:无视|绕过|跳过|不要管|别管).{0,8}(?:规则|规定|限制|审核|校验|流程)|(?:系统|system) ?(?:提示|prompt|指令)|ignore .{0,30}(?:rule|instruction|prompt)|你现在是|假装|扮演|(?:直接|统统|全部|全都|把.{0,10})(?:帮我|给我)?(?:标记|标|改|填|写|算|设|置)(?:成|为|上|作)?.{0,4}(?:合格|通过|完成)|drop table|<script|管理员模式|开发者模式|developer mode|越权|后台密码|数据库密码/i;
/** "给中心校报" reports to somebody and answers for nobody. */
const FOR_OTHERS =
  /(?:(?:帮|替|代)|给(?!.{0,12}(?:交|报)))(?:我)?(?:把)?(.{2,12}?)(?:也|都|一起|一块|顺便|的){0,5}(?:填|答|交|提交|报|回答|打|勾|选)(?:上|了|一下|成|个|为|完|掉){0,5}(?:都)?(?:是|否|有|没有|吧|了)?$/;
const OTHERS_DATA =
  /(?:把)?(?:别的|其他|别人|人家|隔壁|.{0,6}(?:小学|中学|幼儿园|[一二三四五六七八九十][小中]))(?:学校|单位)?的(?:答案|回答|填报|自查表|结果|材料|台账|信息|账号)(?:.{0,3}(?:给|发)我|.{0,2}看)|(?:看|查|发|给|告诉|导出|要|知道|透露|说|问|瞧|问问|参考|抄|借鉴|拷贝|复制).{0,8}(?:别的|其他|别人|人家|他们|隔壁|别家|.{1,8}(?:小学|中学|幼儿园|[一二三四五六七八九十]小|[一二三四五六七八九十]中|中心校)|[\p{Script=Han}]{1,3}(?:校长|老师|主任))(?:学校|单位|人|家)?(?:的|是怎么|怎么|填的?|咋|报的?|都?填了){1,5}(?:.{0,6})(?:答案|回答|手机|电话|微信|信息|情况|填|结果|身份证|账号|数据|资料|抖音|内容|材料|的)?|(?:别的|其他|隔壁|人家|别家|[一二三四五六七八九十]小|[一二三四五六七八九十]中)(?:学校|单位|家)?(?:都)?(?:是)?(?:怎么|咋|如何)(?:填|答|写|报|弄)|^(?!我|本).{1,10}(?:小学|中学|幼儿园|中心校)(?:都)?(?:是)?(?:怎么|咋|如何)(?:填|答|写|报|弄)|[\p{Script=Han}]{1,4}(?:老师|校长|主任)(?:的)?(?:手机号?|电话|微信|身份证|住址|家庭住址|工资|信息)(?:号码?)?(?:是)?(?:多少|什么|给我|发我)/u;

const PHONE =
  /(?:手机号?|电话号?|联系方式)码?.{0,3}(?:是)?(?:多少|什么|几号|给我|发我|报一下|念一下)|(?:发|给|告诉|念|报|要|查)(?:我|一下)?.{1,12}(?:的)?(?:手机号?|电话号|联系方式|电话)码?$/;

const overseer = (role: string | undefined): boolean =>
  role === "administrator" || role === "inspector" || role === "central-school";

const isForOthers = (bare: string): boolean => {
  const others = FOR_OTHERS.exec(bare)?.[1];
  if (others === undefined || /登记|延期|表$|[转交]给|接着|以后/.test(bare)) return false;
  return readUnit(others) !== undefined || /别的|其他|隔壁|兄弟|他们|老师|校长|同事/.test(others);
};

const refusals: Rule = ({ bare, text }, { context }) => {
  if (ORDERS.test(text) && !/^跳过(?:这|本)?题?$/.test(bare)) return refusal("只按规则登记您本人的回答。");
  if (isForOthers(bare)) return refusal("不能替别人回答,请由对方本人填报。");
  if (overseer(context.role))
    return PHONE.test(bare) && !/[回打]个?电话|姓名/.test(bare)
      ? refusal("电话不在微信里说,请在管理网页上查看或导出。")
      : undefined;
  return OTHERS_DATA.test(bare) &&
    !/值班|校长说|我们|我是|转给|转发|自己没|^(?:有|没有|是|否)[,。]/.test(bare)
    ? refusal("不能提供别人的信息。")
    : undefined;
};

const refusal = (reason: string): Meaning => ({ intent: "refuse", reason, ask: reason });

const THANKS =
  /^(?:已(?:经)?(?:安排|通知|布置|传达|转发|转告)(?:下去)?了?|收到|已收到|收悉|好的?|好滴|好嘞|好吧|行|行吧|可以|知道|知道了|晓得了?|明白|明白了|了解|了解了|ok|okay|得|得嘞|嗯+|恩+|嗯嗯|哦+|噢+|okk|👌|👍|✓|🙏|谢谢|谢谢提醒|感谢提醒|谢谢老师|没问题|知悉|已阅|已知|已悉|遵命|照办|一定|必须的?|roger|copy|1|放心|中|妥|昂|是|是的|对){1,3}$/;
const PROMISE =
  /^(?:(?:收到|好的?|知道了|明白|嗯+|行|ok|没问题|谢谢提醒|可以)[,。! ]*)?(?:我|我们)?(?:这就|马上|立刻|立即|尽快|抓紧|赶紧|一会儿?|待会儿?|今天就?|现在就?|稍后|等下|回头|在|正在|正|会|尽量|争取){1,5}(?:时间)?(?:去|来)?(?:弄|办|填|做|交|报|完成|处理|落实|安排|催|整理|准备|布置|传达|改|看|搞|提交|上报|组织)(?:一下|了|的|呢|好|完|上){0,5}$/;

/** Says that a notice was received; never an answer. */
export const acknowledgement: Rule = (heard) => {
  const { bare } = heard;
  const clauses = bare.split(/[,。!;\s]+/).filter((clause) => clause !== "");
  if (clauses.length === 0) return undefined;
  return clauses.every((clause) => THANKS.test(clause) || PROMISE.test(clause)) || PROMISE.test(bare)
    ? { intent: "ack" }
    : undefined;
};

/** Greetings, questions about the bot, and what it must not do. */
export const manners: Rule = firstOf([refusals, smalltalk]);
