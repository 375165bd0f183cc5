import type { ChecklistItem } from "../../entities/checklist-item.ts";
import { Unit } from "../../entities/unit.ts";
import type { Work } from "../work.ts";
import { Complaints } from "./checking.ts";

/** One question as it is planned; its place is its number. */
export type ItemInput = Pick<
  ChecklistItem,
  "key" | "question" | "polarity" | "scope" | "answeredBy" | "evidence" | "basis"
>;

const mostItems = 500;

/** The items without spare space. Refuses with invalid, naming each field as items.0.key; keys must differ. */
export async function checkedItems(work: Work, items: ItemInput[]): Promise<ItemInput[]> {
  const complaints = new Complaints();
  if (items.length > mostItems) complaints.add("items", `最多${mostItems}题`);
  const offices = new Set((await work.db.findBy(Unit, { kind: "office" })).map(({ code }) => code));
  const checked = items.map((item, place) => checkedItem(item, `items.${place}`, offices, complaints));
  for (const [place, { key }] of items.entries()) {
    if (items.findIndex((item) => item.key === key) < place)
      complaints.add(`items.${place}.key`, "与前面的题目重复");
  }
  complaints.settle();
  return checked;
}

function checkedItem(
  item: ItemInput,
  path: string,
  offices: ReadonlySet<string>,
  complaints: Complaints,
): ItemInput {
  complaints.oneOf(`${path}.polarity`, item.polarity, ["+", "-"]);
  complaints.oneOf(`${path}.scope`, item.scope, ["unit", "medium", "platform", "target"]);
  complaints.oneOf(`${path}.evidence`, item.evidence, ["none", "optional", "required"]);
  if (item.answeredBy !== "unit" && !offices.has(item.answeredBy))
    complaints.add(`${path}.answeredBy`, "应是unit,或一个科室的代码");
  return {
    ...item,
    key: complaints.code(`${path}.key`, item.key),
    question: complaints.words(`${path}.question`, item.question, 300),
    basis: complaints.shortWords(`${path}.basis`, item.basis, 120),
  };
}
