import { expect } from "chai";
import type { QueryRunner } from "typeorm";
import type { AnyOperation } from "../../../src/http/api/operation.ts";
import type { Answer } from "../../support/api.ts";
import { cut, hostile, type Shape } from "../../support/arbitrary.ts";
import { aWork, douyin } from "../../support/registrations.ts";
import type { Thing, Visitor } from "../../support/two-towns.ts";
import { may } from "./rights.ts";
import { type Row, rows } from "./rows.ts";
import { openVisits, seenBy, type Visits } from "./visits.ts";

/** A place for words in a body, and how many fit. */
interface Field {
  path: string;
  most: number;
}

/** A call that is in order, into whose fields words can be put. */
interface Ready {
  operation: AnyOperation;
  visitor: Visitor;
  path: string;
  headers: Record<string, string>;
  body: object;
}

/** Not tried here, and why. */
const untried: Record<string, string> = {
  signIn: "keeps nothing but the browser's name; tried in guessing",
  finishSignIn: "keeps nothing but the browser's name; tried in second-factor",
  changePassword: "keeps a hash alone",
  confirmSecondFactor: "takes six digits alone",
  disableSecondFactor: "takes a password and a code alone",
  signInMini: "keeps a hash alone",
  bindMini: "keeps no words",
  urge: "its words stand in letters alone; tried in sinks",
};

/** Fields that say which, not what, and the remark, which goes with handing in alone. */
const naming = /(^|\.)(hash|expectedHash|answers\.0\.key|remark)$/;

/** An account on a platform that has no name among ours. */
const elsewhere = (handle: string) => douyin({ platform: "other", platformName: "某平台", handle });

/** Operations that make something, called by the administrator or by 王 at school. */
const making: Record<string, (visits: Visits) => { by?: "staff" | "responsible"; body: object }> = {
  createAccount: ({ county }) => ({ body: { name: "somebody", personId: county.leader.id } }),
  createToken: () => ({ body: { name: "看板", scope: "read", expiresAt: "2018-09-01T00:00:00Z" } }),
  createUnit: ({ county }) => ({
    body: { name: "新校", kind: "school", parentId: county.willow.central.id },
  }),
  createPerson: ({ county }) => ({
    body: { name: "新人", unitId: county.willow.central.id, role: "staff", namesake: true },
  }),
  revealPhones: ({ county }) => ({ body: { personIds: [county.leader.id], purpose: "核对" } }),
  createCampaign: () => ({ body: { title: "又一次治理" } }),
  createChecklist: () => ({ body: { code: "new-list", title: "自查表" } }),
  askHandover: ({ county }) => ({
    by: "responsible",
    body: {
      postId: county.willow.schools[0].responsible.post.id,
      toName: "李四",
    },
  }),
  draftBroadcast: () => ({ body: { body: "通知", selection: {} } }),
  registerMediaAccount: () => ({ by: "staff", body: { content: elsewhere("another-1") } }),
  registerPublication: ({ county }) => {
    const account = county.things.find(
      ({ noun, personId }) => noun === "effective-account" && personId === county.willow.schools[0].staff.id,
    );
    return {
      by: "staff",
      body: {
        published: false,
        content: aWork({ id: Number(account?.id) }, { original: false, source: "县报" }),
      },
    };
  },
  correctMyData: () => ({ by: "staff", body: { name: "更正的名字" } }),
  publishNotice: () => ({ body: { title: "告知", body: "登记个人账号的说明" } }),
  createWebhook: () => ({
    body: { name: "数据中心", url: "https://hooks.example.com/in", kinds: ["submission.submit"] },
  }),
};

const returned = ({ also }: Thing) => ({ command: "return", revisionId: also.revisionId, reason: "不清楚" });
const ours = ({ also }: Thing) => aWork({ id: Number(also.accountId) }, { original: false, source: "县报" });
const there = { url: "https://v.douyin.com/iYxQc9D/", day: "2018-08-10" };

/** Calls about one thing in which words have a place, where the usual ones have none. */
const worded: Record<string, Partial<Row>> = {
  commandAssignment: { body: ({ also }) => ({ command: "return", hash: also.hash, reason: "不清楚" }) },
  commandSubmission: { body: ({ also }) => ({ command: "return", hash: also.hash, reason: "不清楚" }) },
  commandMediaAccount: { noun: "waiting-account", right: "passes", body: returned },
  reviewPublication: {
    body: ({ also }) => ({ verdict: "return", revisionId: also.revisionId, reason: "不清楚" }),
  },
  changeRequirement: { body: () => ({ audience: { kinds: ["school"], codes: [] } }) },
  editMediaAccount: { body: () => elsewhere("another-2") },
  proposeMediaAccountChange: { body: () => elsewhere("another-3") },
  editPublication: { body: ours },
  revisePublication: { body: ours },
  amendPublication: { body: (thing) => ({ ...ours(thing), ...there }) },
};

function fieldsIn(shape: Shape, path = ""): Field[] {
  if (shape.anyOf) return fieldsIn(shape.anyOf.find(({ type }) => type !== "null") ?? {}, path);
  if (shape.type === "array") return fieldsIn(shape.items ?? {}, `${path}.0`);
  if (shape.properties)
    return Object.entries(shape.properties).flatMap(([name, part]) =>
      fieldsIn(part, path ? `${path}.${name}` : name),
    );
  return freeWords(shape, path);
}

function freeWords(shape: Shape, path: string): Field[] {
  const free = shape.type === "string" && !shape.enum && !shape.format && !naming.test(path);
  return free ? [{ path, most: shape.maxLength ?? 200 }] : [];
}

const inJson = (word: string): string => JSON.stringify(word).slice(1, -1);

/** As it is; names of people, units and the like have one spelling of their letters. */
const spellings = (word: string): string[] => [word, word.normalize("NFKC")];

/** The last two fill any field, with signs of four bytes and with signs of two parts. */
const corpus = [...hostile, "𠮷".repeat(8_000), "e\u0301".repeat(4_000)];

describe("hostile words", function () {
  this.timeout(90_000);
  let visits: Visits;
  /** Words that were looked for in what would have been kept, and not found. */
  let wanted: string[] = [];
  let search = "";

  before(async () => {
    visits = await openVisits(look);
  });
  afterEach(() =>
    expect(visits.api.bugs.splice(0).map((bug) => String((bug as { err: unknown }).err))).to.deep.equal([]),
  );
  after(() => visits.close());

  /** Strikes from `wanted` what stands in any column of any table, as it is or as JSON tells it. */
  async function look(runner: QueryRunner): Promise<void> {
    if (wanted.length === 0) return;
    search ||= await searchOf(runner);
    const held: { words: string }[] = await runner.query(search);
    const kept = held.map(({ words }) => words).join("\n");
    wanted = wanted.filter(
      (word) => !spellings(word).some((each) => kept.includes(each) || kept.includes(inJson(each))),
    );
  }

  async function searchOf(runner: QueryRunner): Promise<string> {
    const columns: { place: string; name: string }[] = await runner.query(
      `SELECT table_name AS place, column_name AS name FROM information_schema.columns
       WHERE table_schema = DATABASE() AND collation_name LIKE 'utf8mb4%'`,
    );
    const tables = [...new Set(columns.map(({ place }) => place))];
    return tables
      .map((table) => {
        const names = columns.filter(({ place }) => place === table).map(({ name }) => `\`${name}\``);
        return `SELECT CONCAT_WS('\n', ${names.join(", ")}) AS words FROM \`${table}\``;
      })
      .join(" UNION ALL ");
  }

  const send = ({ operation, visitor, path, headers }: Ready, body: object): Promise<Answer> =>
    visits.api.call(operation.method.toUpperCase(), path, {
      body,
      headers: { ...visitor.headers, ...headers },
    });

  /** A call about one thing that somebody may make, in good form. */
  async function readyAbout(operation: AnyOperation, row: Row): Promise<Ready | null> {
    for (const thing of visits.county.things.filter(({ noun }) => noun === row.noun))
      for (const visitor of visits.county.visitors.filter((each) => lets(row, each, thing))) {
        const ready = aboutThing(operation, row, { thing, visitor });
        if ((await send(ready, ready.body)).status < 300) return ready;
      }
    return null;
  }
  const lets = (row: Row, visitor: Visitor, thing: Thing): boolean =>
    (!row.only || row.only.some((role) => visitor.roles.includes(role))) &&
    seenBy(visitor, thing) &&
    may[row.right](visitor, thing);
  const aboutThing = (
    operation: AnyOperation,
    row: Row,
    { thing, visitor }: { thing: Thing; visitor: Visitor },
  ): Ready => ({
    operation,
    visitor,
    path: operation.path.replace(/\{(\w+)\}/g, (_all, name) => String(row.params?.(thing)[name] ?? thing.id)),
    headers: { "If-Match": operation.ifMatch === "required" ? `"${thing.version}"` : "*" },
    body: (row.body?.(thing) ?? {}) as object,
  });

  async function readyToMake(operation: AnyOperation): Promise<Ready | null> {
    const { by, body } = making[operation.id]?.(visits) ?? { body: {} };
    const { admin, willow } = visits.county;
    const personId = by ? willow.schools[0][by].id : admin.id;
    const visitor = visits.county.visitors.find((each) => each.personId === personId);
    if (!visitor) return null;
    const ready = { operation, visitor, path: operation.path, headers: {}, body };
    const { status, body: told } = await send(ready, body);
    if (status >= 300) visits.wrong.push(`${operation.id}: ${status} ${JSON.stringify(told)}`);
    return status < 300 ? ready : null;
  }

  async function readyFor(operation: AnyOperation): Promise<Ready[]> {
    if (making[operation.id]) return [await readyToMake(operation)].filter((each) => each !== null);
    const found = [];
    for (const row of [rows[operation.id] ?? []].flat().slice(0, 1))
      found.push(await readyAbout(operation, { ...row, ...worded[operation.id] }));
    return found.filter((each) => each !== null);
  }

  /** Sends one word in all fields; those that refuse it by name are left out, until it is taken. */
  async function tryWord(ready: Ready, fields: Field[], word: string): Promise<void> {
    // A number at the end tells the fields apart.
    let left = fields.map(({ path, most }, place) => ({
      path,
      words: `${cut(word, most - 2).trim()}${place}`,
    }));
    while (left.length > 0) left = await tryFields(ready, left, word);
  }

  /** Answers what is left to be tried without the fields that were refused. */
  async function tryFields(
    ready: Ready,
    filled: { path: string; words: string }[],
    word: string,
  ): Promise<typeof filled> {
    wanted = filled.map(({ words }) => words);
    const body = structuredClone(ready.body);
    for (const { path, words } of filled) put(body, path.split("."), words);
    const answer = await send(ready, body);
    const rest = filled.filter(({ path }) => !isNamed(answer, path));
    if (answer.status === 422 && rest.length < filled.length) return rest;
    if (answer.status < 300) expectKept(ready, word, answer);
    else complain(ready, word, answer);
    return [];
  }

  function put(body: object, [step = "", ...rest]: string[], word: string): void {
    const within = body as Record<string, unknown>;
    if (rest.length === 0) within[step] = word;
    else {
      within[step] ??= rest[0] === "0" ? [] : {};
      put(within[step] as object, rest, word);
    }
  }

  /** What is left of `wanted` was not seen in the tables; then it must be in the answer. */
  function expectKept(ready: Ready, word: string, { body }: Answer): void {
    const told = JSON.stringify(body);
    const lost = wanted.filter((each) => spellings(each).every((one) => !told.includes(inJson(one))));
    if (lost.length > 0) complain(ready, word, { lost: lost.map((each) => each.slice(-40)) });
  }

  const complain = ({ operation }: Ready, word: string, what: unknown): void =>
    void visits.wrong.push(
      `${operation.id} ${JSON.stringify(word.slice(0, 30))}: ${JSON.stringify(what)}`.slice(0, 400),
    );

  /** A complaint about a list or an object is one about what is in it. */
  const isNamed = ({ body }: Answer, path: string): boolean =>
    (body?.facts?.problems ?? []).some(
      ({ field }: { field: string }) =>
        path === field ||
        path.startsWith(`${field}.`) ||
        path.endsWith(`.${field}`) ||
        path.endsWith(`.${field}.0`),
    );

  async function tryOperation(operation: AnyOperation): Promise<void> {
    const fields = fieldsIn(operation.body as Shape);
    const calls = await readyFor(operation);
    if (calls.length === 0) visits.wrong.push(`${operation.id}: nobody could be found to try it`);
    for (const ready of calls) for (const word of corpus) await tryWord(ready, fields, word);
  }

  it("are kept as they are, or refused by the field's name, in every field of every operation", async () => {
    const wordy = visits.api.operations.filter(({ body }) => body && fieldsIn(body as Shape).length > 0);
    expect(wordy.map(({ id }) => id)).to.include.members(Object.keys(untried));
    for (const operation of wordy.filter(({ id }) => !untried[id])) await tryOperation(operation);
    expect(visits.wrong.splice(0)).to.deep.equal([]);
  });

  it("are refused with what no database keeps: NUL and halves of signs", async () => {
    const operation = visits.operation("createUnit");
    const ready = await readyToMake(operation);
    for (const word of ["甲\u0000", "\ud800", "乙\udc00"]) {
      const { status, body } = await send(ready as Ready, { ...ready?.body, name: word });
      expect([status, body.code]).to.deep.equal([422, "invalid"]);
    }
  });
});
