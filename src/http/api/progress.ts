import Type from "typebox";
import { phoneList } from "../../actions/phone-list.ts";
import { notBegun, progressByUnit, submitted } from "../../actions/progress.ts";
import { urge, urgeSkips } from "../../actions/urging.ts";
import { operation } from "./operation.ts";
import {
  Count,
  cursor,
  fields,
  Id,
  iso,
  Moment,
  nextOf,
  orNull,
  pageIn,
  pageOf,
  paging,
  text,
} from "./schemas.ts";
import { Target, targetIn, targetQuery } from "./target.ts";

const tag = "进度和催办";

const counts = {
  total: Count,
  notBegun: Count,
  inHand: Count,
  submitted: Count,
  accepted: Count,
  returned: Count,
  overdue: Count,
};
const Undone = fields({
  assignmentId: Id,
  code: Type.String(),
  unitId: Id,
  unit: Type.String(),
  title: Type.String(),
  dueAt: Moment,
});
type Row = { assignmentId: number; code: string; unitId: number; unit: string; title: string; dueAt: Date };
const showRow = ({ assignmentId, code, unitId, unit, title, dueAt }: Row) => ({
  assignmentId,
  code,
  unitId,
  unit,
  title,
  dueAt: iso(dueAt),
});
const pageAfter = <R extends Row>(rows: R[], limit: number) =>
  nextOf(
    rows.map((row) => ({ id: row.assignmentId })),
    limit,
  );

/** How far the units are, who must be urged, and who must be told by telephone. */
export const progressOperations = [
  operation({
    id: "getProgress",
    method: "get",
    path: "/progress",
    tag,
    summary: "各单位进度",
    who: "person",
    query: fields({ ...paging, ...targetQuery }),
    answer: fields({
      items: Type.Array(fields({ unitId: Id, unit: Type.String(), ...counts })),
      totals: fields(counts),
      next: orNull(Type.String()),
    }),
    run: async ({ work, query: { after, limit, ...target } }) => {
      const at = pageIn({ after, limit });
      const { rows, totals } = await progressByUnit(work, targetIn(target), at);
      return {
        items: rows.map((row) => ({ unitId: row.unitId, unit: row.unit, ...named(row) })),
        totals: named(totals),
        next: rows.length === at.limit ? cursor(rows.at(-1)?.unitId ?? null) : null,
      };
    },
  }),
  operation({
    id: "listNotBegun",
    method: "get",
    path: "/progress/not-begun",
    tag,
    summary: "还没开始的",
    who: "person",
    query: fields({ ...paging, ...targetQuery }),
    answer: pageOf(Undone),
    run: async ({ work, query: { after, limit, ...target } }) => {
      const at = pageIn({ after, limit });
      const rows = await notBegun(work, targetIn(target), at);
      return { items: rows.map(showRow), next: pageAfter(rows, at.limit) };
    },
  }),
  operation({
    id: "listSubmitted",
    method: "get",
    path: "/progress/submitted",
    tag,
    summary: "已经报送的",
    who: "person",
    query: fields({ ...paging, ...targetQuery }),
    answer: pageOf(Undone),
    run: async ({ work, query: { after, limit, ...target } }) => {
      const at = pageIn({ after, limit });
      const rows = await submitted(work, targetIn(target), at);
      return { items: rows.map(showRow), next: pageAfter(rows, at.limit) };
    },
  }),
  operation({
    id: "urge",
    method: "post",
    path: "/urgings",
    tag,
    summary: "催办",
    notes: "只催没办完的;同一人同一项工作四小时内催过的不再催。",
    who: ["bureau-admin", "bureau-leader", "office-operator", "unit-head", "responsible"],
    body: fields({
      target: Target,
      unitIds: Type.Optional(Type.Array(Id, { maxItems: 1000, uniqueItems: true })),
      text: Type.Optional(text(200)),
    }),
    status: 201,
    answer: fields({
      urged: Type.Array(fields({ personId: Id, name: Type.String(), unit: Type.String(), tasks: Count })),
      skipped: Type.Array(
        fields({
          personId: orNull(Id),
          name: Type.String(),
          unit: Type.String(),
          reason: Type.String(),
          why: Type.String(),
        }),
      ),
    }),
    run: async ({ work, body }) => {
      const { urged, skipped } = await urge(work, body);
      return {
        urged: urged.map(({ personId, name, unit, tasks }) => ({ personId, name, unit, tasks })),
        skipped: skipped.map(({ personId, name, unit, reason }) => ({
          personId,
          name,
          unit,
          reason,
          why: urgeSkips[reason],
        })),
      };
    },
  }),
  operation({
    id: "getPhoneList",
    method: "get",
    path: "/phone-list",
    tag,
    summary: "要打电话通知的人",
    notes: "微信送不到的人和要告诉他的事。号码另用“查看完整手机号”取,每次有记录。",
    who: ["bureau-admin", "bureau-leader", "office-operator", "unit-head", "responsible", "auditor"],
    query: fields(paging),
    answer: fields({
      items: Type.Array(
        fields({
          personId: Id,
          name: Type.String(),
          unit: Type.String(),
          matters: Type.Array(Type.String()),
          why: Type.String(),
        }),
      ),
      next: orNull(Type.String()),
    }),
    run: async ({ work, query }) => {
      const at = pageIn(query);
      const rows = await phoneList(work, at);
      return {
        items: rows.map(({ personId, name, unit, matters, why }) => ({ personId, name, unit, matters, why })),
        next: rows.length === at.limit ? cursor(rows.at(-1)?.personId ?? null) : null,
      };
    },
  }),
];

function named(row: Record<keyof typeof counts, number>) {
  const { total, notBegun: blank, inHand, submitted: handedIn, accepted, returned, overdue } = row;
  return { total, notBegun: blank, inHand, submitted: handedIn, accepted, returned, overdue };
}
