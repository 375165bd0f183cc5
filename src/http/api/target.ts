import Type from "typebox";
import type { WorkTarget } from "../../../entities/broadcast.ts";
import { invalid } from "../../errors.ts";
import { fields, Id, oneOf } from "./schemas.ts";

/** Work of one requirement, of one line of work, or of a whole campaign: exactly one of the three. */
export const Target = Type.Unsafe<WorkTarget>(
  Type.Union([fields({ requirementId: Id }), fields({ taskId: Id }), fields({ campaignId: Id })], {
    description: "requirementId、taskId、campaignId 三者之一",
  }),
);

/** Which work a query means. */
export const targetQuery = {
  requirementId: Type.Optional(Id),
  taskId: Type.Optional(Id),
  campaignId: Type.Optional(Id),
};

/** The work that a query means; refuses with invalid unless it names exactly one. */
export function targetIn(query: {
  requirementId?: number | undefined;
  taskId?: number | undefined;
  campaignId?: number | undefined;
}): WorkTarget {
  const named = Object.entries(query).filter(([, id]) => id !== undefined);
  if (named.length !== 1) throw invalid("请写明 requirementId、taskId、campaignId 中的一个,只写一个");
  return Object.fromEntries(named) as unknown as WorkTarget;
}

const list = <S extends Type.TSchema>(schema: S) => Type.Array(schema, { maxItems: 1000, uniqueItems: true });

/** Whom a broadcast goes to. */
export const selectionFields = fields({
  kinds: Type.Optional(list(oneOf(["bureau", "office", "central-school", "school", "affiliated"]))),
  townships: Type.Optional(list(Id)),
  units: Type.Optional(list(Id)),
  people: Type.Optional(list(Id)),
  roles: Type.Optional(
    list(
      oneOf([
        "bureau-leader",
        "bureau-admin",
        "office-operator",
        "unit-head",
        "responsible",
        "staff",
        "auditor",
      ]),
    ),
  ),
  assigned: Type.Optional(Target),
  undone: Type.Optional(Target),
});
