import type { Role } from "../../../entities/post.ts";
import { aWork, douyin } from "../../support/registrations.ts";
import type { Thing, TwoTowns, Visitor } from "../../support/two-towns.ts";

/** One call that makes something, or changes what is one's own, without naming a thing in its address. */
export interface Making {
  /** The door is open for these alone; for everybody, unless told. */
  only?: readonly Role[];
  /** Names of those who may; everybody whom the door lets in, unless told. */
  by?: string[];
  body?: (county: TwoTowns, visitor: Visitor) => unknown;
  query?: string;
  file?: Uint8Array;
}

/** A call whose body names what is another's. */
export interface Grab {
  id: string;
  by: string;
  path?: string;
  body: unknown;
  /** What it must be answered: foreign things are not there. */
  status: number[];
}

const bureau = ["bureau-admin", "bureau-leader"] as const;
const admin = ["bureau-admin"] as const;
const managers = ["bureau-admin", "unit-head", "responsible"] as const;
const senders = ["bureau-admin", "bureau-leader", "office-operator", "unit-head", "responsible"] as const;

const [leading, keeping, receiving] = ["郑国强", "李建军", "周敏之"];
const [central, head, answering, teaching] = ["钱卫东", "孙志远", "王秀兰", "刘洋帆"];
const addressing = [leading, keeping, receiving, central];
const list = "单位,上级单位,类别,姓名,岗位\n柳林镇中心校,,中心校,新来人,责任人\n";

const own = ({ willow }: TwoTowns) => willow.schools[0];
const find = ({ things }: TwoTowns, noun: string, test: (each: Thing) => boolean = () => true): Thing => {
  const found = things.find((each) => each.noun === noun && test(each));
  if (!found) throw new Error(`there is no ${noun}`);
  return found;
};
const campaign = (county: TwoTowns, place: number) =>
  county.things.filter(({ noun }) => noun === "running-campaign")[place]?.id;

const houseMakings: Record<string, Making> = {
  signOut: {},
  endSessions: {},
  enrolSecondFactor: {},
  createToken: { body: () => ({ name: "报表", scope: "read", expiresAt: "2018-09-01T00:00:00Z" }) },
  createAccount: { only: admin, body: (county) => ({ name: "new-clerk", personId: own(county).other.id }) },
  createUnit: {
    only: admin,
    body: ({ bureau: { id } }) => ({ name: "新幼儿园", kind: "affiliated", parentId: id }),
  },
  createPerson: {
    only: managers,
    by: [keeping, central, head],
    body: (county) => ({
      name: "新同事",
      unitId: own(county).unit.id,
      role: "staff",
    }),
  },
  appoint: {
    only: managers,
    by: [keeping, central, head],
    body: (county) => ({
      personId: own(county).other.id,
      unitId: own(county).unit.id,
      role: "responsible",
    }),
  },
  revealPhones: {
    only: managers,
    by: [keeping, central],
    body: (county) => ({
      personIds: [own(county).responsible.id],
      purpose: "电话通知",
    }),
  },
  checkImport: { only: admin, query: "name=list.csv", file: Buffer.from(list) },
  makeCodeSheet: {
    only: admin,
    body: (county) => ({ unitIds: [own(county).unit.id], again: true, form: "html" }),
  },
  createWebhook: {
    only: admin,
    body: () => ({ name: "报表中心", url: "https://example.com/hook", kinds: ["*"] }),
  },
};

const workMakings: Record<string, Making> = {
  createCampaign: { only: bureau, body: () => ({ title: "又一项治理" }) },
  createChecklist: { only: bureau, body: () => ({ code: "another", title: "又一份清单" }) },
  askHandover: {
    by: [answering],
    body: (county) => ({ postId: own(county).responsible.post.id, toName: "接手人" }),
  },
  draftBroadcast: {
    only: senders,
    by: addressing,
    body: (county) => ({
      body: "请看通知",
      selection: { units: [own(county).unit.id] },
    }),
  },
  urge: {
    only: senders,
    by: addressing,
    body: (county) => ({ target: { campaignId: campaign(county, 0) } }),
  },
};

const ownMakings: Record<string, Making> = {
  exportMyData: {},
  correctMyData: { body: () => ({ name: "新名字" }) },
  eraseMyData: {},
  giveConsent: { body: () => ({ version: 1 }) },
  withdrawConsent: {},
  publishNotice: { only: admin, body: () => ({ title: "新告知书", body: "请看完" }) },
  registerMediaAccount: {
    by: [teaching, answering],
    body: (_county, { personId }) => ({ content: douyin({ handle: `mine-${personId}` }) }),
  },
  reportNoMediaAccounts: { by: [answering, teaching], body: () => ({}) },
  registerPublication: {
    by: [teaching],
    body: (county) => {
      const isHis = ({ personId }: Thing) => personId === own(county).staff.id;
      const { id } = find(county, "effective-account", isHis);
      return { content: aWork({ id: Number(id) }), published: false };
    },
  },
};

/** Every operation that changes something without naming it in its address, and who may. */
export const makings: Record<string, Making> = { ...houseMakings, ...workMakings, ...ownMakings };

/** Those that wait for secrets which only their own tests know. */
export const secretMakings = [
  "signIn",
  "finishSignIn",
  "changePassword",
  "confirmSecondFactor",
  "disableSecondFactor",
  "signInMini",
  "bindMini",
  "signOutMini",
];

/** Whoever names another's things in a body. */
export function grabs(county: TwoTowns): Grab[] {
  const { unit, staff, responsible } = county.tower.schools[0];
  const ours = own(county);
  const theirs = (each: Thing) => each.personId === staff.id;
  const account = find(county, "effective-account", theirs).id;
  const colleague = find(county, "effective-account", ({ personId }) => personId === ours.staff.id).id;
  const task = find(county, "open-assignment", ({ places }) => places[0]?.unitId === ours.unit.id);
  const photo = find(county, "open-assignment", ({ places }) => places[0]?.unitId === unit.id).also
    .evidenceId;
  const person = { name: "新同事", unitId: unit.id, role: "staff" };
  const select = (selection: object) => ({ body: "请看", selection });
  const there = { status: [404] };
  return [
    { id: "createPerson", by: central, body: person, ...there },
    { id: "createPerson", by: head, body: person, ...there },
    { id: "appoint", by: head, body: { personId: staff.id, unitId: ours.unit.id, role: "staff" }, ...there },
    {
      id: "appoint",
      by: central,
      body: { personId: ours.other.id, unitId: unit.id, role: "staff" },
      ...there,
    },
    { id: "revealPhones", by: central, body: { personIds: [staff.id], purpose: "问问" }, ...there },
    { id: "draftBroadcast", by: central, body: select({ units: [unit.id] }), ...there },
    { id: "draftBroadcast", by: central, body: select({ people: [staff.id] }), ...there },
    { id: "draftBroadcast", by: central, body: select({ townships: [county.tower.central.id] }), ...there },
    {
      id: "draftBroadcast",
      by: central,
      body: select({ undone: { campaignId: campaign(county, 1) } }),
      ...there,
    },
    { id: "urge", by: central, body: { target: { campaignId: campaign(county, 1) } }, ...there },
    { id: "urge", by: receiving, body: { target: { campaignId: campaign(county, 1) } }, ...there },
    { id: "registerPublication", by: teaching, body: filed(account), ...there },
    { id: "registerPublication", by: answering, body: filed(colleague), ...there },
    // What is no post of one's own is refused alike, whether it is there or not.
    { id: "reportNoMediaAccounts", by: answering, body: { unitId: unit.id }, status: [403] },
    {
      id: "askHandover",
      by: answering,
      body: { postId: responsible.post.id, toName: "接手人" },
      status: [403],
    },
    { id: "askHandover", by: answering, body: { postId: 4_000_000, toName: "接手人" }, status: [403] },
    {
      id: "commandAssignment",
      by: head,
      path: `/assignments/${task.id}/commands`,
      status: [422],
      body: {
        command: "reassign",
        postId: responsible.post.id,
      },
    },
    {
      id: "getEvidence",
      by: head,
      path: `/assignments/${task.id}/evidence/${photo}`,
      body: undefined,
      ...there,
    },
  ];
}

const filed = (id: number | string) => ({ content: aWork({ id: Number(id) }), published: false });
