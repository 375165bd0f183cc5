import { reconfirmAccount, reinstateAccount, requestRetirement } from "../../src/actions/account-life.ts";
import { consentOf, withdrawConsent } from "../../src/actions/consents.ts";
import { eraseMyData, myData } from "../../src/actions/personal-data.ts";
import { abandonPublication, retractPublication } from "../../src/actions/publications.ts";
import { accountCode, publicationCode } from "../../src/actions/registration-codes.ts";
import { myAccounts, myPublications } from "../../src/actions/registration-lists.ts";
import { reportNoAccounts } from "../../src/actions/zero-reports.ts";
import type { Meaning, RegistrationMeaning } from "../understand/meaning.ts";
import { afterConsent, putSure } from "./consenting.ts";
import { notUnderstood } from "./helping.ts";
import type { Deed, Sure } from "./memory.ts";
import { meant } from "./registering.ts";
import { endWith } from "./registry-endings.ts";
import { sureWords } from "./registry-prompts.ts";
import { rowLine } from "./registry-words.ts";
import { lines, type Turn } from "./turn.ts";

/** 我的账号: the holder's own accounts and their states. */
export async function mine(turn: Turn): Promise<string> {
  const rows = await myAccounts(turn.work);
  if (rows.length === 0) return "您还没有登记过账号。有账号回“登记账号”,没有就回“没有自媒体账号”。";
  const draft = rows.find((row) => row.state === "draft");
  return lines(
    `您登记了${rows.length}个账号:`,
    ...rows.map(rowLine),
    draft && `要修改再交,回“#${draft.code} 修改”。`,
    "账号有变化,如“抖音改名为…”;不用了,如“注销快手号”。",
  );
}

/** 我的作品. */
export async function myWorks(turn: Turn): Promise<string> {
  const rows = await myPublications(turn.work);
  if (rows.length === 0) return "您还没有登记过作品。把作品的链接发给我,或回“登记作品”。";
  const cleared = rows.find((row) => row.state === "cleared");
  const draft = rows.find((row) => row.state === "draft");
  return lines(
    `您登记了${rows.length}个作品:`,
    ...rows.slice(-20).map(rowLine),
    draft && `要修改再交,回“#${draft.code} 修改”。`,
    cleared && `发布后请回“#${cleared.code} 已发布”加链接。`,
  );
}

/** 没有自媒体账号: the zero report, said twice. */
export async function wishZero(turn: Turn): Promise<string> {
  return afterConsent(turn, { kind: "sure", deed: "zero-report", id: null, reason: null });
}

/** 撤回同意: says what follows, and waits for 确认. */
export async function wishWithdrawal(turn: Turn): Promise<string> {
  if (!(await consentOf(turn.work))) return "您现在没有同意过告知书,不用撤回。";
  return ask(turn, { deed: "withdraw-consent", id: null, reason: null });
}

/** 删除我的信息: says what follows, and waits for 确认. */
export const wishErasure = (turn: Turn): Promise<string> =>
  ask(turn, { deed: "erase", id: null, reason: null });

/** 注销快手号: finds the account and the reason, then echoes both. */
export async function wishRetirement(turn: Turn, meaning: RegistrationMeaning): Promise<string> {
  const row = await meant(turn, meaning.platform, ({ state }) => state === "effective");
  return typeof row === "string"
    ? row
    : endWith(turn, { kind: "why", deed: "retire", id: row.id, reason: reasonIn(turn.message.text) });
}

const reasonIn = (text: string): string | null => {
  const [, ...rest] = text.split(/[,,。;;]|因为|原因[是::]*/u);
  const clause = rest
    .map((each) => each.trim())
    .find((each) => each.length >= 2 && !/登记|注销|帮我|谢谢/u.test(each));
  return clause ?? /(不再使用|不用了|不玩了|不更新了|停更了?|不运营了|被封了?)/u.exec(text)?.[1] ?? null;
};

/** 账号没有变化: all effective accounts are said to stand as registered. */
export async function wishReconfirmation(turn: Turn): Promise<string> {
  const rows = (await myAccounts(turn.work)).filter(({ state }) => state === "effective");
  if (rows.length === 0) return "您没有正在生效的账号,不用确认。";
  return ask(turn, { deed: "reconfirm", id: null, reason: null });
}

function ask(turn: Turn, sure: Omit<Sure, "kind">): Promise<string> {
  return putSure(turn, { kind: "sure", ...sure });
}

const weak = ["ambiguous", "ask", "ack", "unsure", "answer", "out-of-scope"];

/** Anything but 确认 and 取消 is no decision. */
export async function hearSure(turn: Turn, pending: Sure, meaning: Meaning): Promise<string | null> {
  return weak.includes(meaning.intent)
    ? notUnderstood(turn, lines("请回“确认”或“取消”。", await sureWords(turn, pending)))
    : null;
}

const done: { [D in Deed]: (turn: Turn, pending: Sure) => Promise<string> } = {
  "zero-report": async (turn) => {
    await reportNoAccounts(turn.work);
    return "✔ 已记零报告:您没有自媒体账号。";
  },
  "withdraw-consent": async (turn) => lines("✔ 已撤回同意。", ...(await withdrawConsent(turn.work))),
  erase: async (turn) => {
    const { done: erased, kept } = await eraseMyData(turn.work);
    return lines("✔ 已按您的要求删除。", ...erased, kept.length > 0 && "还要保留的:", ...kept);
  },
  retire: async (turn, { id, reason }) => {
    const account = await requestRetirement(turn.work, id ?? 0, reason ?? "");
    return `✔ “${account.name}”的注销申请已交给教体局,批了会告诉您。`;
  },
  retract: async (turn, { id, reason, proof }) => {
    const work = await retractPublication(turn.work, id ?? 0, { reason: reason ?? "", proof: proof ?? "" });
    return `✔ 《${work.title}》(#${publicationCode(work.id)})已记为撤下。`;
  },
  abandon: async (turn, { id }) => {
    const { title } = await abandonPublication(turn.work, id ?? 0);
    return `✔ 《${title}》的登记已作废。以后要发,重新登记就行。`;
  },
  reinstate: async (turn, { id, reason }) => {
    const account = await reinstateAccount(turn.work, id ?? 0, reason ?? "");
    const code = accountCode(account.id);
    return `✔ “${account.name}”(#${code})已恢复为草稿。请回“#${code} 修改”,核对后再交审核。`;
  },
  reconfirm: async (turn) => {
    const rows = (await myAccounts(turn.work)).filter(({ state }) => state === "effective");
    for (const row of rows) await reconfirmAccount(turn.work, row.id);
    return `✔ 已确认${rows.length}个账号没有变化。`;
  },
};

/** 确认: does what was said. */
export async function confirmSure(turn: Turn, pending: Sure): Promise<string> {
  const words = await done[pending.deed](turn, pending);
  turn.memory.pending = null;
  return words;
}

/** 你们存了我什么: in short, with how to get more. */
export async function whatIsStored(turn: Turn): Promise<string> {
  const groups = (await myData(turn.work)).filter((group) => group.rows.length > 0);
  return lines(
    "系统里存了您这些信息:",
    ...groups.map((group) => `· ${group.title}:${group.rows.length}条`),
    "看账号回“我的账号”;不想再留,回“删除我的信息”或“撤回同意”。要完整的一份,可在网页或小程序里导出。",
  );
}
