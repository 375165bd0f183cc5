import type { Role } from "../../../entities/post.ts";
import { aWork, douyin } from "../../support/registrations.ts";
import type { Thing } from "../../support/two-towns.ts";
import type { may } from "./rights.ts";

/** One way of calling an operation about one thing. */
export interface Row {
  noun: string;
  right: keyof typeof may;
  /** The door is open for these alone; for everybody, unless told. */
  only?: readonly Role[];
  /** What stands in the address; the thing's id in its only place, unless told. */
  params?: (thing: Thing) => Record<string, number | string>;
  query?: string;
  body?: (thing: Thing) => unknown;
  /** A file instead of a body. */
  file?: Uint8Array;
}

const bureau = ["bureau-admin", "bureau-leader"] as const;
const admin = ["bureau-admin"] as const;
const managers = ["bureau-admin", "unit-head", "responsible"] as const;
const senders = ["bureau-admin", "bureau-leader", "office-operator", "unit-head", "responsible"] as const;

/** Everybody may ask; whoever sees it is answered. */
const read = (noun: string, more: Partial<Row> = {}): Row => ({ noun, right: "read", ...more });
const write = (noun: string, right: Row["right"], body?: unknown, more: Partial<Row> = {}): Row => ({
  noun,
  right,
  ...(body === undefined
    ? {}
    : { body: typeof body === "function" ? (body as (thing: Thing) => unknown) : () => body }),
  ...more,
});
const planned = (noun: string, body?: unknown): Row => write(noun, "bureau", body, { only: bureau });
const kept = (noun: string, body?: unknown): Row => write(noun, "admin", body, { only: admin });

const assignment = ({ id, also }: Thing) => ({ assignmentId: id, no: 1, evidenceId: also.evidenceId ?? 0 });
const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from("照片")]);
const changed = douyin({ name: "改过的名字", handle: "changed-1" });
const changedWork = ({ also }: Thing) => aWork({ id: Number(also.accountId) }, { title: "改过的题目" });
const phase = { title: "第二阶段", due: "2018-10-30" };
const requirement = {
  title: "报告",
  kind: "deliverable",
  due: "2018-10-30",
  audience: {
    kinds: ["school"],
    codes: [],
  },
};
const item = {
  key: "q1",
  question: "有没有?",
  polarity: "+",
  scope: "unit",
  answeredBy: "unit",
  evidence: "none",
  basis: "第一条",
};

const account = write("account", "others", undefined, { only: admin });

const houseRows: Record<string, Row | Row[]> = {
  endSession: write("session", "read", undefined, { params: ({ id }) => ({ handle: id }) }),
  revokeToken: write("token", "read"),
  getAccount: read("account", { only: admin }),
  resetPassword: account,
  disableAccount: account,
  enableAccount: account,
  removeAccount: account,
  resetSecondFactor: account,
  getUnit: read("unit"),
  renameUnit: kept("unit", ({ id }: Thing) => ({ name: `新名第${id}小学` })),
  setUnitAliases: kept("unit", ({ id }: Thing) => ({ aliases: [`别名${id}`] })),
  moveUnit: kept("unit", ({ also }: Thing) => ({ parentId: also.parentId })),
  removeUnit: [kept("unit"), kept("empty-unit")],
  getPerson: read("person"),
  renamePerson: write("person", "manages", { name: "新姓名" }, { only: managers }),
  setPhone: write("person", "phones", { phone: "13800001234" }, { only: managers }),
  issueBindingCode: kept("person"),
  endPost: write("post", "manages", {}, { only: managers }),
  decideCorrection: kept("correction", { grant: true }),
};

const deskRows: Record<string, Row | Row[]> = {
  getImport: read("import", { only: admin }),
  applyImport: kept("import", ({ also }: Thing) => ({ expectedHash: also.planHash, skipBad: true })),
  getImportErrors: read("import", { only: admin }),
  getWebhook: read("webhook", { only: bureau }),
  changeWebhook: kept("webhook", { name: "新名字" }),
  deleteWebhook: kept("webhook"),
  renewWebhookSecret: kept("webhook"),
  enableWebhook: kept("webhook"),
  disableWebhook: kept("webhook"),
  pingWebhook: kept("webhook"),
  listWebhookDeliveries: read("webhook", { only: bureau }),
  redeliver: kept("delivery"),
};

const planRows: Record<string, Row | Row[]> = {
  getCampaign: [read("running-campaign"), read("draft-campaign")],
  changeCampaign: planned("draft-campaign", { title: "新题目" }),
  discardCampaign: planned("draft-campaign"),
  commandCampaign: [
    planned("running-campaign", { command: "wind_down" }),
    planned("draft-campaign", { command: "publish" }),
  ],
  addTask: planned("draft-campaign", { title: "又一项" }),
  changeTask: planned("draft-task", { title: "改过的一项" }),
  removeTask: planned("draft-task"),
  addPhase: planned("draft-task", phase),
  changePhase: planned("draft-phase", { title: "改过" }),
  removePhase: planned("draft-phase"),
  commandPhase: planned("running-phase", { command: "reschedule", day: "2018-09-28", reason: "开学忙" }),
  addRequirement: planned("draft-task", requirement),
  changeRequirement: planned("draft-requirement", { title: "改过" }),
  removeRequirement: planned("draft-requirement"),
  newChecklistVersion: planned("checklist"),
  getChecklistVersion: [read("published-version"), read("draft-version")],
  writeChecklistItems: planned("draft-version", { items: [item] }),
  publishChecklistVersion: planned("draft-version"),
  removeChecklistVersion: planned("draft-version"),
};

const open = "open-assignment";
const workRows: Record<string, Row | Row[]> = {
  getAssignment: [read(open), read("handed-in")],
  getTimeline: read(open),
  answer: write(open, "answers", ({ also }: Thing) => ({ answers: [{ key: also.key, value: "是" }] })),
  declareInventory: write(
    open,
    "answers",
    { names: ["校报"] },
    { params: ({ id }) => ({ assignmentId: id, scope: "medium" }) },
  ),
  addEvidence: write(open, "answers", undefined, { query: "name=a.jpg", file: photo }),
  getEvidence: read(open, { params: assignment }),
  removeEvidence: write(open, "answers", undefined, { params: assignment }),
  commandAssignment: [
    write("handed-in", "reviews", ({ also }: Thing) => ({ command: "accept", hash: also.hash })),
    write("handed-in", "his", { command: "withdraw" }),
    write(open, "answers", { command: "submit" }),
    write(open, "bureau", { command: "waive", reason: "停办" }),
    write(open, "moves", ({ also }: Thing) => ({ command: "reassign", postId: also.postId })),
  ],
  getSubmission: read("submission"),
  commandSubmission: [
    write("submission", "reviews", ({ also }: Thing) => ({ command: "accept", hash: also.hash })),
    write("submission", "his", { command: "withdraw" }),
  ],
  getExtension: read("extension"),
  askExtension: write(open, "answers", { day: "2018-09-25", reason: "搬迁" }),
  commandExtension: [
    write("extension", "reviews", { command: "grant" }),
    write("extension", "his", { command: "void" }),
  ],
  getHandover: read("handover"),
  commandHandover: [
    write("handover", "bureau", { command: "grant" }),
    write("handover", "his", { command: "void" }),
  ],
};

const draft = "draft-broadcast";
const sent = "sent-broadcast";
const broadcastRows: Record<string, Row | Row[]> = {
  getBroadcast: [read(draft), read(sent)],
  changeBroadcast: write(draft, "sends", { body: "改过的通知", selection: {} }, { only: senders }),
  previewBroadcast: write(draft, "sends", undefined, { only: senders }),
  confirmBroadcast: write(draft, "sends", ({ also }: Thing) => ({ hash: also.hash }), { only: senders }),
  cancelBroadcast: [draft, sent].map((noun) => write(noun, "sends", undefined, { only: senders })),
  getBroadcastOutcome: read(sent),
  listBroadcastRecipients: read(sent),
  listBroadcastReplies: read(sent),
};

const revision = ({ also }: Thing) => ({ revisionId: also.revisionId });
const registerRows: Record<string, Row | Row[]> = {
  getMediaAccount: ["effective", "waiting", "draft"].map((state) => read(`${state}-account`)),
  editMediaAccount: write("draft-account", "his", changed),
  proposeMediaAccountChange: write("effective-account", "his", changed),
  discardMediaAccountDraft: write("draft-account", "his"),
  commandMediaAccount: [
    write("draft-account", "his", { command: "submit" }),
    write("waiting-account", "his", { command: "recall" }),
    write("waiting-account", "passes", (each: Thing) => ({ command: "pass", ...revision(each) })),
    write("effective-account", "retires", { command: "request_retire", reason: "不再使用" }),
    write("effective-account", "leader", { command: "void", reason: "冒名" }),
  ],
  getPublication: ["draft", "waiting", "cleared", "published"].map((state) => read(`${state}-work`)),
  editPublication: write("draft-work", "his", changedWork),
  revisePublication: write("cleared-work", "his", changedWork),
  amendPublication: write("published-work", "his", (each: Thing) => ({
    ...changedWork(each),
    url: "https://v.douyin.com/iYxQc9D/",
    day: "2018-08-10",
  })),
  publishPublication: write("cleared-work", "his", {
    url: "https://v.douyin.com/iYxQc9E/",
    day: "2018-08-13",
  }),
  retractPublication: write("published-work", "retracts", { reason: "有误", proof: "已删除" }),
  commandPublication: [
    write("draft-work", "his", { command: "submit" }),
    write("draft-work", "his", { command: "abandon" }),
  ],
  reviewPublication: write("waiting-work", "passes", (each: Thing) => ({
    verdict: "pass",
    ...revision(each),
  })),
};

/** Every operation about one thing. An operation that is not here is not proved, and the test says so. */
export const rows: Record<string, Row | Row[]> = {
  ...houseRows,
  ...deskRows,
  ...planRows,
  ...workRows,
  ...broadcastRows,
  ...registerRows,
};
