import type { PublicationContent } from "../../entities/publication-revision.ts";
import type { AccountRow, PublicationRow } from "../../src/actions/registration-lists.ts";
import { dayOf } from "../../src/workdays.ts";
import { accountFields, sayPlatform } from "./account-fields.ts";
import type { Form } from "./memory.ts";
import { publicationFields } from "./publication-fields.ts";

const states: Record<string, string> = {
  draft: "要修改(已退回或没交)",
  unit_review: "等单位审核",
  bureau_review: "等教体局审核",
  effective: "已登记,有效",
  retiring: "注销待批",
  retired: "已注销",
  voided: "已作废",
  cleared: "审核通过,可以发布",
  published: "已发布,已备案",
  retracted: "已撤下",
  abandoned: "已放弃",
};

/** Where a registration stands, in plain words. */
function stateWords(row: AccountRow | PublicationRow): string {
  const state = states[row.state] ?? row.state;
  const changing = ["effective", "published"].includes(row.state) && row.pending;
  if (!changing) return state;
  return row.pending === "draft" ? `${state};变更被退回,要修改` : `${state};变更审核中`;
}

/** One own account or work in a list. */
export const rowLine = (row: AccountRow | PublicationRow): string =>
  "handle" in row
    ? `#${row.code} ${sayPlatform(row.platform)}“${row.name}”:${stateWords(row)}`
    : `#${row.code} 《${row.title}》:${stateWords(row)}`;

/** What is said of a work: the version under review, else the one in effect, with where and when it appeared since. */
export function shownContent(row: PublicationRow): PublicationContent {
  const content = row.pendingContent ?? row.content;
  const day = content.day ?? (row.publishedAt && dayOf(row.publishedAt));
  return { ...content, url: content.url ?? row.url, day };
}

/** What was registered, item by item: the version under review, else the one in effect. */
export function contentRows(of: Form["of"], row: AccountRow | PublicationRow): string[] {
  const shown = "mediaAccountId" in row ? shownContent(row) : (row.pendingContent ?? row.content);
  const content = { ...shown } as Record<string, string | number | boolean | null>;
  const account: [number, string][] =
    "mediaAccountId" in row ? [[row.mediaAccountId, `${sayPlatform(row.platform)}“${row.account}”`]] : [];
  const fields = of === "account" ? accountFields : publicationFields(account);
  const known = { ...content, published: (content.url ?? null) !== null };
  return fields
    .filter((field) => field.when?.(known) ?? true)
    .flatMap((field) => {
      const value = (known as typeof content)[field.key];
      return value === null || value === undefined ? [] : [`${field.label}:${field.say(value)}`];
    });
}
