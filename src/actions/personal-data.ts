import { forbidden } from "../errors.ts";
import { record } from "../machines/event.ts";
import { personOf } from "../machines/who.ts";
import type { Work } from "../work.ts";
import type { DataGroup } from "./data-group.ts";
import { logExport } from "./exports.ts";
import { eraseRegistrations, registrationsOf } from "./personal-registrations.ts";
import { registeredGroups } from "./registered-data.ts";
import { forgetPerson } from "./retention.ts";

type Row = DataGroup["rows"][number];

const groups: { key: string; title: string; sql: string }[] = [
  {
    key: "person",
    title: "基本信息",
    sql: `SELECT n.name AS 姓名, h.mask AS 手机号, IF(n.reminders_off, '已退订', '接收') AS 提醒
      FROM person n LEFT JOIN phone h ON h.person_id = n.id WHERE n.id = ?`,
  },
  {
    key: "posts",
    title: "岗位",
    sql: `SELECT u.name AS 单位, p.role AS 岗位, p.from_at AS 开始, p.until_at AS 结束
      FROM post p JOIN unit u ON u.id = p.unit_id WHERE p.person_id = ? ORDER BY p.id`,
  },
  {
    key: "contacts",
    title: "绑定的联系方式",
    sql: `SELECT channel AS 渠道, CONCAT(LEFT(address, 2), '****') AS 账号, verified_at AS 绑定时间
      FROM contact WHERE person_id = ? ORDER BY id`,
  },
  {
    key: "answers",
    title: "填报过的答案(保存在单位的任务里)",
    sql: "SELECT COUNT(*) AS 条数, MIN(at) AS 最早, MAX(at) AS 最近 FROM answer_revision WHERE person_id = ?",
  },
  {
    key: "messages",
    title: "来往消息",
    sql: `SELECT COUNT(*) AS 收到, MIN(i.received_at) AS 最早, '办完90天后删除' AS 保存期限
      FROM inbox i JOIN contact k ON k.id = i.contact_id WHERE k.person_id = ?`,
  },
  {
    key: "notices",
    title: "发给您的通知",
    sql: "SELECT COUNT(*) AS 条数, MIN(at) AS 最早, MAX(at) AS 最近 FROM notice WHERE person_id = ?",
  },
  {
    key: "exports",
    title: "包含您信息的导出",
    sql: `SELECT e.at AS 时间, e.what AS 内容, n.name AS 导出人 FROM data_export_person d
      JOIN data_export e ON e.id = d.export_id LEFT JOIN person n ON n.id = e.person_id
      WHERE d.person_id = ? ORDER BY e.id DESC LIMIT 200`,
  },
];

const roleNames: Record<string, string> = {
  "bureau-leader": "教体局领导",
  "bureau-admin": "教体局管理员",
  "office-operator": "科室经办人",
  "unit-head": "单位负责人",
  responsible: "责任人",
  staff: "教职工",
  auditor: "审计人员",
};

/** Everything that is stored about the actor, in groups. Refuses with forbidden for the program. */
export async function myData(work: Work): Promise<DataGroup[]> {
  const personId = myself(work);
  const found: DataGroup[] = [];
  for (const { key, title, sql } of groups) {
    const rows: Record<string, unknown>[] = await work.db.query(sql, [personId]);
    found.push({ key, title, rows: rows.map(readable) });
  }
  return [...found, ...registeredGroups(await registrationsOf(work, personId))];
}

function readable(row: Record<string, unknown>): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, name === "岗位" ? roleName(value) : plainValue(value)]),
  );
}

const roleName = (value: unknown): string => roleNames[String(value)] ?? String(value);

function plainValue(value: unknown): string | number | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  return typeof value === "string" || typeof value === "number" ? value : JSON.stringify(value);
}

/** The same as an object to take away; logged as an export. */
export async function exportMyData(work: Work): Promise<{ exportedAt: string; groups: DataGroup[] }> {
  const personId = myself(work);
  const mine = await myData(work);
  const count = mine.reduce((sum, { rows }) => sum + rows.length, 0);
  await logExport(work, { what: "my-data", filter: {}, count, personIds: [personId] });
  return { exportedAt: work.now.toISOString(), groups: mine };
}

/**
 * Deletes of the actor what need not be kept, and says in sentences what was done and what stays and why. While he
 * holds posts the contact stays bound, so that work still reaches him.
 */
export async function eraseMyData(work: Work): Promise<{ done: string[]; kept: string[] }> {
  const personId = myself(work);
  const [held]: { n: number }[] = await work.db.query(
    "SELECT COUNT(*) AS n FROM post WHERE person_id = ? AND (until_at IS NULL OR until_at > ?)",
    [personId, work.now],
  );
  const serving = Number(held?.n) > 0;
  const registered = await eraseRegistrations(work, personId);
  await forgetPerson(work, personId, { unbind: !serving });
  await record(work, { subject: "person", subjectId: personId, command: "erase" });
  const done = ["手机号、聊天记忆和已处理完的来往消息已经删除。", ...registered.done];
  if (!serving) done.push("微信等联系方式已经解除绑定。");
  const kept = [
    ...registered.kept,
    "以单位名义填报的答案和材料是工作档案,按规定保留。",
    "操作记录用来核查责任,不能删改,只记编号,不记手机号。",
  ];
  if (serving) kept.push("您还在岗,姓名、岗位和绑定的微信要保留;离岗后可以再申请删除。");
  return { done, kept };
}

function myself(work: Work): number {
  const personId = personOf(work);
  if (personId === null) throw forbidden("只有本人可以查看和处理自己的信息");
  return personId;
}
