import { readWhen } from "../dates/dates.ts";
import { NAME, POST } from "../naming/people.ts";
import { withoutProblems } from "./problems.ts";

const DEPARTMENT = "(?:[\\p{Script=Han}]{1,6}?(?:处|室|科|组|办|队|部|站|主任|书记|校长|组长|干事))?的?";
const BY_ROLE =
  "(?:整改)?(?:责任人|负责人|整改人|牵头人|责任领导|经办人)(?:还)?(?:是|为|:|填|写|定|就|改成?|换成?|由| ){0,4}";
const BY_ORDER = "(?:由|让|叫|安排|派|请|交给|归|换成?|指定)(?:了)?";
const ACTING =
  "(?:亲自|来|去)?(?:负责|牵头|主抓|盯着?|抓|管|落实|办|弄|改|做|跟进|处理|整改|来(?=[,。]|$)|去(?=[,。办弄做]|$))";
/** An office whose holder is not named behind it, and who reviews nothing. */
const ALONE = `(?:${POST})(?!${NAME}|担任|审|签)`;
const OWNERS: readonly RegExp[] = [
  new RegExp(
    `${BY_ROLE}${DEPARTMENT}(${NAME}|${ALONE}|(?!主任|书记|校长|组长|干事)[\\p{Script=Han}]{2,4}(?=$|[^\\p{Script=Han}]|在|下周|本周|月底)|[a-z]{2,8} [a-z]{2,10}(?=,|$))`,
    "u",
  ),
  new RegExp(`${BY_ORDER}${DEPARTMENT}(${NAME}|${ALONE})`, "u"),
  new RegExp(`(?:^|[,。;:、 ]|然后|再)${DEPARTMENT}(${NAME}|${ALONE})${ACTING}`, "u"),
  new RegExp(`(?:^|[,。;])(${NAME})(?=[,。;]|$)`, "u"),
];
const NO_OWNER = /^(?:我|我校|我们|学校)$|^于|^万一|^方案|^时间|^应该|^全|^任务|^常/;

/** Who puts a problem right, as named; undefined when nobody is. */
export function ownerIn(bare: string): string | undefined {
  for (const pattern of OWNERS) {
    const name = pattern.exec(bare)?.[1];
    if (name && !NO_OWNER.test(name)) return name;
  }
  return undefined;
}

const OWNER_CLAUSE = new RegExp(
  `^(?:${BY_ROLE}.{1,10}|${DEPARTMENT}(?:${NAME}|${ALONE})${ACTING}.{0,6}|(?:由|让|交给|归)${DEPARTMENT}(?:${NAME}|${ALONE})(?:${ACTING})?.{0,4})$`,
  "u",
);
const OPENING =
  /^(?:整改)?(?:(?:措施|办法|方案|计划|做法|思路)(?:(?:就)?(?:是|为)|如下|就?一句话|:| )*|(?:我们?|我校|学校|这[条个项]?|那个|问题|校长|领导)*(?:打算|准备|计划|决定|拟|预备)(?:这样|是)?|我们?校长说了?)[:, ]*(?:啊|先)?/;
const ORDERED = new RegExp(
  `^(?:由|让|叫|安排|派|请)${DEPARTMENT}(?:${NAME}|${ALONE})(?:牵头|负责)?[,来去]?`,
  "u",
);
/** Words that promise an end and say nothing of how. */
const PROMISED =
  /估计|大概|前后|可能|也许|一定|保证|争取|尽量|肯定|预计|计划|打算|准备|力争|全部|都|能够?|可以|会|要|整改|改正|改|弄|处理|解决|完成?|到位|好|搞定|落实|之?前|以前|之内|以内|内|时限|时间|期限|日期|截止|限期|到|至|在|于|底|下班|就|吧|了|把|我们?|我校|学校|这个?|那个?|问题|[条项号个第]|完毕|吗|的|和|日|月|年|周|星期|上午|下午|左右|最[晚迟]|负责|本|先|说|行|抓紧|马上|尽快|立即|[\d ,.:/-]/g;

const withoutDay = (clause: string, now: Date): string => {
  const when = readWhen(clause, now);
  return when?.kind === "day" && when.words !== "" ? clause.replace(when.words, " ") : clause;
};

const NOT_HOW = /没想好|没定|不知道|太紧|管这|空着|加个?班/;
const saysHow = (clause: string): boolean =>
  !NOT_HOW.test(clause) &&
  (clause.replace(PROMISED, "").trim().length >= 3 || /(?:拆|撤|删|关|停|换|清|摘|卸)[掉了除]/.test(clause));

const EDGES =
  /^(?:[前底]|之前|以前|左右|下班前?|起|到|至| )+|(?:[,、 ]|(?:到|在|于|争取|限|预计|计划) *$|全部|(?:能|就)?(?:弄|改|整改|办)[好完]$|(?:之)?前 ?(?:全部)?(?:完成|改好|弄好|搞定|到位)$|完成$)+$/g;

const howIn = (clause: string, now: Date): string | undefined => {
  const rest = withoutDay(clause.replace(ORDERED, ""), now).replace(OPENING, "").trim();
  return saysHow(rest) ? rest.replace(EDGES, "").replace(/ {2,}/g, " ").trim() : undefined;
};

/** What is to be done about a problem: whatever is neither a number, a person nor a day. */
export function measureIn(bare: string, now: Date): string | undefined {
  const clauses = withoutProblems(bare)
    .split(/[,。;!?]/)
    .map((clause) => clause.replace(/^[: ]+/, "").trim())
    .filter((clause) => clause !== "" && !OWNER_CLAUSE.test(clause));
  const ways = clauses.flatMap((clause) => howIn(clause, now) ?? []);
  return ways.length > 0 ? ways.join(",").slice(0, 120) : undefined;
}
