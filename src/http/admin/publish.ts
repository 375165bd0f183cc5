import { extendScope, publishCampaign } from "../../actions/campaigns.ts";
import { tellOnPaper } from "../../actions/drafts.ts";
import {
  assignmentCounts,
  type CurrentCampaign,
  currentCampaign,
  sharesOf,
  type UnitShare,
} from "../../actions/overview.ts";
import { Refusal, stale } from "../../errors.ts";
import { html, type Markup } from "../html.ts";
import { type Answer, orRefusal, type Room, type Visit } from "./door.ts";
import { box, refusalBox, stepsBar } from "./page.ts";

/** /admin/setup/publish: who would get what, who cannot be reached and why; then the plan goes out. */
export const publishRooms: Room[] = [
  { path: "/setup/publish", show: (visit) => publishPage(visit, null), change: publish },
  { path: "/setup/publish/extend", change: extend },
];

/** Units that were registered after the plan went out get their work too. */
async function extend(visit: Visit): Promise<Answer> {
  await visit.act(async (work) => {
    const campaign = await currentCampaign(work);
    if (campaign) await extendScope(work, campaign.id);
  });
  return { go: "/admin/setup/publish" };
}

async function publish(visit: Visit): Promise<Answer> {
  const { form, act } = visit;
  const outcome = await orRefusal(
    act(async (work) => {
      const campaign = await currentCampaign(work);
      if (!campaign || String(campaign.id) !== form.campaign) throw stale();
      const codes = (await sharesOf(work, campaign)).map(({ code }) => code);
      await tellOnPaper(
        work,
        campaign.id,
        codes.filter((code) => form[`paper-${code}`] === "yes"),
      );
      return publishCampaign(work, campaign.id);
    }),
  );
  return outcome instanceof Refusal ? publishPage(visit, outcome) : { go: "/admin/setup/publish" };
}

async function publishPage(visit: Visit, refusal: Refusal | null): Promise<Answer> {
  return visit.act(async (work) => {
    const title = "核对并发布";
    const status = refusal ? { status: refusal.status } : {};
    const campaign = await currentCampaign(work);
    if (!campaign)
      return { title, ...status, content: html`${stepsBar(3)}${refusalBox(refusal)}${nothingYet}` };
    const shares = await sharesOf(work, campaign);
    if (campaign.state !== "draft") {
      const counts = await assignmentCounts(work, campaign.id);
      const sent = [...counts.values()].reduce((sum, count) => sum + count, 0);
      const content = html`${refusalBox(refusal)}${published(visit, { campaign, shares, sent })}`;
      return { title: "方案已发布", ...status, content };
    }
    const content = html`${stepsBar(5)}${refusalBox(refusal)}${preview(visit, campaign, shares)}`;
    return { title, ...status, content };
  });
}

const nothingYet = html`<div class="card next"><p>还没有方案。</p><a class="button" href="/admin/setup/plan">先确定方案和日期</a></div>`;

const total = (shares: UnitShare[]): number => shares.reduce((sum, { tasks }) => sum + tasks, 0);

/** Why nobody at a unit hears of its work over WeChat; null when somebody does. */
function whyUnreached({ responsible }: UnitShare): string | null {
  if (responsible.length === 0) return "没有责任人";
  if (responsible.some(({ bound }) => bound)) return null;
  return `责任人${responsible.map(({ name }) => name).join("、")}还没有绑定微信`;
}

function preview({ csrf }: Visit, campaign: CurrentCampaign, shares: UnitShare[]): Markup {
  const unreached = shares.filter((share) => whyUnreached(share) !== null);
  if (shares.length === 0)
    return box(
      "bad",
      html`<p>还没有一个单位会收到任务。<a href="/admin/setup/units">先登记单位和人员</a></p>`,
    );
  const reached = shares.length - unreached.length;
  return html`<section class="card"><h2>《${campaign.title}》</h2><dl class="counts">
<div><dt>收到任务的单位</dt><dd>${shares.length}</dd></div><div><dt>任务总数</dt><dd>${total(shares)}</dd></div>
<div><dt>微信能通知到</dt><dd>${reached}</dd></div><div><dt>微信通知不到</dt><dd>${unreached.length}</dd></div></dl></section>
<form method="post" action="/admin/setup/publish">${csrf}<input type="hidden" name="campaign" value="${campaign.id}">
${unreached.length > 0 ? unreachedList(campaign, unreached) : box("good", html`<p>每个单位都有责任人绑定了微信。</p>`)}
<div class="card next"><h2>发布</h2><p>发布后,每个单位立刻领到任务,到提醒时间开始发微信消息。发布不能撤回。</p>
<button>确认发布</button></div></form>`;
}

const unreachedList = (
  campaign: CurrentCampaign,
  unreached: UnitShare[],
): Markup => html`<section class="card">
<h2>这 ${unreached.length} 个单位微信通知不到</h2>
<p>可以先<a href="/admin/codes">打印绑定码</a>,等他们绑定后再发布;也可以现在发布,改用书面或电话通知,在前面打勾。</p>
<ul class="ticks">${unreached.map((share) => {
  const ticked = campaign.offlineUnits.includes(share.code);
  return html`<li><label class="choice"><input type="checkbox" name="paper-${share.code}" value="yes"${ticked ? html` checked` : null}>
<span><strong>${share.name}</strong>,${share.tasks} 项任务<small>${whyUnreached(share)}</small></span></label></li>`;
})}</ul><p class="soft">打勾表示已经或将用书面通知,只作记录。没有责任人的单位,提醒会转给单位负责人、中心校,最后是教体局。</p></section>`;

interface Published {
  campaign: CurrentCampaign;
  shares: UnitShare[];
  /** Tasks that have gone out. */
  sent: number;
}

function published({ csrf }: Visit, { campaign, shares, sent }: Published): Markup {
  const paper = shares.filter(({ code }) => campaign.offlineUnits.includes(code));
  const left = shares.filter((share) => whyUnreached(share) !== null && !paper.includes(share));
  const late = campaign.state === "active" ? total(shares) - sent : 0;
  return html`${box("good", html`<p>《${campaign.title}》已发布,一共发出 ${sent} 项任务。</p>`)}
${late > 0 ? lateUnits(csrf, late) : null}
<div class="card next"><a class="button" href="/admin">看概况</a> <a href="/admin/codes">打印绑定码</a></div>
${left.length > 0 ? units("微信还通知不到", left) : null}${paper.length > 0 ? units("书面通知的单位", paper) : null}`;
}

const lateUnits = (csrf: Markup, late: number): Markup =>
  box(
    "mind",
    html`<p>发布以后又登记了单位,还有 ${late} 项任务没有发给它们。</p>
<form method="post" action="/admin/setup/publish/extend">${csrf}<button>补发任务</button></form>`,
  );

const units = (
  title: string,
  shares: UnitShare[],
): Markup => html`<section class="card"><h2>${title}(${shares.length} 个)</h2>
<ul class="columns">${shares.map((share) => html`<li>${share.name} <span class="soft">${whyUnreached(share)}</span></li>`)}</ul></section>`;
