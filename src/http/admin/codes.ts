import { issueCodes } from "../../actions/contacts.ts";
import { codesExpireAt, type Placed, placedPeople } from "../../actions/overview.ts";
import { Refusal } from "../../errors.ts";
import { dayOf, sayDay } from "../../workdays.ts";
import { html, type Markup } from "../html.ts";
import { type Answer, orRefusal, type Room, type Visit } from "./door.ts";
import { box, refusalBox } from "./page.ts";

/** /admin/codes: a sheet of one-time codes to print, cut and hand out; they are shown this once. */
export const codesRoom: Room = { path: "/codes", show: (visit) => choose(visit, null), change: issue };

/** One card: a person with all his units. */
interface Card {
  personId: number;
  name: string;
  units: string[];
  bound: boolean;
}

function cardsOf(people: Placed[]): Card[] {
  const cards = new Map<number, Card>();
  for (const { personId, name, unit, bound } of people) {
    const card = cards.get(personId) ?? { personId, name, units: [], bound };
    if (!card.units.includes(unit)) card.units.push(unit);
    cards.set(personId, card);
  }
  return [...cards.values()];
}

async function choose(visit: Visit, refusal: Refusal | null): Promise<Answer> {
  const people = await visit.act(placedPeople);
  const cards = cardsOf(people);
  const unbound = cards.filter(({ bound }) => !bound).length;
  const units = new Map(people.map(({ unitId, unit }) => [unitId, unit]));
  const content = html`${refusalBox(refusal)}<div class="card">
<p>登记在岗 ${cards.length} 人,还有 <strong>${unbound}</strong> 人没有绑定微信。</p>
<form method="post" action="/admin/codes">${visit.csrf}
<label>给谁打印<select name="unit"><option value="">全部还没绑定的人(${unbound} 人)</option>${[...units].map(
    ([id, name]) => html`<option value="${id}">${name}${unboundAt(people, id)}</option>`,
  )}</select></label>
<label class="choice"><input type="checkbox" name="again" value="yes"><span>选了单位时,已经绑定的人也打印<small>有人换了微信时用;新码用过以后,旧微信就收不到消息了</small></span></label>
<button>生成并显示绑定码</button></form>
<ul class="soft"><li>绑定码只显示这一次,显示后请马上打印。</li><li>7 天内有效,一个码只能用一次。</li>
<li>给同一个人再打印一次,前一个没用过的码就作废。</li></ul></div>`;
  return { title: "绑定码", ...(refusal && { status: refusal.status }), content };
}

function unboundAt(people: Placed[], id: number): string {
  const mine = people.filter(({ unitId }) => unitId === id);
  const left = new Set(mine.filter(({ bound }) => !bound).map(({ personId }) => personId)).size;
  return left === 0 ? "(都已绑定)" : `(${left} 人没绑定)`;
}

async function issue(visit: Visit): Promise<Answer> {
  const { form } = visit;
  const wanted = ({ unitId, bound }: Placed): boolean =>
    form.unit ? String(unitId) === form.unit && (!bound || form.again === "yes") : !bound;
  const outcome = await orRefusal(
    visit.act(async (work) => {
      const people = await placedPeople(work);
      const chosen = new Set(people.filter(wanted).map(({ personId }) => personId));
      const cards = cardsOf(people).filter(({ personId }) => chosen.has(personId));
      const ids = cards.map(({ personId }) => personId);
      const codes = new Map((await issueCodes(work, ids)).map(({ personId, code }) => [personId, code]));
      return { cards, codes, expiresAt: await codesExpireAt(work, ids) };
    }),
  );
  if (outcome instanceof Refusal) return choose(visit, outcome);
  const { cards, codes, expiresAt } = outcome;
  if (cards.length === 0 || !expiresAt)
    return choose(visit, new Refusal("nobody", 409, "没有需要绑定码的人"));
  const until = sayDay(dayOf(expiresAt));
  return {
    title: `绑定码(${cards.length} 张)`,
    content: sheet(
      cards.map((card) => ({ ...card, code: codes.get(card.personId) ?? "" })),
      until,
    ),
  };
}

const sheet = (cards: (Card & { code: string })[], until: string): Markup => html`<div class="no-print">
${box("mind", html`<p><strong>请现在打印(Ctrl+P)。</strong>离开或刷新本页,这些码就看不到了,只能重新生成。</p><p>打印后沿虚线剪开,交给本人,不要发在群里。</p>`)}
<p><a href="/admin/codes">打印好了,返回</a></p></div>
<ul class="cards">${cards.map(
  ({
    name,
    units,
    code,
  }) => html`<li class="code-card"><p class="person"><strong>${name}</strong> ${units.join("、")}</p>
<p class="code">${code.slice(0, 4)} ${code.slice(4)}</p>
<p>用微信打开与督办机器人的聊天,把这 8 个字符发过去,就能收到任务提醒。</p>
<p>${until} 前有效,只能用一次,请勿转给别人。</p></li>`,
)}</ul>`;
