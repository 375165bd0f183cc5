import { expect } from "chai";
import type { AnyOperation } from "../../../src/http/api/operation.ts";
import type { Along } from "../../support/api.ts";
import { exampleCall } from "../../support/example-calls.ts";
import type { Thing, Visitor } from "../../support/two-towns.ts";
import { exporters, files, type List, lists, ofCampaign, ofOneself } from "./lists.ts";
import { grabs, type Making, makings, secretMakings } from "./makings.ts";
import { may, sees } from "./rights.ts";
import { type Row, rows } from "./rows.ts";
import { inTurns, openVisits, seenBy, type Visits } from "./visits.ts";

describe("strangers at the API", function () {
  this.timeout(60_000);
  let visits: Visits;
  /** Operations that somebody was let do, so that refusals elsewhere mean something. */
  const done = new Set<string>();

  before(async () => {
    visits = await openVisits();
  });

  /** Ends each visit: nothing was as it should not be. */
  function settle(): void {
    const [bugs, wrong] = [visits.api.bugs.splice(0), visits.wrong.splice(0)];
    expect(bugs).to.deep.equal([]);
    expect(wrong.slice(0, 40)).to.deep.equal([]);
  }

  after(() => visits.close());

  const thingsOf = (nouns: string[]): Thing[] =>
    visits.county.things.filter(({ noun }) => nouns.includes(noun));
  const isIn = (visitor: Visitor, only: Row["only"]): boolean =>
    !only || only.some((role) => visitor.roles.includes(role));
  const aboutOne = () => visits.api.operations.filter(({ path }) => path.includes("{"));
  const asked = () =>
    visits.api.operations.filter(({ path, method }) => method === "get" && !path.includes("{"));
  const everybody = (visit: (visitor: Visitor) => Promise<void>) =>
    visits.county.visitors.map((visitor) => () => visit(visitor));

  /** What is his own, the last that he sees besides, and of the rest the nearest and the farthest. */
  function chosen(visitor: Visitor, noun: string): Thing[] {
    const all = thingsOf([noun]);
    const seen = all.filter((each) => seenBy(visitor, each));
    const mine = seen.find((each) => each.personId === visitor.personId);
    const foreign = all.filter((each) => !seenBy(visitor, each));
    return [...new Set([seen.at(-1), mine, foreign[0], foreign.at(-1)])].filter((each) => each !== undefined);
  }

  const ways: Record<string, (status: number) => boolean> = {
    "no entry": (status) => status === 403,
    "not there": (status) => status === 404,
    refused: (status) => [403, 404, 409, 412, 422].includes(status),
    /** The state may be against it; rights are not. */
    done: (status) => status < 300 || [409, 412, 422].includes(status),
  };

  function expected(visitor: Visitor, row: Row, each: Thing): string {
    if (!isIn(visitor, row.only)) return "no entry";
    if (!seenBy(visitor, each)) return "not there";
    return may[row.right](visitor, each) ? "done" : "refused";
  }

  const alongFor = (operation: AnyOperation, row: Row, each: Thing): Along => ({
    ...(operation.ifMatch === "required" ? { headers: { "If-Match": `"${each.version}"` } } : {}),
    ...(row.body ? { body: row.body(each) } : {}),
    ...(row.file ? { file: row.file } : {}),
  });

  async function visit(operation: AnyOperation, row: Row, visitor: Visitor, each: Thing): Promise<void> {
    const params = row.params?.(each);
    const address = operation.path.replace(/\{(\w+)\}/g, (_all, name) => String(params?.[name] ?? each.id));
    const path = row.query ? `${address}?${row.query}` : address;
    const { status } = await visits.call(operation, visitor, path, alongFor(operation, row, each));
    if (status < 300) done.add(operation.id);
    const way = expected(visitor, row, each);
    if (!ways[way]?.(status))
      visits.wrong.push(`${visitor.name} ${operation.id} ${row.noun} ${each.id}: ${status}, not ${way}`);
  }

  it("find every operation about one thing, and every list, in the tables and nothing else there", () => {
    expect(Object.keys(rows)).to.have.members(aboutOne().map(({ id }) => id));
    const listed = [lists, ofCampaign, files].flatMap((table) => Object.keys(table));
    expect([...listed, ...ofOneself]).to.have.members(asked().map(({ id }) => id));
    const made = visits.api.operations.filter(({ path, method }) => method !== "get" && !path.includes("{"));
    expect([...Object.keys(makings), ...secretMakings]).to.have.members(made.map(({ id }) => id));
    const nouns = Object.values(rows)
      .flat()
      .map(({ noun }) => noun);
    expect(sees).to.include.keys(...nouns, ...Object.values(lists).flatMap((list) => list.nouns));
  });

  it("see and do what is theirs, and nothing that is another's", async () => {
    const work = aboutOne().flatMap((operation) =>
      everybody(async (visitor) => {
        for (const row of [rows[operation.id] ?? []].flat())
          for (const each of chosen(visitor, row.noun)) await visit(operation, row, visitor, each);
      }),
    );
    await inTurns(work);
    const never = aboutOne().filter(({ id }) => !done.has(id));
    expect(never.map(({ id }) => id)).to.deep.equal([], "nobody could do it at all");
    settle();
  });

  const mayMake = (visitor: Visitor, { only, by }: Making): string => {
    if (!isIn(visitor, only)) return "no entry";
    return by === undefined || by.includes(visitor.name) ? "done" : "refused";
  };

  async function make(id: string, making: Making, visitor: Visitor): Promise<void> {
    const operation = visits.operation(id);
    const { body, query = "", file } = making;
    const { status } = await visits.call(operation, visitor, `${operation.path}?${query}`, {
      ...(body ? { body: body(visits.county, visitor) } : {}),
      ...(file ? { file } : {}),
    });
    if (status < 300) done.add(id);
    const way = mayMake(visitor, making);
    if (!ways[way]?.(status)) visits.wrong.push(`${visitor.name} ${id}: ${status}, not ${way}`);
  }

  it("make what is theirs to make", async () => {
    await inTurns(
      Object.entries(makings).flatMap(([id, making]) => everybody((visitor) => make(id, making, visitor))),
    );
    const never = Object.keys(makings).filter((id) => !done.has(id));
    expect(never).to.deep.equal([], "nobody could do it at all");
    settle();
  });

  it("cannot lay hands on another's by naming it in a body", async () => {
    for (const { id, by, path, body, status } of grabs(visits.county)) {
      const operation = visits.operation(id);
      const visitor = visits.county.visitors.find(({ name }) => name === by) as Visitor;
      const answer = await visits.call(operation, visitor, path ?? operation.path, { body });
      if (!status.includes(answer.status))
        visits.wrong.push(`${by} ${id} ${JSON.stringify(body)}: ${answer.status} ${answer.body?.title}`);
    }
    settle();
  });

  const usualIds = ({ items }: { items: { id: number | string }[] }) => items.map((each) => each.id);

  /** What is told must be what he sees: all of it, or at least nothing else. */
  function compare(visitor: Visitor, what: string, list: List, body: unknown): void {
    const seen = thingsOf(list.nouns)
      .filter((each) => seenBy(visitor, each) && (list.narrowed?.(visitor, each) ?? true))
      .map((each) => each.id);
    const told = (list.ids ?? usualIds)(body as never);
    const strange = told.filter((id) => !seen.includes(id));
    const missing = list.part ? [] : seen.filter((id) => !told.includes(id));
    if (strange.length > 0) visits.wrong.push(`${visitor.name} ${what}: is told of ${strange.join("、")}`);
    if (missing.length > 0)
      visits.wrong.push(`${visitor.name} ${what}: is not told of ${missing.join("、")}`);
  }

  async function ask(id: string, list: List, visitor: Visitor): Promise<void> {
    const operation = visits.operation(id);
    const full = operation.query?.properties.limit ? "?limit=200" : "";
    const { status, body } = await visits.call(operation, visitor, operation.path + full);
    const refused = !isIn(visitor, list.only);
    if (status === 200 && !refused) compare(visitor, id, list, body);
    else if (status !== 403 || !(refused || list.mayRefuse))
      visits.wrong.push(`${visitor.name} ${id}: ${status}`);
  }

  it("are told in lists of all that they see, and of nothing else", async () => {
    await inTurns(
      Object.entries(lists).flatMap(([id, list]) => everybody((visitor) => ask(id, list, visitor))),
    );
    settle();
  });

  async function take(id: string, nouns: string[], visitor: Visitor): Promise<void> {
    const operation = visits.operation(id);
    const { status, body } = await visits.call(operation, visitor, `${operation.path}?form=csv`);
    if (status !== (isIn(visitor, exporters) ? 200 : 403))
      visits.wrong.push(`${visitor.name} ${id}: ${status}`);
    const seen = thingsOf(nouns).filter((each) => status === 200 && seenBy(visitor, each));
    const missing = seen.flatMap(({ words }) => words).filter((word) => !body.includes(word));
    if (missing.length > 0) visits.wrong.push(`${visitor.name} ${id}: lacks ${missing.join("、")}`);
  }

  it("take away files of all that they see, and of nothing else", async () => {
    await inTurns(
      Object.entries(files).flatMap(([id, nouns]) => everybody((visitor) => take(id, nouns, visitor))),
    );
    settle();
  });

  it("are told of themselves alone", async () => {
    await inTurns(
      ofOneself.flatMap((id) =>
        everybody(async (visitor) => {
          const operation = visits.operation(id);
          const { status } = await visits.call(operation, visitor, operation.path);
          if (status !== 200) visits.wrong.push(`${visitor.name} ${id}: ${status}`);
        }),
      ),
    );
    settle();
  });

  /** Filters that name a thing, and what it is. */
  const filters: Record<string, string> = {
    unitId: "unit",
    parentId: "unit",
    below: "unit",
    holderId: "person",
    campaignId: "running-campaign",
    assignmentId: "open-assignment",
  };

  async function askFor(id: string, list: List, name: string, visitor: Visitor): Promise<void> {
    const operation = visits.operation(id);
    for (const each of chosen(visitor, filters[name] ?? "")) {
      const path = `${operation.path}?${name}=${each.id}`;
      const { status, body } = await visits.call(operation, visitor, path);
      if (status === 200) compare(visitor, path, { ...list, part: true }, body);
      else if (![403, 404].includes(status)) visits.wrong.push(`${visitor.name} ${path}: ${status}`);
    }
  }

  it("learn nothing by asking lists for what is another's", async () => {
    const questions = Object.entries({ ...lists, ...ofCampaign }).flatMap(([id, list]) => {
      const known = visits.operation(id).query?.properties ?? {};
      const names = Object.keys(filters).filter((name) => name in known);
      return names.flatMap((name) => everybody((visitor) => askFor(id, list, name, visitor)));
    });
    await inTurns(questions);
    settle();
  });

  it("are counted what they see, and no more", async () => {
    const [campaign] = thingsOf(["running-campaign"]);
    const operation = visits.operation("getProgress");
    for (const visitor of visits.county.visitors) {
      const seen = thingsOf(["assignment"]).filter(
        (each) => seenBy(visitor, each) && each.also.campaignId === campaign?.id,
      );
      const { status, body } = await visits.call(
        operation,
        visitor,
        `${operation.path}?campaignId=${campaign?.id}`,
      );
      expect(status === 404 ? 0 : body.totals.total, visitor.name).to.equal(seen.length);
    }
    settle();
  });

  it("are not let in without signing in, and change nothing with a token for reading", async () => {
    const { api, judge, wrong, county } = visits;
    const token = county.visitors.find(({ roles }) => roles.includes("bureau-admin"))?.readToken ?? "";
    const knock = async (operation: AnyOperation, credentials: { token?: string }, status: number) => {
      const { method, path, along } = exampleCall(operation);
      const answer = await api.call(method, path, { ...along, ...credentials });
      const fault = answer.status === status ? judge.look(operation.id, answer) : `${answer.status}`;
      if (fault) wrong.push(`${operation.id}: ${fault}`);
    };
    const closed = api.operations.filter(({ who }) => who !== "anyone");
    const changing = closed.filter(({ method }) => method !== "get");
    await inTurns([
      ...closed.map((operation) => () => knock(operation, {}, 401)),
      ...changing.map((operation) => () => knock(operation, { token }, 403)),
    ]);
    settle();
  });
});
