import type { Role } from "../../../entities/post.ts";
import type { Thing, Visitor } from "../../support/two-towns.ts";

/** What a list is of. */
export interface List {
  nouns: string[];
  /** The door is open for these alone; for everybody, unless told. */
  only?: readonly Role[];
  /** The ids that a page tells. */
  // biome-ignore lint/suspicious/noExplicitAny: pages have every shape
  ids?: (body: any) => (number | string)[];
  /** Of what he sees, only that. */
  narrowed?: (visitor: Visitor, each: Thing) => boolean;
  /** It holds a part of what he sees, which part is told elsewhere. */
  part?: true;
  /** What must be asked along. */
  query?: string;
  /** Whoever may not address people unasked is refused in the hall. */
  mayRefuse?: true;
}

const admin = ["bureau-admin"] as const;
const his = (visitor: Visitor, each: Thing) => each.personId === visitor.personId;
const accounts = ["effective-account", "waiting-account", "draft-account"];
const works = ["draft-work", "waiting-work", "cleared-work", "published-work"];
/** Everybody but staff. */
const addressing = [
  ...(["bureau-admin", "bureau-leader", "office-operator", "unit-head", "responsible"] as const),
  "auditor",
] as const;

/** Every list, and what stands in it. */
export const lists: Record<string, List> = {
  listAccounts: { nouns: ["account"], only: admin },
  listTokens: { nouns: ["token"] },
  listSessions: { nouns: ["session"] },
  listUnits: { nouns: ["unit"] },
  listPeople: { nouns: ["person"] },
  listUnattendedWork: {
    nouns: ["unit"],
    part: true,
    ids: ({ units }) => units.map((each: { unitId: number }) => each.unitId),
  },
  listCampaigns: { nouns: ["running-campaign", "draft-campaign"] },
  listChecklists: {
    nouns: ["published-version", "draft-version"],
    ids: ({ items }) =>
      items.flatMap(({ versions }: { versions: { id: number }[] }) => versions.map((each) => each.id)),
  },
  listAssignments: { nouns: ["assignment"] },
  listSubmissions: { nouns: ["submission"] },
  listExtensions: { nouns: ["extension"] },
  listHandovers: { nouns: ["handover", "past-handover"] },
  listMyPosts: {
    nouns: ["post"],
    ids: ({ items }) => items.map((each: { postId: number }) => each.postId),
    narrowed: (visitor, each) =>
      his(visitor, each) && ["unit-head", "responsible"].includes(String(each.also.role)),
  },
  listBroadcasts: { nouns: ["draft-broadcast", "sent-broadcast"] },
  listMediaAccounts: { nouns: accounts },
  listMyMediaAccounts: { nouns: accounts, narrowed: his },
  listMediaAccountsToReview: { nouns: accounts, part: true },
  listPublications: { nouns: works },
  listMyPublications: { nouns: works, narrowed: his },
  listPublicationsToReview: { nouns: works, part: true },
  listZeroReports: { nouns: ["zero-report"] },
  listImports: { nouns: ["import"], only: admin },
  listExports: { nouns: ["export"], only: ["bureau-admin", "bureau-leader", "auditor"] },
  listWebhooks: { nouns: ["webhook"], only: ["bureau-admin", "bureau-leader"] },
  listCorrections: { nouns: ["correction"], only: admin },
  getPhoneList: {
    nouns: ["person"],
    part: true,
    only: addressing,
    mayRefuse: true,
    ids: ({ items }) => items.map((each: { personId: number }) => each.personId),
  },
};

/** Lists of one campaign's work: each needs to be told which. */
export const ofCampaign: Record<string, List> = {
  getProgress: {
    nouns: ["unit"],
    part: true,
    ids: ({ items }) => items.map((each: { unitId: number }) => each.unitId),
  },
  listNotBegun: {
    nouns: ["assignment"],
    part: true,
    ids: ({ items }) => items.map((each: { assignmentId: number }) => each.assignmentId),
  },
  listSubmitted: {
    nouns: ["assignment"],
    part: true,
    ids: ({ items }) => items.map((each: { assignmentId: number }) => each.assignmentId),
  },
};

/** Files that hold the words of all that he sees, and of nothing else. */
export const files: Record<string, string[]> = {
  exportUnits: ["unit"],
  exportPeople: ["person"],
  exportMediaAccounts: accounts,
  exportPublications: works,
};

/** Who may take them away. */
export const exporters = addressing;

/** What tells a caller of himself alone. */
export const ofOneself = ["getSession", "getSecondFactor", "getMyData", "getConsent"];
