import Type, { type Static } from "typebox";
import { createUnit, moveUnit, removeUnit, renameUnit, setAliases } from "../../actions/unit-changes.ts";
import { listUnits, readUnit, type UnitRow } from "../../actions/units.ts";
import { bureauOperator } from "../../machines/who.ts";
import type { Work } from "../../work.ts";
import { commandsFor } from "./commands.ts";
import { operation } from "./operation.ts";
import {
  Commands,
  cursor,
  fields,
  Id,
  oneOf,
  orNull,
  pageIn,
  pageOf,
  paging,
  text,
  Version,
} from "./schemas.ts";

const tag = "单位";
const Kind = oneOf(["bureau", "office", "central-school", "school", "affiliated"]);
const Name = text(80);
const Aliases = Type.Array(text(80), { maxItems: 20, uniqueItems: true });

const UnitShown = fields({
  id: Id,
  version: Version,
  code: Type.String(),
  name: Type.String(),
  kind: Kind,
  parentId: orNull(Id),
  parent: orNull(Type.String()),
  aliases: Type.Array(Type.String()),
  commands: Commands,
});

async function show(work: Work, unit: UnitRow): Promise<Static<typeof UnitShown>> {
  const { id, code, name, kind, parentId, parent, aliases } = unit;
  const why = await bureauOperator(work);
  const commands = commandsFor(why, { rename: "改名", move: "换上级", setAliases: "改别名", remove: "删除" });
  return { id, version: unit.rowVersion, code, name, kind, parentId, parent, aliases, commands };
}

const getUnit = operation({
  id: "getUnit",
  method: "get",
  path: "/units/{unitId}",
  tag,
  summary: "一个单位",
  who: "person",
  answer: UnitShown,
  run: async ({ work, params }) => show(work, await readUnit(work, params.unitId)),
});

/** Units: the bureau, its offices, central schools, schools. */
export const unitOperations = [
  operation({
    id: "listUnits",
    method: "get",
    path: "/units",
    tag,
    summary: "单位列表",
    notes: "只列看得到的单位。below 列出这个单位和它下面的所有单位。",
    who: "person",
    query: fields({
      ...paging,
      kind: Type.Optional(Kind),
      parentId: Type.Optional(Id),
      below: Type.Optional(Id),
      text: Type.Optional(text(80)),
    }),
    answer: pageOf(UnitShown),
    run: async ({ work, query: { after, limit, ...filters } }) => {
      const { units, next } = await listUnits(work, { ...filters, ...pageIn({ after, limit }) });
      return { items: await Promise.all(units.map((unit) => show(work, unit))), next: cursor(next) };
    },
  }),
  getUnit,
  operation({
    id: "createUnit",
    method: "post",
    path: "/units",
    tag,
    summary: "添加单位",
    who: ["bureau-admin"],
    body: fields({
      name: Name,
      kind: Kind,
      parentId: Id,
      code: Type.Optional(text(32)),
      aliases: Type.Optional(Aliases),
    }),
    status: 201,
    answer: UnitShown,
    run: async ({ work, body }) => show(work, await createUnit(work, body)),
  }),
  operation({
    id: "renameUnit",
    method: "put",
    path: "/units/{unitId}/name",
    tag,
    summary: "给单位改名",
    who: ["bureau-admin"],
    ifMatch: "required",
    current: getUnit,
    body: fields({ name: Name }),
    answer: UnitShown,
    run: async ({ work, params, body, expectedVersion = 0 }) =>
      show(work, await renameUnit(work, params.unitId, { ...body, rowVersion: expectedVersion })),
  }),
  operation({
    id: "setUnitAliases",
    method: "put",
    path: "/units/{unitId}/aliases",
    tag,
    summary: "改单位的别名",
    who: ["bureau-admin"],
    ifMatch: "required",
    current: getUnit,
    body: fields({ aliases: Aliases }),
    answer: UnitShown,
    run: async ({ work, params, body, expectedVersion = 0 }) =>
      show(work, await setAliases(work, params.unitId, { ...body, rowVersion: expectedVersion })),
  }),
  operation({
    id: "moveUnit",
    method: "put",
    path: "/units/{unitId}/parent",
    tag,
    summary: "换上级单位",
    who: ["bureau-admin"],
    ifMatch: "required",
    current: getUnit,
    body: fields({ parentId: Id }),
    answer: UnitShown,
    run: async ({ work, params, body, expectedVersion = 0 }) =>
      show(work, await moveUnit(work, params.unitId, { ...body, rowVersion: expectedVersion })),
  }),
  operation({
    id: "removeUnit",
    method: "delete",
    path: "/units/{unitId}",
    tag,
    summary: "删除单位",
    notes: "下面还有单位、人员或任务的,不能删除。",
    who: ["bureau-admin"],
    ifMatch: "required",
    current: getUnit,
    run: ({ work, params, expectedVersion = 0 }) =>
      removeUnit(work, params.unitId, { rowVersion: expectedVersion }),
  }),
];
