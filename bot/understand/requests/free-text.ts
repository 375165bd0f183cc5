import { firstOf, type Rule } from "../rule.ts";
import { extension } from "./extension.ts";
import { readSuccessor } from "./handover.ts";

const extendReason: Rule = (heard, { context, now }) => {
  if (context.kind !== "extend-reason" || heard.asking || heard.bare.length < 2) return undefined;
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
  const name =
    readSuccessor(bare) ??
    /^(?:是|叫|给|转给|由|让|新任)?([\p{Script=Han}]{1,4}?(?:老师|主任|校长|书记|园长)|[\p{Script=Han}]{2,3})(?:[,: ]*1\d{10})?(?:吧|来|接|接手|负责){0,5}$/u.exec(
      bare,
    )?.[1];
  if (!name || /不知道|没有|还没|不清楚|没定|再说|待定|谁|好的|收到|可以|是的|没人|同意|确认|算了/.test(bare))
    return { intent: "ambiguous", ask: "由哪位老师接手?请写姓名。" };
  return { intent: "transfer-request", to: name };
};

const remark: Rule = (heard, { context }) => {
  if (context.kind !== "remark") return undefined;
  const note = heard.said.trim();
  if (heard.asking) return { intent: "question", item: "cur", text: note };
  if (
    heard.bare.length < 2 ||
    /^(?:好的?|收到|嗯+|ok|知道了|是的?|对|有的?|没有?|不知道|没有?(?:原因|理由)|无)$/.test(heard.bare)
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
