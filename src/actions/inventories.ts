import type { Assignment } from "../../entities/assignment.ts";
import type { Scope } from "../../entities/checklist-item.ts";
import { InventoryEntry } from "../../entities/inventory-entry.ts";
import { invalid } from "../errors.ts";
import { record } from "../machines/event.ts";
import type { Work } from "../work.ts";
import { holdForChange } from "./assignments.ts";
import { atMost } from "./checking.ts";

/** The kinds that a unit is offered when it lists what it has, after the plan's 附件1, 附件2 and list of targets. */
export const inventoryKinds: Record<
  Exclude<Scope, "unit">,
  { of: "media" | "platforms" | "targets"; title: string; kinds: string[] }
> = {
  medium: { of: "media", title: "媒体", kinds: ["校报", "广播站", "校园电视台", "校园网", "其他媒体"] },
  platform: {
    of: "platforms",
    title: "互联网信息平台",
    kinds: [
      "互联网站",
      "应用程序",
      "论坛",
      "博客",
      "微博客",
      "公众账号",
      "即时通信工具",
      "网络直播",
      "手机报",
    ],
  },
  target: {
    of: "targets",
    title: "治理对象",
    kinds: ["互联网站和论坛", "公众账号", "应用程序", "手机报", "实施新闻敲诈的网络平台"],
  },
};

/** What a unit has of one scope at this moment. */
export async function inventoryOf(work: Work, unitId: number, scope: Scope): Promise<InventoryEntry[]> {
  return work.db.query(
    "SELECT id, scope, kind, name FROM inventory_entry WHERE unit_id = ? AND scope = ? AND retired_at IS NULL ORDER BY id",
    [unitId, scope],
  );
}

/**
 * Declares a unit's whole list of one scope for an assignment: entries not named are retired, new ones added.
 * An empty list is a zero report. Refuses kinds without a name, and as holdForChange does.
 */
export async function declareInventory(
  work: Work,
  assignment: Pick<Assignment, "id" | "unitId">,
  scope: Exclude<Scope, "unit">,
  names: string[],
): Promise<void> {
  await holdForChange(work, assignment);
  const wanted = [...new Set(names.map((name) => atMost(name.trim(), 80)))];
  if (wanted.some((name) => name === "")) throw invalid("名称不能为空");
  const present = await inventoryOf(work, assignment.unitId, scope);
  const gone = present.filter((entry) => !wanted.includes(entry.name)).map((entry) => entry.id);
  if (gone.length > 0) {
    await work.db.query("UPDATE inventory_entry SET retired_at = ? WHERE id IN (?)", [work.now, gone]);
  }
  for (const name of wanted.filter((each) => !present.some((entry) => entry.name === each))) {
    const { kinds } = inventoryKinds[scope];
    const kind = kinds.includes(name) ? name : scope === "medium" ? "其他媒体" : "其他";
    await work.db.insert(InventoryEntry, { unitId: assignment.unitId, scope, kind, name, addedAt: work.now });
  }
  await work.db.query("UPDATE assignment SET inventory_at = ? WHERE id = ?", [work.now, assignment.id]);
  await record(work, {
    subject: "assignment",
    subjectId: assignment.id,
    command: "declare-inventory",
    payload: { scope, names: wanted },
  });
}
