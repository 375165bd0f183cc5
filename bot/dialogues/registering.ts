import type { AccountContent } from "../../entities/media-account-revision.ts";
import {
  discardDraft,
  editDraft,
  proposeChange,
  registerAccount,
  submitAccount,
} from "../../src/actions/media-accounts.ts";
import { nameOf } from "../../src/actions/people.ts";
import { accountCode } from "../../src/actions/registration-codes.ts";
import { type AccountRow, myAccounts } from "../../src/actions/registration-lists.ts";
import { unitReviewers } from "../../src/machines/registration-reviewers.ts";
import type { Meaning, RegistrationMeaning } from "../understand/meaning.ts";
import { readPlatforms } from "../understand/naming/platforms.ts";
import { detailsOf } from "../understand/registration/account-details.ts";
import { accountIdIn } from "../understand/registration/account-name.ts";
import { readShare, type Share } from "../understand/registration/share.ts";
import { hear } from "../understand/text/normalise.ts";
import { understand } from "../understand/understand.ts";
import { bandOf, platformFor, sayPlatform } from "./account-fields.ts";
import { afterConsent } from "./consenting.ts";
import { putForm } from "./filling.ts";
import type { Draft, Form } from "./memory.ts";
import { lines, type Turn } from "./turn.ts";

const emptyForm: Omit<Form, "draft"> = {
  kind: "form",
  of: "account",
  mode: "new",
  id: null,
  at: null,
  queue: [],
  accounts: [],
};

/** What is told of an account in one message: in words, or by a pasted share text. */
function accountFacts(turn: Turn, meaning: Meaning): Draft {
  const { text } = turn.message;
  const told = tells(meaning) ? meaning : meaning.intent === "edit" ? detailsOf(hear(text)) : {};
  const share = readShare(text);
  const handle = share?.accountId ?? accountIdIn(text);
  return { ...(share ? sharedFacts(share) : toldFacts(told, handle)), ...(handle && { handle }) };
}

const tells = (meaning: Meaning): meaning is RegistrationMeaning =>
  meaning.intent === "register-account" || meaning.intent === "update-account";

const sharedFacts = ({ platform, account, of, url }: Share): Draft => ({
  ...platformIn(platform),
  ...(account && { name: account }),
  ...(of === "profile" && { link: url }),
});

const toldFacts = (
  { platform, name, followers }: Partial<RegistrationMeaning>,
  handle: string | undefined,
): Draft => ({
  ...platformIn(platform),
  ...(name && name !== handle && { name }),
  ...(followers !== undefined && { followers: bandOf(followers) }),
});

/** A platform by its code; the name of one that has none is kept beside it. */
function platformIn(named: string | undefined): Draft {
  if (!named) return {};
  const { platform, platformName } = platformFor(named);
  return platformName === null ? { platform } : { platform, platformName };
}

/** 登记账号: takes what was told and asks for the rest; a form left half-way is taken up again. */
export async function startAccount(turn: Turn, meaning: RegistrationMeaning): Promise<string> {
  const facts = accountFacts(turn, meaning);
  const { laidAside } = turn.memory;
  if (laidAside?.of === "account" && Object.keys(facts).length === 0) {
    turn.memory.laidAside = null;
    return lines("刚才登记到一半,接着来:", putForm(turn, laidAside));
  }
  const [, ...queue] = meaning.platforms ?? [];
  const several = queue.length > 0 && `好的,一个一个来,先登记${meaning.platforms?.[0]}。`;
  return lines(several, await afterConsent(turn, { ...emptyForm, draft: facts, queue }));
}

/** 确认: registers, mends or changes exactly what was echoed, and goes on with the next account named. */
export async function confirmAccount(turn: Turn, form: Form): Promise<string> {
  const content = contentOf(form.draft);
  const account = await saved(turn, form, content);
  turn.memory.pending = null;
  const code = accountCode(account.id);
  const who = await reviewerNames(turn, account);
  const what = `${sayPlatform(content.platform)}“${content.name}”`;
  const done =
    form.mode === "change"
      ? `✔ ${what}的变更已交给${who}审核(#${code})。审核通过前,原来的登记照样有效。`
      : `✔ ${what}已提交登记(#${code}),由${who}先审,再报教体局。结果会告诉您。`;
  const [next, ...queue] = form.queue;
  if (!next) return lines(done, "还有别的账号,回“登记账号”;看进度,回“我的账号”。");
  return lines(
    done,
    `接着登记${next}:`,
    putForm(turn, { ...emptyForm, draft: accountFacts(turn, platformOnly(next)), queue }),
  );
}

const platformOnly = (platform: string): Meaning => ({ intent: "register-account", platform });

async function saved(turn: Turn, { mode, id }: Form, content: AccountContent) {
  const { work } = turn;
  if (mode === "new" || id === null) return registerAccount(work, content);
  if (mode === "change") return proposeChange(work, id, content);
  await editDraft(work, id, content);
  return submitAccount(work, id);
}

/** Who looks at it at the unit, by name; where nobody does, the unit. */
export async function reviewerNames(
  turn: Turn,
  registered: Parameters<typeof unitReviewers>[1],
): Promise<string> {
  const ids = await unitReviewers(turn.work, registered);
  const names: string[] = [];
  for (const id of ids.slice(0, 2)) names.push(await nameOf(turn.work, id));
  return names.length > 0 ? `${names.join("、")}${ids.length > 2 ? "等" : ""}` : "单位";
}

function contentOf(draft: Draft): AccountContent {
  return { platformName: null, link: null, openedOn: null, ...draft } as unknown as AccountContent;
}

/** Opens a registered account's items to be mended or changed. */
export function openAccount(turn: Turn, row: AccountRow, changes: Draft = {}): Promise<string> {
  const isDraft = row.pending === "draft" || row.state === "draft";
  const content = (isDraft ? row.pendingContent : null) ?? row.content;
  const { platformName, ...rest } = content;
  const draft = { ...rest, ...(platformName && { platformName }), ...changes };
  const mode = row.state === "draft" ? "mend" : "change";
  return afterConsent(turn, { ...emptyForm, mode, id: row.id, draft });
}

/** 抖音改名为…, 粉丝涨到5万: echoes the account as it would be. */
export async function changeAccount(turn: Turn, meaning: RegistrationMeaning): Promise<string> {
  const { platform: _platform, ...changes } = accountFacts(turn, meaning);
  const row = await meant(
    turn,
    meaning.platform,
    (each) => each.state === "effective" || each.state === "draft",
  );
  return typeof row === "string" ? row : openAccount(turn, row, changes);
}

/** The one own account that is meant by its platform, or the only one; else words that ask which. */
export async function meant(
  turn: Turn,
  platform: string | undefined,
  fits: (row: AccountRow) => boolean,
): Promise<AccountRow | string> {
  const mine = (await myAccounts(turn.work)).filter(fits);
  const [named] = platform ? [platform] : readPlatforms(turn.message.text);
  const on = named ? mine.filter((row) => row.platform === platformFor(named).platform) : mine;
  const said = on.filter((row) => turn.message.text.includes(row.name));
  const [only] = said.length === 1 ? said : on;
  if (only && (on.length === 1 || said.length === 1)) return only;
  if (on.length === 0) return `没有找到您登记过的${named ?? ""}账号。回“我的账号”看全部。`;
  return lines(
    "是哪个账号?请带上编号再说一遍:",
    ...on.map((row) => `#${row.code} ${sayPlatform(row.platform)}“${row.name}”`),
  );
}

/** 取消 of a draft that was never effective. */
export async function dropDraft(turn: Turn, row: AccountRow): Promise<string> {
  await discardDraft(turn.work, row.id);
  return `✔ 已删掉草稿 #${row.code}。`;
}

/** What the words beside a form or an echo tell, read as if an account were registered. */
export const factsBeside = (turn: Turn): Draft =>
  accountFacts(turn, understand(turn.message.text, turn.work.now, { kind: "register-account" }));
