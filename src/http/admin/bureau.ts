import { IsNotEmpty, MaxLength } from "class-validator";
import { linkAccount } from "../../actions/accounts.ts";
import { addOffices, nameBureau } from "../../actions/county.ts";
import { type CountyCounts, countyCounts, type Placed, placedPeople } from "../../actions/overview.ts";
import { invalid, Refusal } from "../../errors.ts";
import type { Work } from "../../work.ts";
import { html, type Markup } from "../html.ts";
import { type Answer, orRefusal, type Room, type Visit } from "./door.ts";
import { checked } from "./forms.ts";
import { box, refusalBox, stepsBar } from "./page.ts";

class BureauForm {
  @IsNotEmpty({ message: "请填写教体局名称" })
  @MaxLength(80, { message: "教体局名称太长,最多 80 个字" })
  bureau = "";

  /** Empty once the account is somebody's. */
  @MaxLength(40, { message: "姓名太长,最多 40 个字" })
  administrator = "";

  @MaxLength(10_000, { message: "科室太多了" })
  offices = "";
}

/** The offices that take the plan's papers. */
const usualOffices = ["信息办", "宣传科", "安全科", "整改专项工作组"];

/** /admin/setup/bureau: the bureau's name, its offices, and who the administrator is. */
export const bureauRoom: Room = {
  path: "/setup/bureau",
  show: (visit) => bureauPage(visit, null),
  change: async (visit) => {
    const outcome = await orRefusal(visit.form.me ? claim(visit) : register(visit));
    return outcome instanceof Refusal ? bureauPage(visit, outcome) : { go: outcome };
  },
};

/** The account becomes that of an administrator who is registered already. */
async function claim({ act, form, account }: Visit): Promise<string> {
  await act(async (work) => {
    const me = (await admins(work)).find(({ personId }) => personId === Number(form.me));
    if (!me) throw invalid("请选择您是哪一位管理员");
    await linkAccount(work, account.accountId, me.personId);
  });
  return "/admin";
}

async function register({ act, form: sent, account }: Visit): Promise<string> {
  const form = checked(BureauForm, sent);
  const mine = account.personId === null;
  if (mine && form.administrator === "") throw invalid("请填写您的姓名");
  await act(async (work) => {
    const { personId } = await nameBureau(work, {
      name: form.bureau,
      ...(mine && { administrator: form.administrator }),
    });
    await addOffices(
      work,
      form.offices.split(/[\n,;、\uFF0C\uFF1B]+/).filter((name) => name.trim() !== ""),
    );
    if (personId !== null) await linkAccount(work, account.accountId, personId);
  });
  return "/admin/setup/units";
}

const admins = async (work: Work): Promise<Placed[]> =>
  (await placedPeople(work)).filter(({ role }) => role === "bureau-admin");

async function bureauPage(visit: Visit, refusal: Refusal | null): Promise<Answer> {
  const { county, known } = await visit.act(async (work) => ({
    county: await countyCounts(work),
    known: await admins(work),
  }));
  const title = visit.account.personId === null ? "第一步:教体局和管理员" : "教体局和科室";
  const inside = county.demo ? demoContent(visit, known) : bureauForm(visit, county);
  const content = html`${refusalBox(refusal)}${inside}`;
  return { title, content, ...(refusal && { status: refusal.status }) };
}

function bureauForm({ account, csrf, form }: Visit, county: CountyCounts): Markup {
  const first = account.personId === null;
  const offices = form.offices ?? (county.units.has("office") ? "" : usualOffices.join("\n"));
  return html`${first ? stepsBar(1) : null}<div class="card">
<form method="post" action="/admin/setup/bureau">${csrf}
<label>教体局全称<small>如:青禾县教育体育局</small>
<input name="bureau" required maxlength="80" value="${form.bureau ?? county.bureau ?? ""}"></label>
${first ? yourName(form.administrator) : null}
<label>要登记的科室<small>${
    county.units.has("office")
      ? "一行一个,已登记的不用再写"
      : "一行一个。方案里的材料报给下面四个科室,名称请保留;别的科室可以加在后面"
  }</small>
<textarea name="offices" rows="5">${offices}</textarea></label>
<button>${first ? "保存,下一步" : "保存"}</button></form></div>`;
}

const yourName = (name = ""): Markup => html`<label>您的姓名<small>您就是本系统的管理员</small>
<input name="administrator" required maxlength="40" autocomplete="name" value="${name}"></label>`;

function demoContent({ account, csrf }: Visit, known: Placed[]): Markup {
  const words = html`<p>现在放的是演示数据。要登记本县的单位,请先移除演示数据,再开始设置。</p>`;
  if (account.personId !== null || known.length === 0) return box("mind", words);
  return html`<div class="card"><form method="post" action="/admin/setup/bureau">${csrf}
<label>您以哪一位管理员的身份操作?<select name="me">${known.map(
    ({ personId, name, unit }) => html`<option value="${personId}">${name}(${unit})</option>`,
  )}</select></label><button>确定</button></form></div>`;
}
