import { expect } from "chai";
import type { AnyOperation } from "../../../src/http/api/operation.ts";
import { type Along, openTestApi, type TestApi } from "../../support/api.ts";
import { aHolder } from "../../support/campaigns.ts";
import { exampleCall } from "../../support/example-calls.ts";
import { aUnit, openTestHouse, type TestHouse } from "../../support/house.ts";

/** What a caller would like to set, and what would change an object that is copied carelessly. */
const wishes: Record<string, unknown> = {
  id: 1,
  state: "accepted",
  rowVersion: 99,
  version: 99,
  personId: 1,
  holderId: 1,
  createdBy: 1,
  unitId: 1,
  demo: true,
  passwordHash: "x",
  mustChange: false,
  role: "bureau-admin",
  scope: "write",
  readOnly: false,
  constructor: { prototype: { admin: true } },
  prototype: {},
  toString: "x",
  多余: 1,
  ["__proto__"]: { admin: true },
};

type Place = (string | number)[];

/** Every object within, by the way to it. */
function objectsIn(value: unknown, place: Place = []): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const below = Object.entries(value).flatMap(([name, each]) => objectsIn(each, [...place, name]));
  return Array.isArray(value) ? below : [place, ...below];
}

/** The same, with one more field in the object at this place; null when it has that field by right. */
function withWish(body: unknown, place: Place, name: string): unknown {
  const copy: unknown = structuredClone(body);
  const object = place.reduce<unknown>((within, step) => (within as Record<string, unknown>)[step], copy);
  if (Object.hasOwn(object as object, name)) return null;
  const field = { value: wishes[name], enumerable: true };
  Object.defineProperty(object, name, field);
  return copy;
}

describe("fields that nobody offered", function () {
  this.timeout(60_000);
  let test: TestHouse;
  let api: TestApi;
  let token: string;

  before(async () => {
    test = await openTestHouse();
    api = await openTestApi(test);
    const bureau = await aUnit(test, { kind: "bureau", name: "教体局" });
    token = await api.tokenFor((await aHolder(test, bureau, "bureau-admin", "林晓静")).id);
  });
  afterEach(() => expect(api.bugs).to.deep.equal([]));
  after(async () => {
    await api.close();
    await test.close();
  });

  const withBody = () => api.operations.filter(({ body }) => body);

  /** One number for all that is stored. */
  async function sum(): Promise<string> {
    const tables = (await test.db.query("SHOW TABLES")).map((row: object) => Object.values(row)[0]);
    return JSON.stringify(await test.db.query(`CHECKSUM TABLE ${tables.join(", ")}`));
  }

  /** Every body that asks for one thing too many, with the field that is too much. */
  function* askingTooMuch(operation: AnyOperation): Generator<{ body: unknown; field: string }> {
    const { body: modest } = exampleCall(operation).along;
    for (const place of objectsIn(modest)) {
      for (const name of Object.keys(wishes)) {
        const body = withWish(modest, place, name);
        if (body !== null) yield { body, field: [...place, name].join(".") };
      }
    }
  }

  async function isRefused(operation: AnyOperation, along: Along, query = ""): Promise<boolean> {
    const { method, path, along: usual } = exampleCall(operation);
    const address = query ? `${path}${path.includes("?") ? "&" : "?"}${query}` : path;
    const { status } = await api.call(method, address, { ...usual, token, ...along });
    return status === 422;
  }

  it("are refused in every body, at every depth, and nothing is changed", async () => {
    await api.call("GET", "/session", { token });
    const before = await sum();
    const wrong: string[] = [];
    let tried = 0;
    for (const operation of withBody()) {
      for (const { body, field } of askingTooMuch(operation)) {
        tried++;
        if (!(await isRefused(operation, { body }))) wrong.push(`${operation.id} ${field}`);
      }
    }
    expect(wrong).to.deep.equal([]);
    expect(tried).to.be.above(withBody().length * 10);
    expect(await sum()).to.equal(before);
  });

  it("are alone what is refused: the same body without them gets past", async () => {
    const wrong: string[] = [];
    for (const operation of withBody().filter(({ who }) => who !== "anyone")) {
      const { method, path, along } = exampleCall(operation);
      const { status } = await api.call(method, path, along);
      if (status !== 401) wrong.push(`${operation.id}: ${status}`);
    }
    expect(wrong).to.deep.equal([]);
  });

  it("are refused in every address", async () => {
    const before = await sum();
    const wrong: string[] = [];
    for (const operation of api.operations)
      if (!(await isRefused(operation, {}, "passwordHash=1"))) wrong.push(operation.id);
    expect(wrong).to.deep.equal([]);
    expect(await sum()).to.equal(before);
  });

  it("are refused where no body is wanted at all", async () => {
    const bare = api.operations.filter(({ method, body, accepts }) => method !== "get" && !body && !accepts);
    const wrong: string[] = [];
    for (const operation of bare)
      if (!(await isRefused(operation, { body: { state: "accepted" } }))) wrong.push(operation.id);
    expect(wrong).to.deep.equal([]);
  });
});
