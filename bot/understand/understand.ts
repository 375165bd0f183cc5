import { readWhen, type When } from "./dates/dates.ts";
import { byRules } from "./grammar.ts";
import { checked, type Likes, likely } from "./likeness/likely.ts";
import { likenesses } from "./likeness/likeness.ts";
import { aboutNamed } from "./lists/lists.ts";
import type { Context, Meaning } from "./meaning.ts";
import { offered } from "./offers.ts";
import type { Scene } from "./rule.ts";
import { type Heard, hear } from "./text/normalise.ts";

const ASKS: Partial<Record<Context["kind"], string>> = {
  confirm: "请回复“确认”或“取消”。",
  list: "请写题号和答案,例如:1是2否3是。",
  consent: "请明确回复“同意”或“不同意”。",
  review: "请回复“通过”,或“退回”加题号和原因。",
  approve: "请回复“批准”或“不同意,理由”。",
  "register-account": "请写平台和账号名,例如:抖音,阳光语文;没有请回“没有”。",
  inventory: "请回复有哪几种的序号,都没有请回“零报告”。",
};

const aboutTime = (when: When): Meaning => {
  if (when.kind === "day")
    return { intent: "ambiguous", ask: "这个日期是指什么?", date: when.date, at: when.at };
  if (when.kind === "impossible")
    return { intent: "ask", ask: "没有这一天,请再写一次日期。", error: "没有这一天" };
  return { intent: "ask", ask: "具体是几月几号?" };
};

/** Where a question about the work at hand is passed on rather than turned away. */
const AT_WORK = new Set<Context["kind"]>([
  "deliverable",
  "ledger",
  "evidence",
  "consent",
  "registered",
  "register-account",
  "register-publication",
]);
const ASKED_ABOUT =
  /吗$|[?]$|什么|多少|多久|怎么|咋|哪[个些里种]|为啥|为什么|(?:行|可以|好|能|要)不(?:行|可以|好|能|要)|算不算|要不要/;

const shareOf = (label: string, likes: Likes): number =>
  likes.find((like) => like.label === label)?.share ?? 0;

/** Somebody asks about the work at hand; where nothing is at hand, only if it is like such a question. */
const askedBack = ({ bare, asking, said }: Heard, { kind }: Context, likes: Likes): Meaning | undefined =>
  bare.length > 3 &&
  (asking || ASKED_ABOUT.test(bare)) &&
  (AT_WORK.has(kind) || shareOf("question", likes) >= A_QUESTION)
    ? { intent: "question", text: said }
    : undefined;
const A_QUESTION = 0.2;

/** What is said of a message that neither reader knows. */
const lastWord = (heard: Heard, likes: Likes, { now, context }: Scene): Meaning => {
  const question = askedBack(heard, context, likes);
  if (question) return question;
  const ask = ASKS[context.kind];
  if (ask) return { intent: "ambiguous", ask };
  const when = readWhen(heard.bare, now);
  if (when && heard.bare.length <= when.words.length + 3) return aboutTime(when);
  const wordy = /\p{L}/u.test(heard.text) && heard.text.length >= 4;
  if (wordy && (likes[0]?.label ?? "out-of-scope") === "out-of-scope")
    return { intent: "out-of-scope", text: heard.said };
  return { intent: "ambiguous", ask: "没看明白,请换个说法,或回复“菜单”。" };
};

/** A question back because nothing was recognised. */
const isFallback = (meaning: Meaning): boolean =>
  meaning.intent === "ambiguous" || meaning.intent === "out-of-scope";

/** Drops what is not known, so that a meaning holds its facts only. */
const tidy = (meaning: Meaning): Meaning =>
  Object.fromEntries(
    Object.entries(meaning).filter(([, value]) => value !== undefined),
  ) as unknown as Meaning;

/** What a message means in its situation, or what must be asked; the same words, moment and situation mean the same. */
export function understand(text: string, now: Date, context: Context): Meaning {
  const heard = hear(text);
  if (heard.text === "" && heard.said === "")
    return { intent: "ambiguous", ask: "没有收到内容,请再发一次。" };
  const scene = { now, context };
  const meaning = byRules(heard, scene);
  const likes = likenesses(heard, context);
  const known =
    meaning && !isFallback(meaning) ? checked(meaning, likes, heard, scene) : likely(likes, heard, scene);
  const said = known ?? offered(likes, scene) ?? meaning ?? lastWord(heard, likes, scene);
  return tidy(aboutNamed(said, heard));
}
