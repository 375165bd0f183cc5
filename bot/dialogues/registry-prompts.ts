import type { ConsentNotice } from "../../entities/consent-notice.ts";
import { currentNotice } from "../../src/actions/consents.ts";
import {
  type AccountRow,
  accountById,
  myAccounts,
  publicationById,
} from "../../src/actions/registration-lists.ts";
import { accountFields, sayPlatform } from "./account-fields.ts";
import type { Draft, Form, Pending, Sure, Why } from "./memory.ts";
import { publicationFields } from "./publication-fields.ts";
import type { Field } from "./registry-reading.ts";
import { rowLine } from "./registry-words.ts";
import { lines, type Turn } from "./turn.ts";

type Looking = Extract<Pending, { kind: "registry-review" }>;

/** The items of a form that apply to what is known so far. */
export function fieldsOf(form: Form): Field[] {
  const all = form.of === "account" ? accountFields : publicationFields(form.accounts);
  return all.filter((field) => field.when?.(form.draft) ?? true);
}

/** What a form asks now, or its echo. */
export function formWords(form: Form): string {
  const fields = fieldsOf(form);
  const place = fields.findIndex((field) => field.key === form.at);
  const field = fields[place];
  return field ? `(${place + 1}/${fields.length}) ${field.ask}` : formEcho(form, fields);
}

const titles = {
  account: { new: "请核对要登记的账号:", mend: "请核对修改后的账号:", change: "请核对变更后的账号:" },
  publication: { new: "请核对要登记的作品:", mend: "请核对修改后的作品:", change: "请核对变更后的作品:" },
};

function formEcho(form: Form, fields: Field[]): string {
  const rows = fields.map((field, index) => `${index + 1}. ${field.label}:${said(field, form.draft)}`);
  const promise = form.of === "account" ? "以上属实,账号由我本人管理、对内容负责。" : null;
  return lines(
    titles[form.of][form.mode],
    ...rows,
    promise && `承诺:${promise}`,
    `都对就回“确认”${promise ? "(即作出承诺)" : ""};要改哪项回它的序号;不办了回“取消”。`,
  );
}

function said(field: Field, draft: Draft): string {
  const value = draft[field.key];
  return value === null || value === undefined ? "(没有填)" : field.say(value);
}

/** How a notice is agreed to. */
export const howToConsent = "同意请回“同意”;不同意回“不同意”,我就不登记、不保存。";

/** The notice with how to agree to it. */
export const noticeBody = (notice: ConsentNotice): string =>
  lines(`《${notice.title}》(第${notice.version}版)`, notice.body, howToConsent);

/** The current notice once more. */
export const noticeWords = async (turn: Turn): Promise<string> => noticeBody(await currentNotice(turn.work));

/** Asks why an account or a work is ended or taken up again, or what shows that the work is gone. */
export async function whyAsk(turn: Turn, { deed, id, reason }: Why): Promise<string> {
  if (deed === "retract") {
    const { title } = await publicationById(turn.work, id);
    return reason === null
      ? `《${title}》为什么撤下?请写一句原因,如“内容有误”。`
      : `怎么能看出《${title}》已经撤下?请写一句,如“11月24日已在抖音删除,链接打不开”。`;
  }
  const what = named(await accountById(turn.work, id));
  return deed === "retire"
    ? `为什么注销${what}?请写一句原因,如“不再使用”。`
    : `为什么恢复登记${what}?请写一句原因,如“又开始更新了”。`;
}

const named = (row: AccountRow): string => `${sayPlatform(row.platform)}“${row.name}”`;

/** What is about to be done and what follows. */
export async function sureWords(turn: Turn, { deed, id, reason, proof }: Sure): Promise<string> {
  switch (deed) {
    case "zero-report":
      return "记为零报告:您本人没有自媒体账号。以后开了账号再来登记。属实就回“确认”,不是回“取消”。";
    case "withdraw-consent":
      return "撤回同意后:没审完的登记会停下,生效的账号会注销,以后不再用您的登记信息;依法要留的记录留到期满再删。确定要撤回,回“确认”;不撤了回“取消”。";
    case "erase":
      return "删除后:您的登记信息会删掉,找不回来;依法要留的审核记录会保留,并告诉您留了什么、为什么。确定删除,回“确认”;不删了回“取消”。";
    case "retire": {
      const row = await accountById(turn.work, id ?? 0);
      return `申请注销${named(row)}(#${row.code}),原因:${reason}。教体局批准后注销。对就回“确认”,不注销了回“取消”。`;
    }
    case "reinstate": {
      const row = await accountById(turn.work, id ?? 0);
      return `恢复登记${named(row)}(#${row.code}),原因:${reason}。恢复后先是草稿,核对了再交审核。对就回“确认”,不恢复了回“取消”。`;
    }
    case "retract": {
      const row = await publicationById(turn.work, id ?? 0);
      return `《${row.title}》(#${row.code})记为已撤下,原因:${reason},撤下情况:${proof}。记了就不能再改。对就回“确认”,不是回“取消”。`;
    }
    case "abandon": {
      const row = await publicationById(turn.work, id ?? 0);
      return `《${row.title}》(#${row.code})不发了,这份登记就此作废,不能再交。确定就回“确认”,还要发回“取消”。`;
    }
    case "reconfirm": {
      const rows = (await myAccounts(turn.work)).filter(({ state }) => state === "effective");
      return lines("您的账号:", ...rows.map(rowLine), "都没有变化就回“确认”;有变化直接说,如“抖音改名为…”。");
    }
  }
}

/** How a reviewer decides on a registration. */
export const howToDecide = "同意就回“通过”;要退,回“退回”加原因,如“退回 标题太夸张”。";

/** What the reviewer is asked, once more. */
export const reviewAsk = async (turn: Turn, { of, id }: Looking): Promise<string> => {
  const row = of === "account" ? await accountById(turn.work, id) : await publicationById(turn.work, id);
  return `正在看 #${row.code}。${howToDecide}`;
};
