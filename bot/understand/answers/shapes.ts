import { readNumber } from "../text/numbers.ts";
import { reviewedFirst } from "./reviewed-first.ts";
import type { Said, Subject } from "./said.ts";

/** What a whole clause says by its shape, whatever its words say one by one; undefined when it has no such shape. */
type Shape = (clause: string, subject: Subject) => Said | undefined;

const HEDGE: Said = { doubt: "hedge" };

const GUESS =
  /^(?:我[看想猜]|估计|感觉)?(?:[七八九]成|[七八]九成)(?:都|就|也)?[是有没会不在]|^十有八九|估摸|^可能/;
const UNDECIDED = /再想想|想想再|乱了|搞混|记混|不敢替|不好讲|说不清/;
const HEARSAY =
  /^(?:领导|上面|上头|上级|校长|主任|他们?|别人|人家)(?:都)?(?:让|叫|要求)?(?:我们?)?(?:说|讲|填)(?![的了])/;
const hedged: Shape = (clause) =>
  GUESS.test(clause) || UNDECIDED.test(clause) || HEARSAY.test(clause) ? HEDGE : undefined;

/** "少一个签字都不让发" says what would be, not what is. */
const CONDITIONAL =
  /(?:没|不|少|缺|未).{1,10}(?:谁敢|哪敢|不敢|不让|不给|不许|不准|不能发|别想|上不去|发不出|不发)/;
const conditional: Shape = (clause) => (CONDITIONAL.test(clause) ? { doubt: "double" } : undefined);

const NONE_SUCH = /^(?:我们|我校|学校|本校)?(?:无|没有|没|不存在)[此这](?:类|种|样)?的?[^,]{0,6}$/;
const noneSuch: Shape = (clause, { polarity }) =>
  polarity === "-" && NONE_SUCH.test(clause) ? { value: "否" } : undefined;

const NOUN = "[个位名人篇项条类家块种起例次件处所套张份]";
const FIGURE = "\\d{1,3}|[零一二两三四五六七八九十]{1,3}";
const NOTHING = new RegExp(`^(?:是|有|就|共|一共|总共|合计)?(?:0|零)${NOUN}?的?$`);
const SOME = new RegExp(`^(?:是|有|就|就有|只有|共有?|一共有?|总共)?(?:${FIGURE})${NOUN}$`);

/** "0个", "有两家": on a question of negative polarity the number is the answer. */
const counted: Shape = (clause, { polarity }) => {
  if (NOTHING.test(clause)) return polarity === "-" ? { value: "否" } : { value: "否", weak: true };
  return polarity === "-" && SOME.test(clause) ? { value: "是", weak: true } : undefined;
};

const NUMERALS = "\\d零一二两三四五六七八九十";
const SHARE = new RegExp(
  `^(?!.*第)[^${NUMERALS}]{0,6}(${FIGURE})${NOUN}?[^${NUMERALS},]{1,8},?[^${NUMERALS},]{0,6}(?<!每)(${FIGURE})${NOUN}[^${NUMERALS}]{0,3}$`,
);
/** "五个改了三个" is partly, "五个改了五个" all of them; both are echoed. */
export const portion: Shape = (clause, { polarity }) => {
  const found = SHARE.exec(clause);
  if (!found || polarity === "-" || /[校审遍道次]/.test(clause)) return undefined;
  const [whole, part] = [readNumber(found[1] ?? ""), readNumber(found[2] ?? "")];
  if (whole === undefined || part === undefined || part > whole) return undefined;
  return { value: part === whole ? "是" : "部分", weak: true };
};

const MISSING = /^(?:还|就|只|还有)?[差剩缺](?:[一二两三四五几\d])[个位名项条].{0,5}(?:没|未)/;
const INCOMPLETE =
  /(?:没|未|没有|还没|尚未)[配弄做改查建办备审写补收填排清整装订理]{1,2}(?:得|的)?(?:齐|全|完|透|彻底)(?:了|的)?$/;
const ONLY = /^(?:我们|目前|暂时)?只(?!有)\p{Script=Han}{1,2}了/u;
const short: Shape = (clause, { polarity }) =>
  polarity === "+" && (MISSING.test(clause) || INCOMPLETE.test(clause) || ONLY.test(clause))
    ? { value: "部分" }
    : undefined;

const DEED =
  "(?:弄|做|改|建|补|查|写|定|订|编写|排|换|清|删|撤|退|收|停|整|搞|办|审|报|修|配|招|选|核|抽调|健全|完善|更新|调整|交接|移交|走|推|登记|统计|梳理|捋|起草|制定|会签|征求|申请|筹|加|誊|摸底|处理|处置|督促|培训|联系|逐)";
const IN_HAND = new RegExp(
  `正在(?:抓紧|逐|一)?.{0,3}?${DEED}|正在$|正(?:往.{0,2}|逐.|一.{0,2}|挨.{0,3}|着手)?${DEED}|(?:^|[^现存不就都实是也])在${DEED}(?!公|线|校|编|网|群|一起)|${DEED}着(?:呢|$)|到(?:一|一大)半|${DEED}到第|${DEED}.{0,4}中$|边.{1,3}边.{1,3}|^等.{0,6}(?:签字|盖章|批复|审批|上会|发文)`,
);
const STOPPING = /停|撤|删|收|改|清|下架|处|换|补|核|注销|整|退|督促|交接|移交/;
const ENDING =
  /(?:要求|通知|叫|让|责令|联系|督促)[^,]{0,8}(?:删|下架|停|改|清|撤|收|换|退)|(?:今天|明天|本周|[这下]周|月底|[号日]|周[一二三四五])(?:之?前|内)?(?:能|就能|可以)?(?:删|清|撤|改|弄|换|收)[^,]{0,2}完/;
/** "在补签字", "改到一半": in hand; on a question of negative polarity only what puts an end to it. */
const inHand: Shape = (clause, { polarity }) => {
  if (polarity === "-" && ENDING.test(clause)) return { value: "整改中", weak: true };
  if (!IN_HAND.test(clause) || /不|没|未|哪|吗|(?<!已)有/.test(clause)) return undefined;
  return polarity === "+" || STOPPING.test(clause) ? { value: "整改中" } : undefined;
};

const RHETORIC =
  /(?:哪|哪里|哪儿|哪个|上哪|从哪|怎么|咋)(?:儿|里)?(?:个)?(?:敢|会|能|可能|有|来的?|搞得|做得|请得|顾得|.{0,4}得起|.{0,5}去$)/;
const CANNOT = /得(?:起|来|过来|了)|有(?:钱|人|时间|空|那|这|恁|啥|什么|本事|条件)/;
/** "哪搞得起三审", "怎么可能": asks in order to deny, and is echoed. */
const rhetorical: Shape = (clause, { polarity, question }) => {
  if (!RHETORIC.test(clause) || /[?吗不没]|在哪|附近/.test(clause)) return undefined;
  const about =
    clause.length <= 5 || [...clause].some((sign) => IN_TOPIC.test(sign) && question.includes(sign));
  if (!about || (polarity === "+" && !CANNOT.test(clause))) return undefined;
  return { value: "否", weak: true };
};
const IN_TOPIC = /[^\s有在是的人了个]/;

const UNDONE = /未(?:经)?(?!成年)(\p{Script=Han}{2})/u;
const OMITTED = /(?:没有?|未经?|不)(?:经过?)?(\p{Script=Han})/u;
/** "没审就发了" on "未经审核擅自发布": what the question calls left undone was left undone. */
const omitted: Shape = (clause, { polarity, question }) => {
  const deed = UNDONE.exec(question)?.[1];
  if (polarity === "+" || deed === undefined || /没有?未|不存在|不[发让敢]/.test(clause)) return undefined;
  const left = OMITTED.exec(clause)?.[1];
  return left !== undefined && deed.includes(left) ? { value: "是", weak: true } : undefined;
};

const FORMAL = /(?<![不没是搞])(?:走(?:个|走|走个)?(?:形式|过场)|做做?样子|应付差事)/;
/** "三校就走个形式": done for show. */
const formal: Shape = (clause, { polarity }) =>
  polarity === "+" && FORMAL.test(clause) ? { value: "部分", weak: true } : undefined;

const OUTSOURCED = /外包|委托|第三方|代运营|社会公司/;
const OURSELVES =
  /^(?:都|全|一直|就)?是?(?:我们?|学校|本校|咱们?|俺们?)?(?:的?老师|老师们)?自己(?:人|的?老师)?(?:在|来)?(?:搞|弄|做|运营|管|写|拍|干|维护|编|发)(?:的|着呢)?$/;
/** "是自己搞" on a question about work given to a company. */
const ourselves: Shape = (clause, { polarity, question }) =>
  polarity === "-" && OUTSOURCED.test(question) && OURSELVES.test(clause) ? { value: "否" } : undefined;

/** Shapes that say more than a number beside them. */
const BEFORE_COUNTS: readonly Shape[] = [hedged, reviewedFirst, ourselves, conditional, rhetorical, formal];
const AFTER_COUNTS: readonly Shape[] = [noneSuch, counted, short, inHand, omitted];

const firstShape =
  (shapes: readonly Shape[]): Shape =>
  (clause, subject) => {
    for (const shape of shapes) {
      const said = shape(clause, subject);
      if (said) return said;
    }
    return undefined;
  };

/** Reads a clause by its shape alone, before its numbers are looked at. */
export const readShapeFirst: Shape = firstShape(BEFORE_COUNTS);
/** Reads a clause by its shape alone, where it holds no number that answers. */
export const readShape: Shape = firstShape(AFTER_COUNTS);
