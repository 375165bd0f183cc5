import { readPlaces } from "./choices.ts";
import { readList } from "./lists.ts";
import type { Context, Meaning } from "./meaning.ts";
import type { Heard } from "./normalise.ts";
import { findGroups } from "./numbering.ts";
import { extension, readSuccessor } from "./requests.ts";
import { firstOf, type Rule } from "./rule.ts";

const ASSENT =
  /^(?:我)?(?:确认|确定|确认提交|确定提交|确认无误|核对无误|无误|提交|提交吧|交吧|发吧|发送|确认发送|确定发送|同意|同意提交|是|是的|对|对的|没错|正确|都对|全对|yes|y|✓|queren|confirm|确认申请|确定延期|确认延期|就这样提交|就这么提交|就这样|没问题,?(?:提交|确认|发)|(?:好的?|可以|行|嗯|ok|没问题|对|是的|是)[,。! ]*(?:确认|确定|提交|发送|发吧|提交吧|交吧|申请|没错)|可以(?:提交|发|发送|交)|确认了|已确认|确认没问题)(?:吧|了|的)?$/;
const WEAK =
  /^(?:嗯+|恩+|哦+|噢+|好|好的|好滴|好吧|行|行吧|可以|可以吧|ok|okay|👌|👍|🙏|收到|知道了|明白|随便|都行|应该|没问题|没毛病|差不多|应该可以|可以了|成|中|妥|得|是吧|对吧|应该没问题|大概|看着办|你看着办|1)$/;
const REJECT =
  /^(?:否|不|不是|不对|不行|no|n|✗|先不|等等|等一下|不要|别发?|别交|不发|先不发|不交|先别发?|不确认|先等等|不可以|没|还没好?|没好|错了|有错|不同意|再等等|慢着|停)$/;

const confirmation: Rule = (heard, { context }) => {
  if (context.kind !== "confirm" || heard.asking) return undefined;
  const { bare } = heard;
  if (ASSENT.test(bare)) return { intent: "confirm" };
  if (WEAK.test(bare)) {
    const mild = context.of === "extension" && /^(?:好的?|行|可以|ok|没问题)$/.test(bare);
    return mild ? { intent: "confirm" } : { intent: "ambiguous", ask: "请回复“确认”或“取消”。" };
  }
  if (REJECT.test(bare)) return { intent: "cancel" };
  return undefined;
};

const NOTHING =
  /^(?:都|全|全部|一个|一样|啥|什么|我们|我校|学校|本校|目前|暂时|这些|一概|统统|也){0,5}(?:都|也|全)?(?:没有?|无|没开|没办|未开通|没设|不涉及|零|0|木有)(?:有|的|这些|任何|开通|设|办){0,5}$|^(?:零|0)报告$|^(?:以上)?(?:都|全)(?:没有?|无|不涉及)$/;
const LEFT_OUT =
  /^(?:除了?|没有?|无|就(?:是)?没有?|只差|不含|除去)(.{1,20}?)(?:以外|之外|外|没有)?[,、]?(?:其他|其余|别的|剩下)?的?(?:都|全)(?:有|是|开了|办了)$|^(?:其他|别的|其余|其它)?(?:都|全)有[,、]?(?:除了?|就|只)(?:是|差)?(?:没有?)?(.{1,20}?)(?:没有|以外|之外)?$/;

const inventory: Rule = (heard, { context }) => {
  if (context.kind !== "inventory" || heard.asking) return undefined;
  const { bare } = heard;
  if (NOTHING.test(bare)) return { intent: "inventory", kinds: [], none: true, confirm: true };
  const except = LEFT_OUT.exec(bare);
  if (except) return allBut(except[1] ?? except[2] ?? "", context.kinds);
  const positive = bare
    .replace(
      /^(?:我们|我校|学校|本校|目前|现在|只|就|只是|一共|主要|大概|总共|单位|我们学校){0,5}(?:只|就)?(?:有|是|开了|办了|开通了|设了|用|选)?(?:了)?/,
      "",
    )
    .replace(
      /(?:都有|有|开了|就这些|这几个|这些|这?(?<!第)[两三四]个|没了|没有别的|别的没有|其他没有|其他的?没有?|吧|了){1,5}$/,
      "",
    );
  return positive === "" ? everything(bare, context.kinds) : listed(positive, context.kinds);
};

type Kinds = readonly string[];

const everything = (bare: string, kinds: Kinds): Meaning | undefined =>
  /^(?:我们|学校|以上|这些|[两三四五]个|[几2-9]个){0,5}(?:都|全|全部|样样)(?:都)?(?:有|开了|办了)$/.test(bare)
    ? { intent: "inventory", kinds: [...kinds], confirm: true }
    : undefined;

const allBut = (named: string, kinds: Kinds): Meaning => {
  const places = readPlaces(named, kinds);
  if (!Array.isArray(places)) return askInventory(kinds);
  return { intent: "inventory", kinds: kinds.filter((_, at) => !places.includes(at)), confirm: true };
};

const askInventory = (kinds: Kinds): Meaning => ({
  intent: "ambiguous",
  ask: `请回复有哪几种的序号:${kinds.map((kind, at) => `${at + 1} ${kind}`).join(",")};都没有请回“零报告”。`,
});

const listed = (text: string, kinds: Kinds): Meaning | undefined => {
  const joined =
    /^\d{2,9}$/.test(text) && [...text].every((digit) => Number(digit) >= 1 && Number(digit) <= kinds.length);
  const parts = (joined ? [...text] : text.split(/[、,;。\s+&/和跟与及]+|还有|以及/))
    .map((part) => part.replace(/^(?:有|第|一个)/, ""))
    .filter((part) => part !== "");
  const found = new Set<string>();
  const others: string[] = [];
  for (const part of parts) {
    const places = readPlaces(part.replace(/(?:号|个|条|项|有)$/, "") || part, kinds);
    if (places === "unclear") return askInventory(kinds);
    if (places) for (const place of places) found.add(kinds[place] ?? "");
    else if (/^[\p{Script=Han}a-z]{2,10}$/u.test(part) && CUSTOM.test(part)) others.push(part);
    else return undefined;
  }
  if (found.size === 0 && others.length === 0) return undefined;
  return {
    intent: "inventory",
    kinds: kinds.filter((kind) => found.has(kind)),
    others: others.length > 0 ? others : undefined,
    confirm: true,
  };
};
const CUSTOM = /号|站|台|网|报|刊|博|书|app|群|吧|坛|栏|屏|端|程序|音|手|云|钉|平台|空间|直播/;

const PASS =
  /^(?:复核|复查|审核|我看了|看了|看过了?|已审|已看|都|全部|材料|核对){0,5}(?:没(?:什么)?(?:有)?(?:问题|意见)|可以|行|好的?|合格|无误|齐全|嗯|ok|没毛病)?[,。! ]*(?:都|全部|全)?(?:给)?(?:予以|准予|同意|审核|复核)?(?:通过|过了|合格|accept|pass|审核通过|同意|批准|准了|认可|确认通过|tongguo|✓)(?:了|吧|的)?$/;
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
  const items = whole ? known : [...new Set(findGroups(bare, known, true).flatMap((group) => group.numbers))];
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
  /^(?:我)?(?:不(?:同意|批准?|行|准|可以|通过|予|能批|允许)|驳回|拒绝|退回|否决|否|no|✗|没法批|butongyi)/;

const approval: Rule = (heard, { context }) => {
  if (context.kind !== "approve" || heard.asking) return undefined;
  const { bare } = heard;
  const handover = context.of === "handover";
  if (DENYING.test(bare)) {
    const reason = reasonOf(bare.replace(/^我/, ""));
    return {
      intent: handover ? "reject-handover" : "reject-extension",
      reason,
      ask: reason ? undefined : "不同意的理由是什么?",
    };
  }
  if (CONSENTING.test(bare)) return consented(context, bare);
  if (/^(?:嗯+|好的?|可以|行|ok|收到|👌|👍|没问题|知道了|是的?|对|中)$/.test(bare))
    return { intent: "ambiguous", ask: "请回复“批准”或“不同意,理由”。" };
  return undefined;
};

const consented = (context: Extract<Context, { kind: "approve" }>, bare: string): Meaning => {
  const intent = context.of === "handover" ? "approve-handover" : "approve-extension";
  if (context.count <= 1) return { intent, to: context.to };
  return /都|全部|一律/.test(bare)
    ? { intent, scope: "全部", confirm: true }
    : { intent, ask: `有${context.count}件待批,批准哪一件?`, confirm: true };
};

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

const answersList: Rule = (heard, { context }) =>
  context.kind === "list" ? readList(heard, context.items) : undefined;

const FILED =
  /^(?:我们?|我校|表|报告|材料|文件|自查表|汇总表|总结){0,5}(?:已经?|都|刚|昨天|今天|早就|刚才){0,5}(?:交|发|报|提交|上报|传|送|寄|上传|报送|发送)(?:了|过去|上去|过了|给你|给您|好|到|邮箱|完|过|去|来|上|宣传科|信息办|教体局|了的){0,5}(?:了|邮箱|你了|啊){0,5}$|(?:表|报告|材料|文件|总结|附件\d?|方案|台账|纸质版?|电子版?).{0,6}(?:已经?|都|刚|昨天|今天)?(?:交|发|报|提交|传|送|寄|上传)(?:了|过去|上去|给你|给您|到|好|邮箱|来|你)/;

const deliverable: Rule = (heard, { context }) => {
  const { bare, text } = heard;
  const file = /^\[(?:文件|图片|file)\]|\.(?:docx?|xlsx?|pdf|wps|et|zip|rar|jpe?g|png)$/.test(text);
  const filed = FILED.test(bare) && !/没|未|怎么|能|可以|[?]/.test(bare);
  if (context.kind === "deliverable" && (file || filed)) return { intent: "submit-file", name: context.name };
  if (
    filed &&
    (context.kind === "idle" || context.kind === "reminder" || context.kind === "menu") &&
    /表|报告|材料|总结|附件|方案|台账|交了|报了/.test(bare) &&
    !/通知|推文|文章|视频|给各/.test(bare)
  ) {
    return { intent: "submit-file" };
  }
  return undefined;
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

/** Free text that the bot has asked for; looked at when nothing else was meant. */
export const asked: Rule = (heard: Heard, scene) =>
  extendReason(heard, scene) ?? handoverTo(heard, scene) ?? remark(heard, scene);

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
