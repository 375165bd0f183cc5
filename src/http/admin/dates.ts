import type { DatedStep } from "../../actions/overview.ts";
import { type Day, dayOf, sayDay, type Workdays } from "../../workdays.ts";
import { html, type Markup } from "../html.ts";

/** What the dates are looked at with. */
interface Look {
  workdays: Workdays;
  now: Date;
}

/** What to mind about a last day. */
function marks(day: Day, { workdays, now }: Look): { kind: "rest" | "past"; words: string }[] {
  const weekend = /周[六日]/.test(sayDay(day));
  return [
    ...(workdays.isWorkday(day) ? [] : [{ kind: "rest" as const, words: weekend ? "周末" : "放假" }]),
    ...(day < dayOf(now) ? [{ kind: "past" as const, words: "已过" }] : []),
  ];
}

/** Counts in words how many last days are over or no working days. */
export function datesInWords(steps: DatedStep[], look: Look): { words: string; past: number } {
  const found = steps.flatMap(({ due }) => marks(due, look));
  const past = found.filter(({ kind }) => kind === "past").length;
  const rest = found.length - past;
  const said = [
    past > 0 ? `${past} 个已经过去` : "没有已经过去的",
    rest > 0 ? `${rest} 个落在周末或假日(截止日不变,提醒挪到工作日)` : "没有落在周末或假日的",
  ];
  return { words: `一共 ${steps.length} 个截止日期,${said.join(",")}。`, past };
}

/** Every phase and deadline by line of work: the dates in force beside the plan's own. */
export function datesTable(steps: DatedStep[], look: Look): Markup {
  const tasks = [...new Set(steps.map(({ task }) => task))];
  return html`${tasks.map((task) => {
    const mine = steps.filter((step) => step.task === task);
    return html`<h3>${task}</h3>
${part(
  "阶段",
  mine.filter(({ kind }) => kind === "phase"),
  look,
)}
${part(
  "要做的事",
  mine.filter(({ kind }) => kind === "requirement"),
  look,
)}`;
  })}`;
}

function part(heading: string, steps: DatedStep[], look: Look): Markup | null {
  if (steps.length === 0) return null;
  return html`<table class="stack dates"><thead><tr><th scope="col">${heading}</th><th scope="col">现在的日期</th>
<th scope="col">方案原来的日期</th><th scope="col">方案原话</th></tr></thead><tbody>${steps.map((step) => row(step, look))}</tbody></table>`;
}

function row(step: DatedStep, look: Look): Markup {
  const moved = step.due !== step.originalDue;
  return html`<tr><th scope="row">${step.title}</th>
<td data-label="现在"><span>${span(step.from, step.due)}${marks(step.due, look).map(
    ({ kind, words }) => html` <span class="mark ${kind}">${words}</span>`,
  )}</span></td>
<td data-label="原来" class="soft"><span>${moved ? span(step.originalFrom, step.originalDue) : "同左"}</span></td>
<td data-label="原话" class="soft"><span>${step.wording}</span></td></tr>`;
}

const span = (from: Day | null, due: Day): Markup =>
  from === null ? html`${oneDay(due)}前` : html`${oneDay(from)} 至 ${oneDay(due)}`;

const oneDay = (day: Day): Markup => html`<span class="day">${sayDay(day)}</span>`;
