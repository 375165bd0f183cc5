import { readList } from "./lists/lists.ts";
import { numbersIn } from "./lists/numbering.ts";
import type { Context, Meaning } from "./meaning.ts";
import { inventory } from "./registration/inventory.ts";
import { confirmation } from "./requests/confirming.ts";
import { firstOf, type Rule } from "./rule.ts";

const PASS =
  /^(?:都|可以|行)?[,。 ]?过(?:了|吧)?$|^(?:行|好|可以|没问题)?[,。 ]?(?:可以|同意|准予)?销号了?(?:吧)?$|^(?:复核|复查|审核|我看了|看了|看过了?|已审|已看|都|全部|材料|核对){0,5}(?:没(?:什么)?(?:有)?(?:问题|意见)|可以|行|好的?|合格|无误|齐全|嗯|ok|没毛病)?[,。! ]*(?:都|全部|全)?(?:给)?(?:予以|准予|同意|审核|复核)?(?:通过|过了|合格|accept|pass|审核通过|同意|批准|准了|认可|确认通过|tongguo|✓)(?:了|吧|的)?$/;
const BACK =
  /退|打回|驳回|不(?:通过|合格|行|过)|没通过|重(?:新)?(?:填|报|做|传)|补(?:交|充|正|齐|一下|上|传)|返回|不符|改一下|不对|有问题/;

const review: Rule = (heard, { context }) => {
  if (context.kind !== "review" || heard.asking) return undefined;
  const { bare } = heard;
  if (PASS.test(bare) && !/不|没通过/.test(bare.replace(/没(?:什么|有)?(?:问题|意见|毛病)/g, "")))
    return { intent: "review-accept" };
  if (BACK.test(bare)) return rejected(bare, context.count);
  if (/^(?:嗯+|好的?|可以|行|ok|收到|👌|👍|没问题|是的?|对|没意见)$/.test(bare))
    return { intent: "ambiguous", ask: "请回复“通过”,或“退回”加题号和原因。" };
  return undefined;
};

const rejected = (bare: string, count: number): Meaning => {
  const known = Array.from({ length: count }, (_, at) => at + 1);
  const whole = /全部|整个|整份|所有|都退|全退/.test(bare);
  const items = whole ? known : numbersIn(bare, known);
  const unknown = items.filter((no) => no < 1 || no > count);
  if (unknown.length > 0) return { intent: "ambiguous", ask: `没有第${unknown.join("、")}题,退回哪几题?` };
  const reason = reasonOf(bare);
  const ask = items.length === 0 ? "退回哪几题?为什么?" : reason ? undefined : "退回的原因是什么?";
  return { intent: "review-reject", items, reason, ask };
};

const DECIDED =
  /^(?:请|都|全部|先){0,5}(?:给)?(?:退回(?:去|来)?|打回(?:去)?|驳回|退(?:掉|了)?|不(?:同意|批准?|通过|行|准|予批准|合格|可以)|拒绝|没通过|不予|重填|重报|返回)(?:吧|了|去)?/;
const SPEC =
  /^(?:的)?(?:第?[\d一二三四五六七八九十]{1,3}[、,.和跟 ]*(?:[题条项号])?[、,和跟 ]*){1,5}(?:退回|打回|不合格|不通过|不行|重新?(?:填|报))?(?:去|了|吧)?/;

const reasonOf = (bare: string): string | undefined => {
  const rest = bare
    .replace(DECIDED, "")
    .replace(SPEC, "")
    .replace(/^(?:,|。|:|;|\s|因为|由于|原因是?|理由是?|全部|整份|都){1,5}/, "")
    .replace(/[,。;]?(?:退回|打回|驳回)(?:去|了|吧)?$/, "");
  return rest.length >= 2 && !DECIDED.test(rest) ? rest : undefined;
};

const CONSENTING =
  /^(?:我)?(?:都|全部|一律|那就|可以,?|好的?,?|行,?|没问题,?){0,5}(?:批准|同意|准|准了|批了|批|可以批|准予|许可|通过|同意延期|批准延期|同意移交|同意交接|同意换人|予以批准|批准了|agree|approve|yes|✓|tongyi)(?:吧|了|的|延期|移交|交接|申请){0,5}$/;
const DENYING =
  /^(?:我|这个|这件|这份)?(?:不(?:同意|批准?|行|准|可以|通过|予|能批|允许)|驳回|拒绝|退回|否决|否|no|✗|没法批|butongyi)/;

const rejection = (bare: string, handover: boolean): Meaning => {
  const reason = reasonOf(bare.replace(/^(?:我|这个|这件|这份)/, ""));
  const intent = handover ? "reject-handover" : "reject-extension";
  return { intent, reason, ask: reason ? undefined : "不同意的理由是什么?" };
};

/** "同意,下不为例" consents; "同意,但只能延两天" does not as it stands. */
const isConsent = (bare: string): boolean => {
  const [first = "", ...rest] = bare.split(/[,。;!]/);
  const reserved = /但|不过|只能|改|到|先|不同意|不批/.test(rest.join(","));
  return CONSENTING.test(bare) || (CONSENTING.test(first) && !reserved);
};

const approval: Rule = ({ bare, asking }, { context }) => {
  if (context.kind !== "approve" || asking) return undefined;
  if (DENYING.test(bare)) return rejection(bare, context.of === "handover");
  if (isConsent(bare)) return consented(context, bare);
  const weak = /^(?:嗯+|好的?|可以|行|ok|收到|👌|👍|没问题|知道了|是的?|对|中)$/.test(bare);
  return weak ? { intent: "ambiguous", ask: "请回复“批准”或“不同意,理由”。" } : undefined;
};

const consented = (context: Extract<Context, { kind: "approve" }>, bare: string): Meaning => {
  const intent = context.of === "handover" ? "approve-handover" : "approve-extension";
  if (context.count <= 1) return { intent, to: context.to };
  return /都|全部|一律/.test(bare)
    ? { intent, scope: "全部", confirm: true }
    : { intent, ask: `有${context.count}件待批,批准哪一件?`, confirm: true };
};

const answersList: Rule = (heard, { context }) =>
  context.kind === "list" ? readList(heard.bare, context.items) : undefined;

/** Answers to more than one of the questions, said in one message. */
export const severalAnswers: Rule = (heard, scene) => {
  const meaning = answersList(heard, scene);
  return meaning?.intent === "answers" && Object.keys(meaning.items).length > 1 ? meaning : undefined;
};

const FILED =
  /^(?:我们?|我校|表|报告|材料|文件|自查表|汇总表|总结){0,5}(?:已经?|都|刚|昨天|今天|早就|刚才){0,5}(?:交|发|报|提交|上报|传|送|寄|上传|报送|发送)(?:了|过去|上去|过了|给你|给您|好|到|邮箱|完|过|去|来|上|宣传科|信息办|教体局|了的){0,5}(?:了|邮箱|你了|啊){0,5}$|(?:表|报告|材料|文件|总结|附件\d?|方案|台账|纸质(?:版|的)?|电子版?).{0,6}(?:已经?|都|刚|昨天|今天)?(?:交|发|报|提交|传|送|寄|上传)(?:了|过去|上去|给你|给您|到|好|邮箱|来|你|去)/;

const FILE = /^\[(?:文件|图片|file)\]|\.(?:docx?|xlsx?|pdf|wps|et|zip|rar|jpe?g|png)$/;
const PASSIVE = new Set<Context["kind"]>(["idle", "reminder", "menu"]);
const PAPER = /表|报告|材料|总结|附件|方案|台账|交了|报了/;

const isFiled = (bare: string): boolean => FILED.test(bare) && !/没|未|怎么|能|可以|[?]/.test(bare);

const deliverable: Rule = ({ bare, text }, { context }) => {
  const filed = isFiled(bare);
  if (context.kind === "deliverable") {
    return filed || FILE.test(text) ? { intent: "submit-file", name: context.name } : undefined;
  }
  const told = filed && PASSIVE.has(context.kind) && PAPER.test(bare);
  return told && !/通知|提醒|告[知诉]|推文|文章|视频|给各|各校/.test(bare)
    ? { intent: "submit-file" }
    : undefined;
};

/** Short words whose meaning depends on what the bot has just asked. */
export const situations: Rule = firstOf([
  confirmation,
  inventory,
  review,
  approval,
  answersList,
  deliverable,
]);
