import {
  assignmentCounts,
  type CountyCounts,
  type CurrentCampaign,
  campaignDates,
  countyCounts,
  currentCampaign,
  type DatedStep,
  placedPeople,
} from "../../actions/overview.ts";
import { assignmentMachine } from "../../machines/assignment.ts";
import { campaignMachine } from "../../machines/campaign.ts";
import type { Work } from "../../work.ts";
import { dayOf, sayDay } from "../../workdays.ts";
import { html, type Markup } from "../html.ts";
import { datesInWords, datesTable } from "./dates.ts";
import type { Answer, Room, Visit } from "./door.ts";
import { box, stepsBar } from "./page.ts";

interface Overview {
  county: CountyCounts;
  people: { all: number; bound: number };
  campaign: CurrentCampaign | null;
  dates: DatedStep[];
  counts: Map<string, number>;
}

/** /admin: where everything stands, and what comes next. */
export const overviewRoom: Room = { path: "/", show: overview };

async function overview(visit: Visit): Promise<Answer> {
  return visit.act(async (work) => {
    const seen = await look(work);
    const content = html`${seen.county.demo ? demoBox : null}${nextStep(seen)}
<section class="tiles">${peopleTile(seen)}${countyTile(seen)}</section>
${seen.campaign ? campaignSection(work, seen, seen.campaign) : null}`;
    return { title: seen.county.bureau ?? "概况", content };
  });
}

async function look(work: Work): Promise<Overview> {
  const campaign = await currentCampaign(work);
  const people = new Map((await placedPeople(work)).map(({ personId, bound }) => [personId, bound]));
  return {
    county: await countyCounts(work),
    people: { all: people.size, bound: [...people.values()].filter(Boolean).length },
    campaign,
    dates: campaign ? await campaignDates(work, campaign.id) : [],
    counts: campaign ? await assignmentCounts(work, campaign.id) : new Map(),
  };
}

const demoBox = box("mind", html`<p>这里是演示数据,单位和人都是虚构的。</p>`);

/** What to do now, in one sentence with one button. */
function nextStep({ county, people, campaign }: Overview): Markup | null {
  const below = [...county.units].filter(([kind]) => kind !== "bureau" && kind !== "office");
  if (below.length === 0)
    return step(2, "登记单位和人员", "/admin/setup/units", "把学校和责任人的名单贴进来。");
  if (!campaign) return step(3, "确定方案日期", "/admin/setup/plan", "名单有了,下一步确认方案在哪一年办。");
  if (campaign.state !== "draft") return people.bound < people.all ? remindCodes(people) : null;
  if (people.bound === 0)
    return html`${step(4, "打印绑定码", "/admin/codes", "方案是草稿,还没有人收到。先让责任人绑定微信。")}
<p class="after"><a href="/admin/setup/publish">已经发过绑定码,直接去核对发布</a></p>`;
  return step(5, "核对并发布", "/admin/setup/publish", "方案是草稿,核对无误后发布,各单位才会收到任务。");
}

const step = (no: number, name: string, href: string, words: string): Markup =>
  html`${stepsBar(no)}<section class="card next"><h2>下一步:${name}</h2><p>${words}</p><a class="button" href="${href}">${name}</a></section>`;

const remindCodes = ({ all, bound }: Overview["people"]): Markup =>
  html`<section class="card next"><h2>还有 ${all - bound} 人没有绑定微信</h2><p>没有绑定的人收不到提醒。打印绑定码发给他们。</p>
<a class="button" href="/admin/codes">打印绑定码</a></section>`;

const tile = (title: string, rows: [string, number][]): Markup =>
  html`<section class="card"><h2>${title}</h2><dl class="counts">${rows.map(
    ([name, count]) => html`<div><dt>${name}</dt><dd>${count}</dd></div>`,
  )}</dl></section>`;

const peopleTile = ({ people: { all, bound } }: Overview): Markup =>
  tile("人员", [
    ["登记在岗", all],
    ["已绑定微信", bound],
    ["还没绑定", all - bound],
  ]);

const countyTile = ({ county: { units } }: Overview): Markup =>
  tile("单位", [
    ["中心校", units.get("central-school") ?? 0],
    ["学校", units.get("school") ?? 0],
    ["局属学校(单位)", units.get("affiliated") ?? 0],
    ["科室", units.get("office") ?? 0],
  ]);

function campaignSection(work: Work, { dates, counts }: Overview, campaign: CurrentCampaign): Markup {
  const states = Object.entries(assignmentMachine.states).filter(([state]) => counts.has(state));
  const rows = states.map(([state, name]): [string, number] => [name, counts.get(state) ?? 0]);
  const look = { workdays: work.rules.workdays, now: work.now };
  return html`<section class="card"><h2>${campaign.title} <span class="mark state">${campaignMachine.states[campaign.state]}</span></h2>
<p>今天是${sayDay(dayOf(work.now))}。${shiftWords(campaign.shiftDays)}</p>
${rows.length > 0 ? html`<dl class="counts">${rows.map(([name, count]) => html`<div><dt>${name}</dt><dd>${count}</dd></div>`)}</dl>` : null}
${warningsList(campaign.warnings)}
<details><summary>全部日期</summary><p>${datesInWords(dates, look).words}</p>${datesTable(dates, look)}</details></section>`;
}

/** How the dates were moved, in words. */
export function shiftWords(days: number): string {
  if (days === 0) return "日期照方案原文,没有移动。";
  const weeks = days % 7 === 0 ? `(${Math.abs(days / 7)} 周,星期几不变)` : "(星期几会变)";
  return `全部日期比方案原文${days > 0 ? "晚" : "早"} ${Math.abs(days)} 天${weeks},原文日期都留着。`;
}

/** The plan's oddities, folded. */
export const warningsList = (warnings: string[]): Markup | null =>
  warnings.length === 0
    ? null
    : html`<details><summary>方案里要留意的 ${warnings.length} 处</summary><ul class="warnings">${warnings.map(
        (warning) => html`<li>${warning}</li>`,
      )}</ul></details>`;
