import type { Role } from "../../entities/post.ts";
import type { Unit } from "../../entities/unit.ts";
import { invalid } from "../errors.ts";
import { mediaAccountMachine } from "../machines/media-account.ts";
import { publicationMachine } from "../machines/publication.ts";
import type { Cell, Table } from "../sheets/write.ts";
import type { Work } from "../work.ts";
import { dayOf } from "../workdays.ts";
import { platforms, platformTitle } from "./account-content.ts";
import { logExport } from "./exports.ts";
import { listPeople, type PersonFilter } from "./persons.ts";
import { listAccounts, listPublications, type RegistrationFilter } from "./registration-lists.ts";
import { listUnits, type UnitFilter } from "./units.ts";

const roleNames: Record<Role, string> = {
  "bureau-leader": "局领导",
  "bureau-admin": "管理员",
  "office-operator": "科室经办人",
  "unit-head": "负责人",
  responsible: "责任人",
  staff: "教职工",
  auditor: "审计人员",
};

const kindNames: Record<Unit["kind"], string> = {
  bureau: "教体局",
  office: "科室",
  "central-school": "中心校",
  school: "学校",
  affiliated: "局属学校(单位)",
};

/** Rows of the longest table that is handed out at once. */
const mostRows = 20_000;
const page = 200;

/** The people whom the actor may see as a table, a row for each post, numbers masked; logged. Refuses as listPeople. */
export async function peopleTable(work: Work, filter: PersonFilter): Promise<Table> {
  const people = await everyPage(async (after) => {
    const { people: rows, next } = await listPeople(work, { ...filter, after, limit: page });
    return { rows, next };
  });
  const rows = people.flatMap(({ name, phone, bound, posts }) => {
    const own = [phone, bound ? "已绑定" : "未绑定"];
    return posts.length === 0
      ? [["", name, "", ...own]]
      : posts.map(({ unit, role }): Cell[] => [unit, name, roleNames[role], ...own]);
  });
  const personIds = people.map(({ id }) => id);
  await logExport(work, { what: "people", filter: { ...filter }, count: rows.length, personIds });
  return { title: "人员", headings: ["单位", "姓名", "岗位", "手机号", "微信"], rows };
}

/** The units that the actor may see as a table; logged. Refuses as listUnits. */
export async function unitsTable(work: Work, filter: UnitFilter): Promise<Table> {
  const units = await everyPage(async (after) => {
    const { units: rows, next } = await listUnits(work, { ...filter, after, limit: page });
    return { rows, next };
  });
  await logExport(work, { what: "units", filter: { ...filter }, count: units.length });
  const rows = units.map(({ name, parent, kind, aliases, code }) => [
    name,
    parent,
    kindNames[kind],
    aliases.join("、"),
    code,
  ]);
  return { title: "单位", headings: ["单位", "上级单位", "类别", "别名", "代码"], rows };
}

/** The registered accounts that the actor may see as a table; logged. Refuses as listAccounts of registrations. */
export async function mediaAccountsTable(work: Work, filter: RegistrationFilter): Promise<Table> {
  const accounts = await everyPage(async (after) => {
    const rows = await listAccounts(work, { ...filter, after, limit: page });
    return { rows, next: nextOf(rows) };
  });
  const personIds = accounts.map(({ holderId }) => holderId);
  await logExport(work, { what: "media-accounts", filter: { ...filter }, count: accounts.length, personIds });
  return {
    title: "自媒体账号",
    headings: ["编号", "单位", "姓名", "平台", "账号名称", "账号", "链接", "状态", "登记日期", "注销日期"],
    rows: accounts.map((each) => [
      `#${each.code}`,
      each.unit,
      each.holder,
      platformTitle(each.content),
      each.content.name,
      each.content.handle,
      each.content.link,
      mediaAccountMachine.states[each.state] ?? each.state,
      day(each.effectiveAt),
      day(each.retiredAt),
    ]),
  };
}

/** The registered publications that the actor may see as a table; logged. Refuses as listPublications. */
export async function publicationsTable(work: Work, filter: RegistrationFilter): Promise<Table> {
  const works = await everyPage(async (after) => {
    const rows = await listPublications(work, { ...filter, after, limit: page });
    return { rows, next: nextOf(rows) };
  });
  const personIds = works.map(({ holderId }) => holderId);
  await logExport(work, { what: "publications", filter: { ...filter }, count: works.length, personIds });
  return {
    title: "自媒体作品",
    headings: ["编号", "单位", "姓名", "平台", "账号", "标题", "链接", "状态", "登记日期", "发布日期"],
    rows: works.map((each) => [
      `#${each.code}`,
      each.unit,
      each.holder,
      platforms[each.platform],
      each.account,
      each.content.title,
      each.content.url,
      publicationMachine.states[each.state] ?? each.state,
      dayOf(each.createdAt),
      each.content.day,
    ]),
  };
}

const day = (moment: Date | null): string | null => (moment === null ? null : dayOf(moment));

const nextOf = (rows: { id: number }[]): number | null =>
  rows.length === page ? (rows.at(-1)?.id ?? null) : null;

async function everyPage<R>(
  read: (after: number) => Promise<{ rows: R[]; next: number | null }>,
): Promise<R[]> {
  const found: R[] = [];
  let after: number | null = 0;
  while (after !== null) {
    const { rows, next }: { rows: R[]; next: number | null } = await read(after);
    found.push(...rows);
    if (found.length > mostRows) throw invalid(`一次最多导出${mostRows}行,请缩小范围,如按单位分开导出`);
    after = next;
  }
  return found;
}
