import { addUnitsAndPeople, type CountyOutcome } from "../../actions/county.ts";
import { columns } from "../../actions/county-headings.ts";
import { countyCounts, currentCampaign } from "../../actions/overview.ts";
import { Refusal } from "../../errors.ts";
import { html, type Markup } from "../html.ts";
import { type Answer, orRefusal, type Room, type Visit } from "./door.ts";
import { box, refusalBox, stepsBar } from "./page.ts";

/** Some ten thousand lines. */
const largestTable = 2_000_000;

/** /admin/setup/units: a pasted table is looked at first, and written when it is confirmed. */
export const unitsRoom: Room = {
  path: "/setup/units",
  limit: largestTable,
  show: (visit) => unitsPage(visit, null),
  change: async (visit) => {
    const text = visit.form.table ?? "";
    const dryRun = visit.form.confirm !== "yes";
    const outcome = await orRefusal(visit.act((work) => addUnitsAndPeople(work, text, { dryRun })));
    return unitsPage(visit, outcome);
  },
};

const besideDemo = box(
  "mind",
  html`<p>现在放的是演示数据。要登记本县的单位,请先移除演示数据,再开始设置。</p>`,
);

async function unitsPage(visit: Visit, outcome: CountyOutcome | Refusal | null): Promise<Answer> {
  const { units, demo, published } = await visit.act(async (work) => {
    const campaign = await currentCampaign(work);
    return { ...(await countyCounts(work)), published: campaign !== null && campaign.state !== "draft" };
  });
  const title = "单位和人员";
  if (demo)
    return { title, content: besideDemo, ...(outcome instanceof Refusal && { status: outcome.status }) };
  if (outcome === null)
    return { title, content: html`${published ? null : stepsBar(2)}${pasteForm(visit, "", units.size > 2)}` };
  const text = visit.form.table ?? "";
  if (outcome instanceof Refusal)
    return { title, status: outcome.status, content: html`${refusalBox(outcome)}${pasteForm(visit, text)}` };
  if (outcome.kind === "wrong") return { title, status: 422, content: wrongTable(visit, text, outcome) };
  if (outcome.kind === "planned") return { title, content: plannedTable(visit, text, outcome) };
  return { title, content: writtenTable(outcome, published) };
}

const example = `${columns.join("\t")}
柳河镇中心校\t\t中心校\t魏春燕\t责任人
柳河镇中心校\t\t\t孟庆和\t负责人
大王庄小学\t柳河镇中心校\t学校\t王秀兰\t责任人
县第一中学\t\t局属学校\t高志远\t责任人
信息办\t\t科室\t韩立新\t科室经办人`;

const pasteForm = ({ csrf }: Visit, text: string, started = false): Markup => html`<div class="card">
<p>在 Excel 里选中这五栏,复制,贴到下面。${started ? "已登记的不会重复,只补新的。" : "可以分几次贴,重复的只登记一次。"}</p>
<div class="scroll"><table class="example"><thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${example
  .split("\n")
  .slice(1)
  .map(
    (line) => html`<tr>${line.split("\t").map((cell) => html`<td>${cell}</td>`)}</tr>`,
  )}</tbody></table></div>
<ul class="soft"><li>类别:中心校、学校、局属学校(单位)、科室。同一单位写过一次,后面几行可以空着。</li>
<li>上级单位:学校写所属中心校;其他空着。</li>
<li>岗位:责任人(办任务的人)、负责人(校长)、教职工、科室经办人(审材料的人)、管理员。</li>
<li>不要贴身份证号和电话。</li></ul>
<form method="post" action="/admin/setup/units">${csrf}
<label>名单<textarea name="table" rows="12" required wrap="off" spellcheck="false" class="paste">${text}</textarea></label>
<button>先检查一遍</button> <span class="soft">检查时不会写入</span></form></div>`;

function wrongTable(
  visit: Visit,
  text: string,
  { problems }: Extract<CountyOutcome, { kind: "wrong" }>,
): Markup {
  const lines = new Set(problems.map(({ line }) => line)).size;
  const most = 200;
  return html`${box("bad", html`<p>有 ${lines} 行要改,什么都没有写入。改好后再检查。</p>`)}
<div class="card"><table class="stack"><thead><tr><th scope="col">第几行</th><th scope="col">栏目</th><th scope="col">问题</th></tr></thead>
<tbody>${problems
    .slice(0, most)
    .map(
      ({ line, column, message }) =>
        html`<tr><th scope="row">第 ${line} 行</th><td data-label="栏目"><span>${column}</span></td><td data-label="问题"><span>${message}</span></td></tr>`,
    )}</tbody></table>
${problems.length > most ? html`<p class="soft">只列出前 ${most} 个问题。</p>` : null}</div>${pasteForm(visit, text)}`;
}

type Found = Extract<CountyOutcome, { kind: "planned" | "written" }>;

const kindNames = {
  bureau: "教体局",
  office: "科室",
  "central-school": "中心校",
  school: "学校",
  affiliated: "局属学校(单位)",
};

function plannedTable(visit: Visit, text: string, found: Found): Markup {
  const nothing = found.units.length === 0 && found.posts.length === 0;
  if (nothing)
    return html`${box("good", html`<p>名单没有问题,上面的单位和人都登记过了,不用再写入。</p>`)}${pasteForm(visit, "", true)}`;
  return html`${box("good", html`<p>名单没有问题。将登记 <strong>${found.units.length}</strong> 个新单位、<strong>${found.posts.length}</strong> 个岗位。还没有写入。</p>`)}
${notes(found)}
<div class="card"><form method="post" action="/admin/setup/units">${visit.csrf}<input type="hidden" name="confirm" value="yes">
<textarea name="table" hidden>${text}</textarea><button>确认写入</button> <a href="/admin/setup/units">不写了,重新贴</a></form>
<details><summary>看看会登记哪些单位</summary><ul class="columns">${found.units.map(
    ({ name, kind }) => html`<li>${name} <span class="soft">${kindNames[kind]}</span></li>`,
  )}</ul></details></div>`;
}

const notes = ({ notes: said }: Found): Markup | null =>
  said.length === 0
    ? null
    : box("mind", html`<p>请留意:</p><ul>${said.map((note) => html`<li>${note}</li>`)}</ul>`);

const writtenTable = (found: Found, published: boolean): Markup => html`${published ? null : stepsBar(3)}
${box("good", html`<p>已登记 ${found.units.length} 个新单位、${found.posts.length} 个岗位。</p>`)}${notes(found)}
<div class="card next">${
  published
    ? html`<a class="button" href="/admin/setup/publish">给新单位补发任务</a>`
    : html`<a class="button" href="/admin/setup/plan">下一步:方案和日期</a>`
} <a href="/admin/setup/units">再贴一批</a></div>`;
