import type { Meaning } from "../meaning.ts";
import { firstOf, type Rule } from "../rule.ts";

const CONSENTED =
  /^(?:我|本人)?(?:都|均)?(?:已(?:经)?(?:认真)?(?:阅读|知晓|看过|了解|看完|知悉)(?:了|完)?(?:并|且|,|、)?|(?:看|读)(?:完|过|好|清楚)?了?,|知情(?:并|且|,))?(?:我|本人)?(?:同意|愿意|自愿|授权|接受|认可|完全同意|确认同意|阅读并同意|知情同意|可以,?同意|好的?,?同意|是的?,?同意|没意见|没有意见|无异议|不反对|[没木冇]问题|没有问题|agree|iagree|yes|是|是的|同意并继续|tongyi|没问题,?同意|同意登记|同意收集)(?:收集|登记|授权|了|的|使用|处理|告知书|以上|上述|条款|内容|呀|啊|哈|我的账号|备案){0,5}$/;
const DECLINED =
  /^(?:我)?(?:不(?:太)?(?:同意|愿意|接受|授权|想(?:登记|填|提供|同意)|认可|提供|登记|想|可以|行)|拒绝|婉拒|反对|不(?:想|愿)?(?:提供|告诉|给)(?:个人)?(?:信息|资料)?|no|不|disagree|不要(?:收集|登记)?|butongyi|我?拒绝(?:提供|登记|授权)?)(?:收集|登记|提供|授权|了|的|我的?信息|个人信息){0,5}(?:[,。;].{0,60})?$/;
const WEAK = /^(?:嗯+|哦+|好的?|行|可以|ok|👌|👍|收到|知道了|明白|随便|都行|✓|[是对]吧|好吧|行吧)$/;
const HEDGED = /应该|可能|大概|估计|原则上|也许|或许|如果|要是|除非|前提|都同意我|再同意|先不|还没/;
const THINKING =
  /^(?:我|让我|容我|俺|我得|我要)?(?:先|再)?(?:好好)?(?:想想|考虑|琢磨|商量|问问)(?:一下|看|再说|考虑)?.{0,8}$/;

const CLAUSES = /[,。;!]+/;
const REFUSING =
  /不同意|不登|不填|拒绝|婉拒|不想|不愿|不接受|不认可|不授权|不提供|不配合|不签|不干|不行|算了|免谈|不必|^不$|反对|^no$/;
const BECAUSE = /(?:因为|由于|毕竟|怕|担心)(.{2,60}?)(?:所以|,|。|$)/;

/** Why somebody refuses: what is said beside the refusal itself. */
const reasonIn = (bare: string): string | undefined => {
  const clauses = bare.split(CLAUSES).filter((clause) => clause.length > 1);
  const beside = clauses.filter((clause) => !REFUSING.test(clause));
  if (clauses.length > 1 && beside.length > 0) return beside.join(",");
  const why = BECAUSE.exec(bare)?.[0];
  return why ?? (clauses.length > 1 ? clauses.slice(1).join(",") : undefined);
};

/** A refusal, with its reason where one is given. */
export const declined = (bare: string): Meaning => ({ intent: "decline", reason: reasonIn(bare) });

const AGREE_OR_NOT = "请明确回复“同意”或“不同意”。";

/** What is asked beside a plain agreement: "同意,这个存多久?". */
const askedBeside = (bare: string): string | undefined => {
  const [first = "", ...rest] = bare.split(/[,。;!]/);
  const question = rest.join(",");
  const agreed = CONSENTED.test(first) && /同意|愿意/.test(first);
  return agreed && /[?]$|吗$|多久|什么|怎么|谁/.test(question) ? question : undefined;
};

const plainly: Rule = ({ bare, asking }) => {
  if (asking) return undefined;
  if (DECLINED.test(bare)) return declined(bare);
  return CONSENTED.test(bare) ? { intent: "consent" } : undefined;
};

const undecided: Rule = ({ bare, asking }) => {
  if (THINKING.test(bare)) return { intent: "defer", item: "cur", note: bare };
  if (/同意/.test(bare) && HEDGED.test(bare) && !asking) return { intent: "ask", ask: AGREE_OR_NOT };
  return WEAK.test(bare) ? { intent: "ambiguous", ask: AGREE_OR_NOT } : undefined;
};

const andAsks: Rule = ({ bare }) => {
  const question = askedBeside(bare);
  return question === undefined ? undefined : { intent: "consent", question };
};

/** Agreement or refusal of the privacy notice: only plain words count, hedged ones ask. */
export const consent: Rule = firstOf([plainly, andAsks, undecided]);
