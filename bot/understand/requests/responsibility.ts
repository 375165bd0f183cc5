import type { Context, Meaning } from "../meaning.ts";
import { isAnswering, type Rule } from "../rule.ts";
import type { Heard } from "../text/normalise.ts";
import { readSuccessor } from "./handover.ts";

const OFFICE =
  "[\\p{Script=Han}]{1,6}?(?:科|办|处|股|室|局|中心|部门|中心校|办公室)|总务|教务|政教|电教|德育|团委|上级|别人|别的部门|其他部门";
const THEIRS = [
  new RegExp(
    `(?:应该?|该|得|去)?(?:归|属于|由|是|找|问)(?:你们|咱们|贵局)?(${OFFICE})(?:的|来)?(?:管|负责|填|答|做|的事|职责|分管|回答|弄|报(?!名)|承办|牵头)`,
    "u",
  ),
  new RegExp(`(?<![要想去])找(${OFFICE})(?:去|吧)`, "u"),
  new RegExp(`(?:归|属于)(?:你们|咱们|贵局)?(${OFFICE})(?:的|了)?$`, "u"),
  new RegExp(`(?:是|都是)(?:你们|咱们|人家|那边)?(${OFFICE})(?:的|那边)(?:事|事情|职责|工作|活|任务)`, "u"),
];
const NOT_OURS =
  /(?:不归|不属于|不由)(?:我们?|俺们?|我校|本校|我单位|咱们?|学校|我这)(?:中心校|学校)?(?:管|负责|的|汇总|范围|填|分管)?|不该(?:由)?(?:我们?|俺们?|我校|本校)(?:单|来)?(?:填|答|管|负责|做|交|报|弄|写)|(?:与|跟|和)我们?(?:的)?(?:职责|工作)(?:无关|没关系)|不在我们?(?:职责|工作)?范围|不是我们?(?:管|负责|的事|分管|的职责|的工作)(?:的)?(?:$|[,。])|找错人了|(?:你们?)?(?:找|问|发)错(?:人|学校|单位)了/;
const ASKING = /哪个|哪一?个|什么|谁|吗$|还是|怎么|不涉及|先问|问问/;

/** The office whose work it is said to be. */
const officeNamed = (bare: string): string | undefined =>
  THEIRS.map((pattern) => pattern.exec(bare)?.[1]).find((to) => to !== undefined);

/** Where the words rather answer a question, name an owner or stop a message. */
const meansOther = (bare: string, context: Context): boolean => {
  if (context.kind === "ledger") return bare.includes("由") && !NOT_OURS.test(bare);
  return context.kind === "confirm" || (isAnswering(context) && !/管|负责|填/.test(bare));
};

/** Somebody says that the work is another's. */
export const dispute: Rule = (heard, { context }) => {
  const { bare, asking } = heard;
  if (bare.length > 60 || asking || ASKING.test(bare) || meansOther(bare, context)) return undefined;
  const theirs = officeNamed(bare) !== undefined || NOT_OURS.test(bare);
  return theirs && readSuccessor(bare) === undefined ? notMine(heard) : undefined;
};

/** Somebody says that the work is not his. */
export const notMine = ({ bare }: Heard): Meaning => {
  const to = officeNamed(bare);
  return { intent: "dispute-responsibility", to, reason: to ? undefined : bare };
};
