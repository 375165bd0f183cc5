import type { PublicationContent } from "../../entities/publication-revision.ts";
import {
  amendPublication,
  editPublication,
  filePostHoc,
  publishPublication,
  registerPublication,
  revisePublication,
  submitPublication,
} from "../../src/actions/publications.ts";
import { publicationCode } from "../../src/actions/registration-codes.ts";
import { myAccounts, myPublications, type PublicationRow } from "../../src/actions/registration-lists.ts";
import { dayOf, sayDay } from "../../src/workdays.ts";
import type { Meaning, RegistrationMeaning } from "../understand/meaning.ts";
import { readShare } from "../understand/registration/share.ts";
import { understand } from "../understand/understand.ts";
import { platformFor, sayPlatform } from "./account-fields.ts";
import { afterConsent } from "./consenting.ts";
import { putForm } from "./filling.ts";
import type { Draft, Form } from "./memory.ts";
import { reviewerNames } from "./registering.ts";
import { readLink, readPastDay } from "./registry-reading.ts";
import { rowLine, shownContent } from "./registry-words.ts";
import { lines, type Turn } from "./turn.ts";

const empty: Omit<Form, "draft" | "accounts"> = {
  kind: "form",
  of: "publication",
  mode: "new",
  id: null,
  at: null,
  queue: [],
};

/** What is told of a work in one message: in words, or by a pasted share text; a link means that it is out. */
function publicationFacts(turn: Turn, meaning: Meaning): Draft {
  const share = readShare(turn.message.text);
  const told = meaning.intent === "register-publication" ? meaning : null;
  const title = share?.title ?? told?.topic;
  return {
    ...(title && { title }),
    ...(share && { url: share.url, published: true }),
    ...(told?.date && { day: told.date, published: true }),
  };
}

/** What the words beside a form or an echo tell of a work. */
export const workBeside = (turn: Turn): Draft =>
  publicationFacts(turn, understand(turn.message.text, turn.work.now, { kind: "register-publication" }));

/** Registers a work before or after it is published; a form left half-way is taken up again. */
export async function startPublication(turn: Turn, meaning: RegistrationMeaning): Promise<string> {
  const facts = publicationFacts(turn, meaning);
  const { laidAside } = turn.memory;
  if (laidAside?.of === "publication" && Object.keys(facts).length === 0) {
    turn.memory.laidAside = null;
    return lines("刚才登记到一半,接着来:", putForm(turn, laidAside));
  }
  const own = await choices(turn);
  if (own.length === 0)
    return "您还没有审核通过的账号,作品要登记在账号下面。请先回“登记账号”;已经登记的,等审核通过再来。";
  const mediaAccountId = await accountMeant(turn, meaning);
  const draft: Draft = { ...facts, ...(mediaAccountId && { mediaAccountId }) };
  return afterConsent(turn, { ...empty, draft, accounts: own });
}

async function choices(turn: Turn): Promise<[number, string][]> {
  const rows = (await myAccounts(turn.work)).filter((row) => row.state === "effective");
  return rows.map((row) => [row.id, `${sayPlatform(row.platform)}“${row.name}”`]);
}

/** The only own account on the platform that the words or the link name. */
async function accountMeant(turn: Turn, meaning: RegistrationMeaning): Promise<number | null> {
  const share = readShare(turn.message.text);
  const platform = share?.platform ?? meaning.platform;
  if (!platform) return null;
  const rows = (await myAccounts(turn.work)).filter(
    (row) => row.state === "effective" && row.platform === platformFor(platform).platform,
  );
  const named = rows.filter((row) => row.name === share?.account);
  const [only] = named.length === 1 ? named : rows;
  const isSure = named.length === 1 || (rows.length === 1 && !share?.account);
  return isSure && only ? only.id : null;
}

/** 确认: registers or mends exactly what was echoed. */
export async function confirmPublication(turn: Turn, form: Form): Promise<string> {
  const content = contentOf(form.draft);
  const publication = await saved(turn, form, content);
  turn.memory.pending = null;
  const who = await reviewerNames(turn, publication);
  const further = content.kind === "ordinary" ? "" : ",再报教体局";
  if (form.draft.filed)
    return `✔ 《${content.title}》的更正已交给${who}审核${further}(#${publicationCode(publication.id)})。审核通过前,原来的备案照样有效。`;
  const wait = form.draft.published ? "" : "审核通过前请先不要发。";
  return `✔ 《${content.title}》已登记(#${publicationCode(publication.id)}),由${who}审核${further}。${wait}结果会告诉您。`;
}

async function saved(turn: Turn, { mode, id, draft }: Form, content: PublicationContent) {
  const { work } = turn;
  const published = draft.published === true;
  if (mode === "new" || id === null) return registerPublication(work, content, { published });
  if (draft.filed) return amendPublication(work, id, content);
  if (mode === "change") await revisePublication(work, id, content);
  else await editPublication(work, id, content);
  return published ? filePostHoc(work, id) : submitPublication(work, id);
}

function contentOf({ published, filed: _filed, ...draft }: Draft): PublicationContent {
  const out = published ? {} : { url: null };
  const source = draft.original === true ? { source: null } : {};
  return { url: null, day: null, source: null, ...draft, ...out, ...source } as unknown as PublicationContent;
}

/** Opens a work's items to be mended, revised once it was cleared, or corrected once it is published. */
export async function openPublication(turn: Turn, row: PublicationRow): Promise<string> {
  if (row.pending?.endsWith("_review")) return lines(rowLine(row), "正在审核,现在不能修改;等有了结果再改。");
  if (row.maskedAt || !["draft", "cleared", "published"].includes(row.state))
    return lines(rowLine(row), "不能再修改了。");
  const filed = row.state === "published";
  const { source, ...rest } = shownContent(row);
  const draft: Draft = {
    ...rest,
    ...(source !== null && { source }),
    published: rest.url !== null,
    ...(filed && { filed }),
  };
  const mode = row.state === "draft" ? "mend" : "change";
  return afterConsent(turn, { ...empty, mode, id: row.id, draft, accounts: await choices(turn) });
}

/** 已发布 with the link, for a work that was cleared. */
export async function tellPublished(turn: Turn, row: PublicationRow | null): Promise<string> {
  const { text } = turn.message;
  const cleared = row ? [row] : (await myPublications(turn.work)).filter((each) => each.state === "cleared");
  const [only] = cleared;
  if (!only) return "没有审核通过、等您发布的作品。回“我的作品”看进度。";
  if (cleared.length > 1)
    return lines(
      "是哪个作品?请带上编号,如“#编号 已发布 链接”:",
      ...cleared.map((each) => `#${each.code} 《${each.title}》`),
    );
  const url = readLink(text);
  if (!url) return `请把《${only.title}》的链接一起发给我,如“#${only.code} 已发布 https://…”。`;
  const day = readPastDay(dayWords(text), turn.work.now) ?? dayOf(turn.work.now);
  await publishPublication(turn.work, only.id, { url, day });
  return `✔ 《${only.title}》(#${only.code})已记为${sayDay(day, turn.work.now)}发布。`;
}

const dayWords = (text: string): string =>
  /(?:今天|昨天|前天|\d{1,2}月\d{1,2}[日号]?|\d{1,2}[日号])/u.exec(text.replace(/https?:\S+/gu, ""))?.[0] ??
  "今天";
