import type { Context, LedgerMeaning, Meaning } from "../meaning.ts";
import { type Condition, given, isAnswering, type Rule } from "../rule.ts";
import { reasonBeside } from "./beside.ts";
import { askWhich, concernsProblem, whichProblem, withoutProblems } from "./problems.ts";

const CLOSE =
  /(?:可以|都|一块儿?|一起|给)销了?$|(?:同意|可以|准予|予以|批准|给|申请|建议|确认)?(?:销号|销账|销掉|办结|关闭(?:问题)?|闭环)|复查(?:已)?(?:通过|合格|没问题|过了)|验收(?:通过|合格)|(?:整改)?(?:合格|到位),?(?:同意|可以|通过)|^(?:通过|合格|同意)$/;
const SEND_BACK =
  /退回|打回|退(?:回)?去|没(?:有)?通过|(?<!行)不(?:通过|合格|行|过关|予通过|同意|能销|可以)|重新?(?:整改|改|弄|做)|返工|驳回|没(?:改|整改)(?:好|到位|彻底|完)|不到位|未通过|还(?:是)?(?:没|不)(?:改|整改|到位|行|合格|符合|够|完)|继续整改/;

/** What only a verifier says, whoever writes it. */
const FORMAL = /退回|打回|驳回|复查|验收|不通过|不合格/;
const VERIFIERS = new Set(["inspector", "administrator"]);

const isVerifying: Condition = (heard, { context }) => {
  if (heard.asking || isAnswering(context) || context.kind === "review" || context.kind === "approve")
    return false;
  const verifier =
    VERIFIERS.has(context.role ?? "") || (context.kind === "ledger" && context.role !== "responsible");
  return verifier && (context.role === "inspector" || concernsProblem(heard.bare, context));
};

/** Asked or told about what was sent back, not decided: 退回来的是哪一条, 打回来的那条我们重改了. */
const ABOUT_IT = /怎么|哪|几次|[退打]回(?:来|的)|限期|什么|谁|吗$|要不要|能不能/;

const HEDGED = /(?:应该|好像|可能|大概|也许|差不多|似乎).{0,6}(?:改|行|好|通过|合格|可以|吧)/;

const isSendingBack = (bare: string, official: boolean): boolean =>
  (official || FORMAL.test(bare)) && SEND_BACK.test(bare) && !/延期/.test(bare);

const isClosing = (bare: string): boolean =>
  CLOSE.test(bare) && !/没|不|未|先|以后|再/.test(bare.replace("没问题", ""));

/** What those who verify decide: closed, or sent back. */
export const verify: Rule = given(isVerifying, ({ bare }, { context }) => {
  if (ABOUT_IT.test(bare)) return undefined;
  if (context.role === "inspector" && HEDGED.test(bare) && bare.length <= 20)
    return { intent: "ask", ask: "是通过,还是退回?" };
  const official = VERIFIERS.has(context.role ?? "");
  if (isSendingBack(bare, official)) return sentBack(bare, context);
  return official && isClosing(bare) ? closed(bare, context) : undefined;
});

/** A problem that its verifier closes. */
export const closed = (bare: string, context: Context): Meaning => {
  const which = whichProblem(bare, context);
  return { intent: "review-close", ...which, ask: askWhich(which) };
};

/** A rejected rectification; the reason is what stands beside the verdict. */
export const sentBack = (bare: string, context: Context): LedgerMeaning => {
  const which = whichProblem(bare, context);
  const reason = reasonBeside(withoutProblems(bare));
  const ask = askWhich(which) ?? (reason ? undefined : "退回的理由是什么?");
  return { intent: "review-reject", ...which, reason, ask };
};
