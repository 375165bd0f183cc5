import { platformTitle } from "./account-content.ts";
import type { DataGroup } from "./data-group.ts";
import type { PersonalRegistrations } from "./personal-registrations.ts";

/** What the register holds of a person, in the groups that he is shown. */
export function registeredGroups(held: PersonalRegistrations): DataGroup[] {
  return [accounts(held), publications(held), ...agreements(held)];
}

const accounts = (held: PersonalRegistrations): DataGroup => ({
  key: "media-accounts",
  title: "登记的自媒体账号",
  rows: held.accounts.map(({ code, state, registrationNo, createdAt, revisions }) => {
    const newest = revisions.at(-1);
    return {
      编号: code,
      登记号: registrationNo,
      状态: state,
      登记时间: createdAt.toISOString(),
      平台: newest ? platformTitle(newest) : null,
      名称: newest?.name ?? null,
      账号: newest?.handle ?? null,
      链接: newest?.link ?? null,
      版本数: revisions.length,
    };
  }),
});

const publications = (held: PersonalRegistrations): DataGroup => ({
  key: "publications",
  title: "登记的作品",
  rows: held.publications.map(({ code, state, createdAt, revisions }) => ({
    编号: code,
    状态: state,
    登记时间: createdAt.toISOString(),
    标题: revisions.at(-1)?.title ?? null,
    链接: revisions.at(-1)?.url ?? null,
  })),
});

const agreements = (held: PersonalRegistrations): DataGroup[] => [
  {
    key: "consents",
    title: "对个人信息告知书的同意",
    rows: held.consents.map(({ version, agreedAt, withdrawnAt }) => ({
      版本: version,
      同意时间: agreedAt.toISOString(),
      撤回时间: withdrawnAt?.toISOString() ?? null,
    })),
  },
  {
    key: "zero-reports",
    title: "零报告",
    rows: held.zeroReports.map(({ reportedAt, replacedAt }) => ({
      报告时间: reportedAt.toISOString(),
      后来有登记: replacedAt?.toISOString() ?? null,
    })),
  },
];
