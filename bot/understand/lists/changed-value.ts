import type { Value } from "../meaning.ts";
import { valueIn } from "./list-judging.ts";

const TO =
  /((?<!整)改(?:成|为|到|作|回|过来|是)?|应该?(?:是|为|选|填)?|换(?:成|为)|实际上?是?|其实(?:是|我们?)?|更正(?:为|成)?|修正为)[:,]?([^,。;]{1,16})$/;
/** Words of a clause that name the answer, or say that it is wrong. */
const ABOUT =
  /(?:把|将|给|在)?(?:前面|刚才)?(?:第 ?)?(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?: ?[条题项号](?:的|那个|这个)?| ?个| )?(?=[^\d]|$)|上一?[题条个]|刚刚?才?(?:的|那)?(?:[题条个])?(?:那[题条个])?|那[题条个]|(?:填|写|答|选|点|搞|弄|说|打|发|按|看|报|勾|记)(?:的)?[错反快岔混]了?|错了|不对|更正|手[滑快误抖]了?/g;
const SPOKEN =
  /^(?:我们?|俺们?|咱们?|(?:校长|主任|老师|书记|领导)(?=说))?(?:想)?(?:说|选|填|答|意思)?的?(?:也|就)?(?:是|为|:)?/;
/** "没有外包", whatever 外包 is. */
const EXISTS = /^(没有?|无|不存在|有|存在)[\p{Script=Han}]{1,6}$/u;
const OTHERS = /^(?:其[他它余]|别的|剩下|不是|别|不要)/;
/** "12不是是": what it is not. */
const DENIED = /^ ?不是(?:是|有|否|没|部分|整改|不涉及)/;
/** "我写的有,其实……": what was answered before. */
const BEFORE = /(?:我|之前|原来|当时|刚才|上次)们?(?:写|填|答|选|报|说)的/;
const TURN = /其实|实际|应该|但|现在|今年|后来/;

const plainValue = (phrase: string): Value | undefined => {
  const words = phrase.replace(/^[:,、 ]+|[:,、 ]+$|吧$/g, "");
  const value = words === "" ? undefined : (valueIn(words) ?? valueIn(words.replace(SPOKEN, "")));
  if (value) return value;
  const [, verb] = EXISTS.exec(words.replace(SPOKEN, "")) ?? EXISTS.exec(words) ?? [];
  return verb === undefined ? undefined : /没|无|不/.test(verb) ? "否" : "是";
};

const toValue = (clause: string): Value | undefined => {
  const phrase = TO.exec(clause)?.[2] ?? "";
  return plainValue(phrase.replace(/(?:再|之后|然后)(?:交|报|提交)$|(?:上去|过来|一下)$/, ""));
};

const saidValue = (clause: string): Value | undefined => {
  const rest = clause.replace(ABOUT, "");
  return OTHERS.test(clause) || DENIED.test(rest) ? undefined : plainValue(rest);
};

/** How one came to be wrong is no remark on the answer. */
const NO_NOTE = /快|滑|错|反|混|刚|才|问清|核实|确认|查|谢|辛苦|麻烦|不好意思|其他|别的|别|不对/;

const noteIn = (clauses: readonly string[], clause: string): string | undefined => {
  const at = clauses.indexOf(clause);
  const note = clauses.slice(at + 1).filter((one) => one.length > 2 && !NO_NOTE.test(one));
  return note.length > 0 ? note.join(",") : undefined;
};

interface NewValue {
  value: Value;
  note?: string;
}

type ReadClause = (clause: string) => Value | undefined;

const firstValue = (clauses: readonly string[], read: ReadClause): NewValue | undefined => {
  for (const clause of clauses) {
    const value = read(clause);
    const note = value && noteIn(clauses, clause);
    if (value) return note === undefined ? { value } : { value, note };
  }
  return undefined;
};

/** The value that an answer is to be changed to, with what is said beside it; undefined when none is named. */
export function readNewValue(bare: string): NewValue | undefined {
  const clauses = bare
    .split(/[,。;!\n]/)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== "");
  const turned = clauses.slice(1).some((clause) => TURN.test(clause));
  const fresh = turned ? clauses.filter((clause) => !BEFORE.test(clause)) : clauses;
  return firstValue(fresh, toValue) ?? firstValue(fresh, saidValue);
}
