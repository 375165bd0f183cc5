import { firstOf, type Rule } from "../rule.ts";
import { extension } from "./extension.ts";
import { readSuccessor } from "./handover.ts";

/** "算了,不延了", "还是我自己来": what was asked for is not wanted any more. */
const CALLED_OFF =
  /^(?:(?:算了|不用了?|罢了)[,。 ]*)?(?:先|就)?(?:不|别|甭)(?:用|想|再|要)?(?:申请|延期?|推迟|移交|交接|转|换人?|交给?别?人?)[了吧]+|^(?:算了|不用了?|罢了)[,。 ]*(?:不|别|甭)|(?:^|[,。 了])还是(?:由)?我(?:自己)?(?:来|弄|干|负责|填)[吧了]*$/;

const extendReason: Rule = (heard, { context, now }) => {
  if (context.kind !== "extend-reason" || heard.asking || heard.bare.length < 2) return undefined;
  if (CALLED_OFF.test(heard.bare)) return { intent: "cancel" };
  if (/^(?:没有?(?:理由|原因)?|无|不知道|不想说|嗯+|好的?|收到|ok|是的?|对|确认)$/.test(heard.bare))
    return { intent: "ambiguous", ask: "请写一句延期的理由,例如:设备维修。" };
  const again = /(?:延|推迟|宽限|改).{0,3}(?:到|至|成)|^(?:还是)?(?:延|改)/.test(heard.bare)
    ? extension(heard.bare, now, context)
    : undefined;
  return again ?? { intent: "extend-request", to: context.to, reason: heard.bare };
};

const handoverTo: Rule = (heard, { context }) => {
  if (context.kind !== "handover-to" || heard.asking) return undefined;
  const { bare } = heard;
  if (CALLED_OFF.test(bare)) return { intent: "cancel" };
  const name =
    readSuccessor(bare) ??
    /^(?:是|叫|给|转给|由|让|新任)?([\p{Script=Han}]{1,4}?(?:老师|主任|校长|书记|园长)|[\p{Script=Han}]{2,3})(?:[,: ]*1\d{10})?(?:吧|来|接|接手|负责){0,5}$/u.exec(
      bare,
    )?.[1];
  if (!name || /不知道|没有|还没|不清楚|没定|再说|待定|谁|好的|收到|可以|是的|没人|同意|确认|算了/.test(bare))
    return { intent: "ambiguous", ask: "由哪位老师接手?请写姓名。" };
  return { intent: "transfer-request", to: name };
};

/** "啊?我选的是有啊": the answer itself is disputed. */
const PROTESTING =
  /^(?:啊|咦|不对|哎)?[?,。! ]*(?:我|俺)(?:明明|刚才)?(?:选|填|答|写|说|点|报)的(?:明明|就)?(?:不?是|有|没)/;

const remark: Rule = (heard, { context }) => {
  if (context.kind !== "remark") return undefined;
  const note = heard.said.trim();
  if (heard.asking) return { intent: "question", item: "cur", text: note };
  if (PROTESTING.test(heard.bare))
    return {
      intent: "ambiguous",
      ask: `现在记的是“${context.value}”。要改,请回“改成”加新的答案,例如:改成是。`,
    };
  if (
    heard.bare.length < 2 ||
    /^(?:好的?|收到|嗯+|ok|知道了|是的?|对|有的?|没有?|不知道|没有?(?:原因|理由)|无|(?:也)?没(?:有)?(?:啥|什么|别的)?(?:好|可|要)?(?:说|讲|写|补充)的?)(?:了|吧)?$/.test(
      heard.bare,
    )
  ) {
    return {
      intent: "ambiguous",
      ask: context.value === "不涉及" ? "请写一句为什么不涉及。" : "请写一句具体情况。",
    };
  }
  return { intent: "add-note", item: "cur", note };
};

/** Free text that the bot has asked for; looked at when nothing else was meant. */
export const freeText: Rule = firstOf([extendReason, handoverTo, remark]);
