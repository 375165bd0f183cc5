import { IsIn, Matches } from "class-validator";
import { discardDraft } from "../../actions/drafts.ts";
import { type CurrentCampaign, campaignDates, currentCampaign } from "../../actions/overview.ts";
import { invalid, Refusal } from "../../errors.ts";
import type { Work } from "../../work.ts";
import { type Day, dayOf, sayDay } from "../../workdays.ts";
import { html, type Markup } from "../html.ts";
import { datesInWords, datesTable } from "./dates.ts";
import {
  type AdminParts,
  type Answer,
  orRefusal,
  type PlanOrder,
  type PlanPreview,
  type Room,
  type Visit,
} from "./door.ts";
import { checked } from "./forms.ts";
import { shiftWords, warningsList } from "./overview.ts";
import { box, refusalBox, stepsBar } from "./page.ts";

class PlanForm {
  @IsIn(["year", "issued", "shift"], { message: "请在三种办法里选一种" })
  how = "";

  @Matches(/^(20\d\d)?$/, { message: "年份请写四位数,如 2026" })
  year = "";

  @Matches(/^(20\d\d-\d\d-\d\d)?$/, { message: "下发日期请写成 2026-08-06 这样" })
  issuedOn = "";

  @Matches(/^(-?\d{1,5})?$/, { message: "平移天数请写整数,往前移写负数" })
  shiftDays = "";
}

/** /admin/setup/plan: in which year the plan is carried out; every date is shown before the draft is made. */
export function planRooms(parts: AdminParts): Room[] {
  return [
    { path: "/setup/plan", show: (visit) => planPage(visit, parts), change: (visit) => make(visit, parts) },
    { path: "/setup/plan/discard", change: discard },
  ];
}

async function planPage(visit: Visit, parts: AdminParts): Promise<Answer> {
  const present = await visit.act(async (work) => {
    const campaign = await currentCampaign(work);
    return campaign ? await presentPlan(work, visit, campaign) : null;
  });
  if (present) return { title: "方案和日期", content: present };
  const { query } = visit;
  if (query.how === undefined)
    return { title: "方案和日期", content: html`${stepsBar(3)}${askForm(visit, {})}` };
  return preview(visit, parts, query);
}

async function preview(visit: Visit, parts: AdminParts, sent: Record<string, string>): Promise<Answer> {
  const outcome = await orRefusal((async () => orderOf(sent))());
  if (outcome instanceof Refusal) {
    const content = html`${stepsBar(3)}${refusalBox(outcome)}${askForm(visit, sent)}`;
    return { title: "方案和日期", status: outcome.status, content };
  }
  const plan = await parts.previewPlan(outcome);
  const rules = parts.house.rules;
  const content = previewContent(visit, { plan, order: outcome, sent, workdays: rules.workdays });
  return { title: "先看看日期对不对", content };
}

interface Previewed {
  plan: PlanPreview;
  order: PlanOrder;
  sent: Record<string, string>;
  workdays: AdminParts["house"]["rules"]["workdays"];
}

function previewContent(visit: Visit, { plan, order, sent, workdays }: Previewed): Markup {
  const look = { workdays, now: visit.now };
  const { words, past } = datesInWords(plan.steps, look);
  const all = past === plan.steps.length;
  const kept = ["how", "year", "issuedOn", "shiftDays"].map(
    (name) => html`<input type="hidden" name="${name}" value="${sent[name]}">`,
  );
  return html`${stepsBar(3)}
${box(
  past > 0 ? "mind" : "good",
  html`<p>${shiftWords(plan.shiftDays)}${issueWords(order.issuedOn)}</p><p>${words}</p>
${all ? html`<p><strong>所有日期都已经过去:发布后每一项都会算逾期。请核对年份。</strong></p>` : null}`,
)}
<div class="card"><form method="post" action="/admin/setup/plan">${visit.csrf}${kept}
<button>日期没问题,建立草稿</button> <a href="/admin/setup/plan">重新选</a></form>
<p class="soft">草稿不会发给任何人。</p></div>
<section class="card"><h2>《${plan.title}》的全部日期</h2>${datesTable(plan.steps, look)}</section>
<div class="card">${warningsList(plan.warnings)}</div>`;
}

const issueWords = (issuedOn: Day | undefined): string =>
  issuedOn ? `“即日起”按 ${sayDay(issuedOn)} 算。` : "没有填下发日期,“即日起”的阶段没有开始日。";

async function make(visit: Visit, parts: AdminParts): Promise<Answer> {
  const outcome = await orRefusal(
    visit.act(async (work) => {
      const present = await currentCampaign(work);
      return present ? present.id : parts.makePlan(work, orderOf(visit.form));
    }),
  );
  return outcome instanceof Refusal ? preview(visit, parts, visit.form) : { go: "/admin/setup/plan" };
}

/** The year must be said one way or another: a plan of 2018 is never dated by guessing. */
function orderOf(sent: Record<string, string>): PlanOrder {
  const form = checked(PlanForm, sent);
  const issuedOn = realDay(form.issuedOn);
  const issued = issuedOn === undefined ? {} : { issuedOn };
  if (form.how === "shift") {
    if (form.shiftDays === "") throw invalid("请填写平移多少天");
    return { ...issued, shiftDays: Number(form.shiftDays) };
  }
  if (form.how === "issued") {
    if (issuedOn === undefined) throw invalid("请填写下发日期");
    return { issuedOn, year: Number(issuedOn.slice(0, 4)) };
  }
  if (form.year === "") throw invalid("请填写年份");
  return { ...issued, year: Number(form.year) };
}

function realDay(text: string): Day | undefined {
  if (text === "") return undefined;
  const moment = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(moment.getTime()) || !moment.toISOString().startsWith(text))
    throw invalid("没有这个日期,请核对下发日期");
  return text;
}

function askForm({ now }: Visit, sent: Record<string, string>): Markup {
  const year = dayOf(now).slice(0, 4);
  const pick = (how: string): Markup =>
    html`<input type="radio" name="how" value="${how}" required${sent.how === how ? html` checked` : null}>`;
  return html`<div class="card"><p>系统里已经录好 2018 年的《规范信息传播专项治理工作方案》:4 个专项、10 个阶段、86 个自查问题、8 项材料。
原文只写了 2018 年的日期,<strong>请先确定在哪一年办</strong>。下一步能看到每一个日期,看过再建立。</p>
<form method="get" action="/admin/setup/plan">
<fieldset><legend>日期怎么定?</legend>
<label class="choice">${pick("year")}<span>在这一年办 <input name="year" inputmode="numeric" size="4" value="${sent.year || year}" aria-label="年份"> 年
<small>移到这一年的同一时节,按整周移,星期几不变。写 2018 就是照原文</small></span></label>
<label class="choice">${pick("issued")}<span>按下发日期定年份<small>年份跟下发日期走,在下面填日期</small></span></label>
<label class="choice">${pick("shift")}<span>全部日期往后移 <input name="shiftDays" inputmode="numeric" size="5" value="${sent.shiftDays}" aria-label="平移天数"> 天
<small>移 7 的倍数,星期几不变;往前移写负数</small></span></label></fieldset>
<label>文件下发日期<small>方案里“即日起”从这一天算;还没下发可以不填</small>
<input type="date" name="issuedOn" value="${sent.issuedOn}"></label>
<button>看看每个日期</button></form></div>`;
}

async function presentPlan(work: Work, { csrf }: Visit, campaign: CurrentCampaign): Promise<Markup> {
  const look = { workdays: work.rules.workdays, now: work.now };
  const dates = await campaignDates(work, campaign.id);
  const { words } = datesInWords(dates, look);
  const draft = campaign.state === "draft";
  const state = draft ? "方案已建成草稿,还没有发给任何人。" : "方案已经发布,各单位在按这些日期办。";
  return html`${draft ? stepsBar(4) : null}${box("good", html`<p>${state}</p><p>${shiftWords(campaign.shiftDays)}${words}</p>`)}
${draft ? afterDraft(csrf) : null}
<section class="card"><h2>《${campaign.title}》的全部日期</h2>${datesTable(dates, look)}</section>
<div class="card">${warningsList(campaign.warnings)}</div>`;
}

const afterDraft = (csrf: Markup): Markup => html`<div class="card next">
<a class="button" href="/admin/codes">下一步:打印绑定码</a> <a href="/admin/setup/publish">直接去核对发布</a>
<details><summary>日期不对?</summary><p>这份草稿作废,回到上一步重新定日期。单位和人员不受影响。</p>
<form method="post" action="/admin/setup/plan/discard">${csrf}<button class="quiet">作废草稿,重新定日期</button></form></details></div>`;

async function discard({ act }: Visit): Promise<Answer> {
  await act(async (work) => {
    const campaign = await currentCampaign(work);
    if (campaign) await discardDraft(work, campaign.id);
  });
  return { go: "/admin/setup/plan" };
}
