import { MEDIA_WORDS } from "../naming/platforms.ts";
import type { Clause, Judgement } from "./combine.ts";
import type { Subject } from "./said.ts";

const DENIAL =
  "(?:从来没有?|从没|从未|不存在|没有|没得|没|无|未|不|零)(?:开通|开设|开办|开|办|建|设立|设|做|注册|申请|搞|运营|写|刊发|登|发布|发|弄|有)?";
/** What a school may do without; where there is none of it, nothing about it can be answered. */
const THINGS = `${MEDIA_WORDS}|账号|稿件|稿子|刊物|出版物|栏目|渠道|原创|报道|新闻`;
const NO_MEDIUM = new RegExp(
  `${DENIAL}(?:过|自己的|任何|网上|新闻|发布|原创|个人|互联网|什么|啥){0,3}(${THINGS})(?:的|这个|平台|账号|号|内容|服务|栏目)?$`,
);
/** Single signs say this only when nothing else is said. */
const NO_KIND = /^[\p{Script=Han}]{0,6}?(?:没有?|无|不办|不开|没开|零)([报台端号稿站])$/u;
const NONE_OF_THEM = new RegExp(
  `(?:^|[^这此])(?:[九几]类|一个(?:${THINGS}|新媒体号|号)?|啥(?:${THINGS}|号)|什么(?:${THINGS}|号)|[报台网微端]类的?)(?:统统|全|也|都|一个)(?:都|也)?(?:没有?|无|未|没得)(?:开|办|建|设)?(?:过|通|有)?$`,
);
const NOT_EVEN = new RegExp(`(${THINGS})都(?:还)?(?:没有?|没得|无)(?:开|建|办)?$`);
const GONE = new RegExp(
  `(${THINGS})(?:早就|早|已经?|都|去年|前年|\\d{4}年)*(?:停刊|停办|停更|停用|注销|关停|关|撤销)了?$`,
);
const NOTHING_TO =
  /(?:没有?|无|没啥|没什么|没得)(?!人|钱|时间|经费|办法|条件)[^,]{0,5}(?<!不)可(?![以能靠是])[^,]{1,3}$|^无从.{1,4}$|^(?:就)?谈不上.{1,6}$|^没得[备管查审校值改评清](?:的)?$/u;

/** Questions about what follows from something found: where nothing was found they do not arise. */
const IF_FOUND = /^对(?:查出|排查出|发现|存在)的?/;
const NOT_FOUND =
  /(?:没有?|未|并未)(?:查出|发现|查到|排查出|检查出)|(?:没有|不存在|无|零)(?:任何|什么|啥)?(?:违规|隐患|这种|此类)/;

/** Whether the question asks for the very thing, so that its absence is the answer. */
const asksFor = (thing: string, question: string): boolean =>
  question.replace(/[?？]$/, "").endsWith(thing) || new RegExp(`${ASKING_FOR}${thing}`).test(question);
const ASKING_FOR = "(?:是否|有无)已?经?(?:存在|有|建设|开设|开通|设有|设立|办有|办|配备|建立)?了?";

/** "没有任何平台" on a question of negative polarity; "没有这样的平台" answers it. */
const isSweeping = (clause: string, { polarity }: Subject): boolean =>
  polarity === "+" || SWEEPING.test(clause);
const SWEEPING = new RegExp(
  `任何|网上|没[弄开建办搞]过|不开|^(?:我们|我校|学校|就|压根|根本){0,2}(?:没有|没|无)(?:开通|开设|开办|办)?(?:${MEDIA_WORDS})(?:账号)?$`,
);

/** The denial and what it denies. */
const deniedThing = (clause: string, { question }: Subject): RegExpExecArray | undefined => {
  const found = NO_MEDIUM.exec(clause) ?? NO_KIND.exec(clause) ?? NOT_EVEN.exec(clause) ?? GONE.exec(clause);
  return found && !asksFor(found[1] ?? "", question) ? found : undefined;
};

const withoutThing = (clauses: readonly Clause[], subject: Subject): Judgement | undefined => {
  for (const { text } of clauses) {
    const found = isSweeping(text, subject) ? deniedThing(text, subject) : undefined;
    if (found) return { value: "不涉及", note: noteOf(clauses, found[0]), scope: found[1] ?? "" };
  }
  return undefined;
};
/** What a question takes for granted: republishing, people who leave. Where it never happens the question does not arise. */
const TAKEN_FOR_GRANTED: readonly (readonly [RegExp, RegExp])[] = [
  [
    /转载|转发/,
    /^(?:我们?|我校|学校|本校|俺们?|咱们?|公众号)?(?:从来?|一直|都|根本|压根)?(?:不|没有?)(?:转载|转发|转(?:别人的?)?)(?:过|的)?(?:东西|文章|内容)?$/,
  ],
  [
    /变动|离职|调离|离岗|更换/,
    /^(?:我们?|我校|学校|这几年|从来|一直|至今|还)?(?:都)?没有?(?:(?:人|谁)(?:走|离职|调走|调离|换|离岗|变动)过?|(?:走|离职|调走|调离|变动)过?(?:人|老师)?)$/,
  ],
];

const neverHappens = (clauses: readonly Clause[], { question }: Subject): boolean =>
  TAKEN_FOR_GRANTED.some(
    ([about, denial]) =>
      about.test(question.split("是否")[0] ?? "") && clauses.some(({ text }) => denial.test(text)),
  );

const VERDICT = /^(?:这[条题个])?(?:不|未|没)(?:涉及|适用|牵涉)(?:的|吧)?$/;

/** The thing that there is not, or all that was said where that is more than the verdict. */
const noteOf = (clauses: readonly Clause[], thing: string): string => {
  const telling = clauses.filter(({ text }) => !VERDICT.test(text));
  return telling.length > 1 ? whole(telling) : thing;
};
const whole = (clauses: readonly Clause[]): string => clauses.map(({ text }) => text).join(",");

/** Whether another clause says how things stand after all. */
const tellsMore = ({ said }: Clause): boolean => said?.value === "是" || said?.value === "整改中";

/** "没有校报", "没稿可校", "没查出违规,不用整改": the question does not arise; undefined where that is not said. */
export function inapplicable(clauses: readonly Clause[], subject: Subject): Judgement | undefined {
  if (clauses.some(tellsMore)) return undefined;
  const without = withoutThing(clauses, subject);
  if (without || subject.polarity === "-") return without;
  const isUnfounded = IF_FOUND.test(subject.question) && clauses.some(({ text }) => NOT_FOUND.test(text));
  const isNothing = clauses.some(({ text }) => NONE_OF_THEM.test(text) || NOTHING_TO.test(text));
  if (neverHappens(clauses, subject)) return { value: "不涉及", note: whole(clauses), confirm: true };
  return isUnfounded || isNothing ? { value: "不涉及", note: whole(clauses) } : undefined;
}
