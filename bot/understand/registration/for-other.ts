import type { Meaning } from "../meaning.ts";
import { readPlatforms } from "../naming/platforms.ts";
import { type Rule, TITLES } from "../rule.ts";
import type { Heard } from "../text/normalise.ts";
import { detailsOf } from "./account-details.ts";

const OWN =
  "(?:我们?|俺们?|咱们?)?(?:(?:学校|单位|年级|办公室|教研|组|班|校|隔壁|里|上)(?!长|导)){0,3}的?(?:同事|同组|搭班)?的?(?:那个|一位)?";
const KIN =
  "爱人|老公|老婆|对象|媳妇|妈妈?|爸爸?|父亲|母亲|儿子|女儿|闺女|表?姐姐?|表?妹妹?|表?哥哥?|表?弟弟?|室友|徒弟|师傅|老两口|搭档|闺蜜|同学|组长|班主任";
const NICK = "[老小阿]\\p{Script=Han}{1,2}?";
const PERSON = `(?!我|你|俺|咱|忙|助|全|各|大家|学校)(?:(?:其他|别的)老师|[\\p{Script=Han}]{1,3}?${TITLES}|${NICK}(?=登|报|填|备|注|弄|录|[一也把的,， ])|${KIN}|${TITLES}|[他她]们?|别人|\\p{Script=Han}{2,4}?(?=也?(?:登|注册|备案|报|填|弄一?下|录)))`;
const FOR_OTHER = new RegExp(
  `(?:帮|替|给|代)(?:我(?!们)|忙)?${OWN}(${PERSON}|同事)(.{0,14}?)(?:登|注册|备案|报|填|弄|录)|代(?:为|替)?(?:报|登记?|填)[,，:： ]{1,2}(${PERSON}|\\p{Script=Han}{2,3})[,， ]`,
  "u",
);
/** "我老婆在二中教书,她的抖音一起登了吧"; "老田不会用手机,我帮他报". */
const NAMED_BEFORE = new RegExp(
  `(?:^|[,，。 ])(?:我|俺)?(?:的|们?组的?|们?办公室的?)?(${KIN}|${NICK}(?=[不没在,， ])|[\\p{Script=Han}]{1,3}?${TITLES})(?:[^,，]{0,14}[,，].{0,8}|(?:让|叫|托|请)我(?:帮|替|代))[他她]`,
  "u",
);
const HIS_ALSO = /[他她]的.{1,10}(?:一起|也|一块|我(?:代为|代|帮).{0,2})(?:登|报|填|备案)|让我代[登报]/;
const NO_REGISTERING =
  /取消|撤|注销|删|报过去|给你们?报|报告|报销|报名|提醒|提个醒|没报|催|通知|电话|没同意|代课|代理/;

const isAboutAccounts = (bare: string): boolean =>
  /[账帐]号|自媒体|登记|备案|登|报[一个条备]/.test(bare) || readPlatforms(bare).length > 0;

/** 帮王老师登记: an account that is somebody else's. */
export const forOther: Rule = (heard) => {
  const { bare } = heard;
  const isForOther = FOR_OTHER.test(bare) || (HIS_ALSO.test(bare) && /[他她]/.test(bare));
  if (!isForOther || NO_REGISTERING.test(bare) || !isAboutAccounts(bare)) return undefined;
  return forSomebody(heard);
};

/** An account of somebody else. */
export const forSomebody = (heard: Heard): Meaning => {
  const [, first, , second] = FOR_OTHER.exec(heard.bare) ?? [];
  const named = first ?? second;
  const whom =
    named === undefined || /^[他她]/.test(named) ? (NAMED_BEFORE.exec(heard.bare)?.[1] ?? named) : named;
  return {
    intent: "register-for-other",
    people: whom ? [whom] : undefined,
    ...detailsOf(heard),
    name: undefined,
  };
};
