import type { Context, Meaning } from "../meaning.ts";
import { type Named, namesIn } from "../naming/names.ts";
import { isAnswering, type Rule, TITLES } from "../rule.ts";
import type { Heard } from "../text/normalise.ts";

/** Said between the wish and the name: where somebody works and what he is. */
const BESIDE =
  /(?:新来的?|新任的?|新的|新|年轻的?|现任|咱们?|我们|我校|学校|单位|本校|这边|同事|那个|(?:教务|教导|教科|年级|工会|总务|政教|德育|安全|宣传|信息|保卫|团委|办公|财务|教研|后勤)(?:处|科|室|办|部|组|中心)?|副?(?:校长|主任|书记|园长)|老师|教师|电教员|信息员|的){1,4}$/;
const PASSED_TO =
  /(?:发给?|找|联系|联络|通知|问|转给|转交?给?|转到|交给|移交给?|交接给?|换成?|改成|改由|改为|变更为|由|归|派|安排|委托|指定|推荐|叫给|拉|催|加|(?:负责|责任|联系|接手|接替)(?:的)?人?(?:是|为|:)|(?:信息员|管理员|联络员)(?:是|为|:)|(?:现在|以后|往后|起)是|给)$/;
const NOT_TO = /(?:不|别)(?:要|再|用)?(?:发给?|找|联系|通知|问|由|归|是|给|催)$/;
const TAKES_OVER =
  /^(?:(?:在|来|去|先|暂时|临时|全权|统一|具体|已经|现在|那边|以后|正式|继续|接着|会|可以|都|就|跟你们?|和你们?|与你们?)){0,4}(?:负责|接手|接替|接管|接任|接班|接$|接了|接我|接,|管|填|弄|对接|顶|代(?:管|替|填|报|我|理|为|办)|报|处理|做|弄|搞|干|跟进|牵头|盯|办|答|联系|来$|来,|吧)/;

const isSuccessor = ({ from, to }: Named, bare: string): boolean => {
  const before = bare.slice(0, from);
  const short = before.replace(BESIDE, "");
  if (NOT_TO.test(before) || NOT_TO.test(short)) return false;
  return PASSED_TO.test(before) || PASSED_TO.test(short) || TAKES_OVER.test(bare.slice(to));
};

/** Titled persons whose surname is rare. */
const TITLED = new RegExp(
  `(?:找|联系|通知|问|发给|转给|交给|移交给?|换成|改成|改由|由|让|请)((?![你我他她您谁各])[\\p{Script=Han}]{1,3}?${TITLES})`,
  "u",
);

/** Who is to take over, as named; undefined when nobody is. */
export function readSuccessor(bare: string): string | undefined {
  const named = namesIn(bare).findLast((one) => isSuccessor(one, bare));
  if (named) return named.name;
  const titled = TITLED.exec(bare)?.[1];
  return titled &&
    !/^(?:人|负责|我们|别人|其他|责任|领导|学校|单位|一下|大家|这个|新|[^校主书园科局]{2}长)/.test(titled)
    ? titled
    : undefined;
}

const LEAVING =
  /我(?:已经?|要|被|马上|下学期|下周|这学期|现在|快|刚){0,5}(?:调走|调离|调到|调去|退休|离职|辞职|不(?:再)?(?:负责|管这|分管)|请产假|休产假|产假|休假|不在(?:这个?)?(?:学校|单位)|换岗|轮岗|调动|调岗|援藏|支教)|^换(?:个)?(?:人|负责人|责任人|联系人)了?$|(?:更换|变更|换个?)(?:负责人|责任人|联系人)|不是我(?:负责|管)了|(?:工作|任务|这摊)(?:移交|交接)|^移交(?!清单|材料|表)|我?不(?:再)?负责(?:这个?|这项|这块)?(?:工作|事)?了/;
const PASSING =
  /(?:现在|已经?|改)(?:是|由|归).{1,6}负责|^(?:以后|今后|之后|往后|后面).{0,4}(?:发|找|联系|通知|问)|转(?:交)?给|移交|交接给|换成?.{2,6}(?:负责|来|填)|改由|(?:负责人|责任人|联系人|信息员|联络员)(?:变更|更换|改|换|是)|(?:让|由).{2,6}(?:负责|填|弄|搞|干|接手|对接|来填|来答)/;
/** Little more than the name and that somebody is to turn to him. */
const ONLY_PASSING = /给|转交|找|由|换成|改成|让|联系|通知|接|负责|管/;
const OPEN = new Set<Context["kind"]>(["reminder", "idle", "menu", "deliverable"]);

const isOnlyPassing = (bare: string, name: string, { kind, role }: Context): boolean =>
  OPEN.has(kind) &&
  role !== "administrator" &&
  role !== "inspector" &&
  ONLY_PASSING.test(bare) &&
  bare.replace(/[\d,]/g, "").length - name.length <= 6;

/** Matters of duty, of the bot itself, or of a question. */
const OTHERWISE = /值班|带班|换班|人工|客服|真人|[?]$|怎么转|哪个|初审|复审|终审|初校|注销|删|清掉/;

const SETTLED = /^(?:收到|好的?|行|知道)?[,。]?(?:已经?|马上|这就)?转给|下面|各校|村小/;

/** Beside a question: what is said of oneself, or with the name of who takes over. */
const isAside = (bare: string, passing: boolean): boolean =>
  passing
    ? /转(?:交)?给|移交|让|改由/.test(bare)
    : /^我(?:不(?:再)?(?:干|负责|管)(?:这个?|这项|这块|这摊)?(?:工作|事)?了|调|退休|离职|辞职|休产假)|^换人/.test(
        bare,
      );

/** Where who leaves may rather mean his account. */
const REGISTERING = new Set<Context["kind"]>([
  "register-account",
  "registered",
  "register-publication",
  "consent",
]);

const isPassing = (bare: string, context: Context): boolean => {
  const name = readSuccessor(bare);
  if (name === undefined) return false;
  return (PASSING.test(bare) && !SETTLED.test(bare)) || isOnlyPassing(bare, name, context);
};

/** Somebody else takes over; beside a question the name has to be said, as the words may be an answer. */
export const transfer: Rule = (heard, { context }) => {
  const { bare } = heard;
  if (bare.length > 60 || OTHERWISE.test(bare)) return undefined;
  const passing = isPassing(bare, context);
  const leaving = LEAVING.test(bare) && !REGISTERING.has(context.kind);
  const meant = isAnswering(context) ? isAside(bare, passing) : passing || leaving;
  return meant ? handingOver(heard) : undefined;
};

/** A wish that somebody else takes over. */
export const handingOver = ({ bare }: Heard): Meaning => {
  const to = readSuccessor(bare);
  const reason = LEAVING.exec(bare)?.[0];
  return { intent: "transfer-request", to, reason, ask: to ? undefined : "由哪位老师接手?请写姓名。" };
};
