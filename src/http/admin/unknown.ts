import { dismissUnknown, listUnknown, type UnknownRow } from "../../actions/unknown-phrases.ts";
import { dayOf, sayDay, timeOf } from "../../workdays.ts";
import { html, type Markup } from "../html.ts";
import type { Answer, Room, Visit } from "./door.ts";

const size = 50;

/** What was on the table, as the administrator reads it. */
const situations: Record<string, string> = {
  question: "答一道题时",
  list: "几题一起答时",
  idle: "没有在答题时",
  paused: "暂停以后",
  form: "登记账号或作品时",
  review: "审核时",
  confirm: "等着确认时",
  other: "办别的事时",
};

/** /admin/unknown: what people said and the bot did not understand, so that its words can grow. */
export const unknownRoom: Room = { path: "/unknown", show, change };

async function change(visit: Visit): Promise<Answer> {
  await visit.act((work) => dismissUnknown(work, Number(visit.form.id) || 0));
  return { go: `/admin/unknown?page=${pageOf(visit.form.page)}` };
}

const pageOf = (text: string | undefined): number => Math.max(1, Math.min(1_000, Number(text) || 1));

async function show(visit: Visit): Promise<Answer> {
  const page = pageOf(visit.query.page);
  const { rows, total } = await visit.act((work) => listUnknown(work, { page, size }));
  const intro = html`<p>这些话机器人没有听懂,已经请对方换了说法或转给了人工。这里不记是谁说的,名字、号码和链接都已换掉。
常见的说法可以告诉开发人员补进词库;没有用的点“不用了”。</p>`;
  const body = total === 0 ? html`<p>目前没有听不懂的话。</p>` : table(visit, rows, page);
  return { title: "没听懂的话", content: html`${intro}${body}${pager(page, total)}` };
}

function table({ csrf, now }: Visit, rows: UnknownRow[], page: number): Markup {
  const row = ({ id, phrase, situation, question, times, lastAt }: UnknownRow): Markup => html`<tr>
<th scope="row">${phrase}</th>
<td data-label="当时"><span>${situations[situation] ?? situations.other}${question && html`<br><span class="soft">${question}</span>`}</span></td>
<td data-label="次数">${times}</td>
<td data-label="最近"><span class="day">${sayDay(dayOf(lastAt), now)} ${timeOf(lastAt)}</span></td>
<td><form method="post" action="/admin/unknown">${csrf}<input type="hidden" name="id" value="${id}">
<input type="hidden" name="page" value="${page}"><button class="plain">不用了</button></form></td></tr>`;
  return html`<table class="stack"><thead><tr><th scope="col">原话</th><th scope="col">当时</th><th scope="col">次数</th>
<th scope="col">最近一次</th><th scope="col"></th></tr></thead><tbody>${rows.map(row)}</tbody></table>`;
}

function pager(page: number, total: number): Markup | null {
  const last = Math.ceil(total / size);
  if (last <= 1) return null;
  const link = (to: number, words: string): Markup | null =>
    to < 1 || to > last ? null : html`<a href="/admin/unknown?page=${to}">${words}</a> `;
  return html`<p>${link(page - 1, "上一页")}第 ${page} 页,共 ${last} 页 ${link(page + 1, "下一页")}</p>`;
}
