const SURNAMES =
  "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许韩冯邓曹彭曾肖萧田董袁潘蔡蒋余于杜叶程苏魏吕丁任卢姚沈钟姜崔谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕季裴霍涂苗谷盛曲翁冉骆蓝路游辛靳柴蒙鲍华喻祁蒲房滕屈饶牟艾尤阳穆卓古吉缪简车芦麦褚娄窦戚岑景党宫费冷晏席卫米柏瞿桂佟臧闵苟邬卞仇栾隋刁沙荣巫桑郎甄仲虞敖巩佘池麻苑迟";
/** What a person is called by, behind the surname or alone. */
const OFFICE =
  "(?:老师|主任|副?校长|书记|副?园长|科长|局长|会计|干事|同志|组长|部长|站长|教导|主席|师傅|电工|副校)";
/** What may follow a name without a stop between them. */
const BEHIND =
  "[换调替顶代来值的说带改帮接互一都在把签看管审校去负牵抓盯办弄做亲抄主落、和跟与及那这也是了]|对[调换]|上[班午]|对换|整改|今|明|后天|下周|本周|月底";

/** Signs that stand in no given name. */
const GIVEN = "(?![我你他的了是在有不没就都也和跟与给让把被对到来去帮换改审校班号])[\\p{Script=Han}]";
/** Words that begin like a surname. */
const NO_SURNAME =
  "(?!周[一二三四五六日末]|方[案式便]|安[排全]|于是|任[务何]|高[中三二一]|金额|文[件字]|万一|常规|左右|温馨|施工|路上|白[天班]|车辆|石桥|柳河|平台|时间|关于|向|全|应该)(?<![主责担班语作英])";

/** A person as people are named: 老张, 王主任, 李秀英; the surname stands first. */
export const NAME = `(?:[老小阿](?![师姐妹学])[${SURNAMES}](?:${OFFICE})?|${NO_SURNAME}[${SURNAMES}](?:(?:${GIVEN}){0,2}?${OFFICE}|(?:${GIVEN}){1,2}?(?=$|[^\\p{Script=Han}]|${BEHIND})))`;
/** A person by the office alone: 校长, 副校长, 教务主任. */
export const POST =
  "(?:[\\p{Script=Han}]{0,4}?(?:副校长|校长|园长|书记|主任|组长|会计|教导)|我(?!们|校|镇|县))";

const PERSON = new RegExp(
  `(?:^|[,。;:、!?\\s(]|跟|和|与|让|由|请|给|换成?|换作|找|叫|是|为|派|归|交|[科处室组办队]|主任|书记|校长|组长|那|就|看|先|再|最后|人|号|的|当天|[天日晚午六])(${NAME})`,
  "gu",
);

/** Every person named in a prepared text, in order, each once; the speaker is none of them. */
export function peopleIn(text: string): string[] {
  return [...new Set([...text.matchAll(PERSON)].map((found) => found[1] ?? ""))];
}

const SOMEBODY = [
  new RegExp(`^(${NAME})$`, "u"),
  new RegExp(`(?:主任|书记|校长|园长|组长|干事|[处科室组办队的])(${NAME})$`, "u"),
];
const ANYBODY = new RegExp(NAME, "u");
const POST_ONLY = new RegExp(`^${POST}$`, "u");
const AROUND =
  /^(?:[是由让给都叫:的人员就归换成改现在为请先再最后 ]|兼任?)+|(?:来|吧|了|负责|签字?|看|把关|点头|审|校|过|完|定|兼|做|担任|都|已|的)+$/g;
const NOBODY =
  /^(?:还|差|未|待|人|员|制度|通过|完成?|了|已|好|次|没有?|有|都|签字|记录|流程|时|后|前|岗|栏|空白|谁|哪位|缺|\d+)|没人|[?吗]|(?:记录|签字|单|流程|结束|完毕|完成)$/;

const calledBy = (left: string): string | undefined =>
  SOMEBODY.map((pattern) => pattern.exec(left)?.[1]).find((name) => name !== undefined);
const isPost = (left: string): boolean => POST_ONLY.test(left) || /^[a-z]{2,8}( [a-z]{2,8})?$/.test(left);

/** The one person that a few words name: by name, by office, or as 我; undefined when they name none. */
export function personIn(words: string): string | undefined {
  const left = words.replace(AROUND, "").trim();
  const called = calledBy(left);
  if (called) return called;
  if (left === "" || NOBODY.test(left)) return undefined;
  if (isPost(left)) return left;
  const named = ANYBODY.exec(words)?.[0];
  return named ?? (/^\p{Script=Han}{2,4}$/u.test(left) ? left : undefined);
}
