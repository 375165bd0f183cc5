import Type, { type Static } from "typebox";
import type { AccountContent } from "../../../entities/media-account-revision.ts";
import type { PublicationContent } from "../../../entities/publication-revision.ts";
import { followerBands, platforms } from "../../actions/account-content.ts";
import type { AccountRow, PublicationRow } from "../../actions/registration-lists.ts";
import { mediaAccountMachine } from "../../machines/media-account.ts";
import { publicationMachine } from "../../machines/publication.ts";
import { DayOf, fields, Id, iso, isoOrNull, Moment, oneOf, orNull, text, Version } from "./schemas.ts";

/** The platforms by their codes. */
export const Platform = oneOf(Object.keys(platforms) as AccountContent["platform"][]);

/** What is said of an account. */
export const AccountFields = fields({
  platform: Platform,
  platformName: orNull(text(40)),
  name: text(80),
  handle: text(80),
  link: orNull(text(500)),
  verified: Type.Boolean(),
  showsUnit: Type.Boolean(),
  followers: oneOf(Object.keys(followerBands) as AccountContent["followers"][]),
  topics: text(200, 0),
  showsStudents: Type.Boolean(),
  earnsMoney: Type.Boolean(),
  openedOn: orNull(DayOf),
});

/** What is said of a publication. */
export const PublicationFields = fields({
  title: text(200),
  mediaAccountId: Id,
  kind: oneOf(["ordinary", "key", "sensitive"]),
  original: Type.Boolean(),
  source: orNull(text(200)),
  showsStudents: Type.Boolean(),
  url: orNull(text(1000)),
  day: orNull(DayOf),
});

const common = {
  id: Id,
  version: Version,
  code: Type.String({ description: "对话里用的短编号" }),
  holderId: Id,
  holder: Type.String(),
  unitId: Id,
  unit: Type.String(),
  state: Type.String(),
  stateName: Type.String(),
  pendingRevisionId: orNull(Id),
  pending: orNull(Type.String({ description: "正在审核的修改到了哪一步" })),
  late: Type.Boolean(),
  createdAt: Moment,
  allowed: Type.Array(Type.String(), { description: "您现在可以用的命令" }),
};

/** An account, as it is told. */
export const AccountShown = fields({
  ...common,
  role: Type.String(),
  platform: Platform,
  registrationNo: orNull(Type.String()),
  content: orNull(AccountFields),
  pendingContent: orNull(AccountFields),
  effectiveAt: orNull(Moment),
  confirmedAt: orNull(Moment),
  retiredAt: orNull(Moment),
});

/** A publication, as it is told. */
export const PublicationShown = fields({
  ...common,
  mediaAccountId: Id,
  account: Type.String(),
  platform: Platform,
  content: orNull(PublicationFields),
  pendingContent: orNull(PublicationFields),
  postHoc: Type.Boolean(),
  publishedAt: orNull(Moment),
  proof: orNull(Type.String()),
});

function accountFields(content: AccountContent | null): Static<typeof AccountFields> | null {
  if (!content) return null;
  const { platform, platformName, name, handle, link, verified, showsUnit, followers } = content;
  const { topics, showsStudents, earnsMoney, openedOn } = content;
  return {
    platform,
    platformName,
    name,
    handle,
    link,
    verified,
    showsUnit,
    followers,
    topics,
    showsStudents,
    earnsMoney,
    openedOn,
  };
}

function publicationFields(content: PublicationContent | null): Static<typeof PublicationFields> | null {
  if (!content) return null;
  const { title, mediaAccountId, kind, original, source, showsStudents, url, day } = content;
  return { title, mediaAccountId, kind, original, source, showsStudents, url, day };
}

function shared(row: AccountRow | PublicationRow, states: Record<string, string>) {
  const { id, code, holderId, holder, unitId, unit, state, pendingRevisionId, pending, late, allowed } = row;
  return {
    id,
    version: row.rowVersion,
    code,
    holderId,
    holder,
    unitId,
    unit,
    state,
    pendingRevisionId,
    pending,
    late,
    allowed,
    stateName: states[state] ?? state,
    createdAt: iso(row.createdAt),
  };
}

/** Tells an account. */
export const showAccount = (row: AccountRow): Static<typeof AccountShown> => ({
  ...shared(row, mediaAccountMachine.states),
  role: row.role,
  platform: row.platform,
  registrationNo: row.registrationNo,
  content: accountFields(row.content),
  pendingContent: accountFields(row.pendingContent),
  effectiveAt: isoOrNull(row.effectiveAt),
  confirmedAt: isoOrNull(row.confirmedAt),
  retiredAt: isoOrNull(row.retiredAt),
});

/** Tells a publication. */
export const showPublication = (row: PublicationRow): Static<typeof PublicationShown> => ({
  ...shared(row, publicationMachine.states),
  mediaAccountId: row.mediaAccountId,
  account: row.account,
  platform: row.platform,
  postHoc: row.postHoc,
  proof: row.proof,
  content: publicationFields(row.content),
  pendingContent: publicationFields(row.pendingContent),
  publishedAt: isoOrNull(row.publishedAt),
});
