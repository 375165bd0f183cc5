import { Validator } from "@seriousme/openapi-schema-validator";
import { expect } from "chai";
import { apiPrefix } from "../../../src/http/api/openapi.ts";
import type { AnyOperation } from "../../../src/http/api/operation.ts";
import { openTestApi, type TestApi } from "../../support/api.ts";
import { aHolder } from "../../support/campaigns.ts";
import { exampleCall } from "../../support/example-calls.ts";
import { aUnit, openTestHouse, type TestHouse } from "../../support/house.ts";
import { type Judge, openJudge } from "../../support/judge.ts";

describe("the API's document of itself", function () {
  this.timeout(30_000);
  let test: TestHouse;
  let api: TestApi;
  let judge: Judge;
  let token: string;

  before(async () => {
    test = await openTestHouse();
    api = await openTestApi(test);
    judge = await openJudge(api);
    const bureau = await aUnit(test, { kind: "bureau", name: "教体局" });
    token = await api.tokenFor((await aHolder(test, bureau, "bureau-admin", "林晓静")).id);
  });
  afterEach(() => expect(api.bugs).to.deep.equal([]));
  after(async () => {
    await api.close();
    await test.close();
  });

  it("is OpenAPI 3.1", async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(judge.document) as never);
    expect(errors ?? []).to.deep.equal([]);
    expect(valid).to.equal(true);
    expect(validator.version).to.equal("3.1");
  });

  it("tells of each operation what it is called, where it belongs, what it does and for whom", () => {
    const described = Object.entries(judge.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, each]) => ({ path, method, ...each })),
    );
    const [server] = judge.document.servers;
    const base = server?.url.replace(/\/$/, "");
    expect(described.map(({ path, method }) => `${method} ${base}${path}`)).to.have.members(
      api.operations.map((each) => `${each.method} ${apiPrefix}${each.path}`),
    );
    const ids = described.map(({ operationId }) => operationId);
    expect(new Set(ids).size).to.equal(ids.length);
    for (const { operationId, tags, summary, description } of described) {
      expect(operationId).to.match(/^[a-z][A-Za-z]+$/);
      expect(tags, operationId).to.have.length(1);
      expect(summary, operationId).to.match(/\p{Script=Han}/u);
      expect(description, operationId).to.match(/谁可以用:\p{Script=Han}/u);
    }
  });

  it("says for every operation who may call it", () => {
    for (const { id, who } of api.operations) expect(who, id).not.to.be.empty;
  });

  it("leaves no answer open to more fields than are named", () => {
    const open = api.operations.filter(({ answer, body }) => [answer, body].some(hasOpenObject));
    expect(open.map(({ id }) => id)).to.deep.equal([]);
  });

  it("can be read on a page of its own that asks nobody else for anything", async () => {
    const page = await api.call("GET", "/docs");
    expect(page.headers.get("Content-Type")).to.contain("text/html");
    const words = page.body as string;
    for (const { id, path, summary } of api.operations) {
      expect(words).to.contain(`<article id="${id}">`);
      expect(words).to.contain(`${apiPrefix}${path}</code>`);
      expect(words).to.contain(`<h3>${summary}</h3>`);
    }
    const style = (await api.call("GET", "/docs.css")).body as string;
    const addresses = [...words.matchAll(/(?:src|href|action)="([^"]*)"/g)].map(([, address]) => address);
    expect(addresses.filter((address) => !/^(#|\/api\/v1\/)/.test(address ?? ""))).to.deep.equal([]);
    expect(words).not.to.match(/<(script|iframe|img|object|embed|base)\b|style=|@import|url\(/i);
    expect(style).not.to.match(/@import|url\(|https?:/i);
  });

  it("is true of what lists answer in an empty county, and of every refusal there", async () => {
    const wrong: string[] = [];
    const ask = async (operation: AnyOperation, credentials: { token?: string }) => {
      const { method, path, along } = exampleCall(operation);
      const answer = await api.call(method, path, { ...along, ...credentials });
      const fault = judge.look(operation.id, answer);
      if (fault) wrong.push(`${operation.id} ${answer.status}: ${fault}`);
    };
    for (const operation of api.operations) {
      await ask(operation, {});
      await ask(operation, { token: "x".repeat(40) });
      // What changes something is only knocked at.
      if (operation.method === "get") await ask(operation, { token });
    }
    expect(wrong).to.deep.equal([]);
  });

  it("is true of every kind of problem", async () => {
    const unit = await api.call("POST", "/units", {
      token,
      body: { name: "实验小学", kind: "affiliated", parentId: 1 },
    });
    const id = unit.body.id ?? 1;
    const rename = (headers: Record<string, string>, body: unknown = { name: "新名" }) =>
      api.call("PUT", `/units/${id}/name`, { token, headers, body });
    const answers = [
      await rename({}),
      await rename({ "If-Match": '"77"' }),
      await rename({ "If-Match": "seven" }),
      await rename({ "If-Match": '"1"' }, { name: 1 }),
      await rename({ "If-Match": '"1"', "Content-Type": "text/plain" }, "x"),
      await rename({ "If-Match": '"1"' }, "{"),
      await rename({ "If-Match": '"1"' }, JSON.stringify({ name: "长".repeat(400_000) })),
    ];
    expect(answers.map(({ status }) => status)).to.deep.equal([428, 412, 422, 422, 415, 422, 413]);
    expect(answers.map((answer) => judge.look("renameUnit", answer)).filter(Boolean)).to.deep.equal([]);
    const codes = answers.map(({ body }) => body.code);
    expect(codes.slice(0, 2)).to.deep.equal(["version-wanted", "stale"]);
    for (const [method, path] of [
      ["PATCH", "/units"],
      ["GET", "/castles"],
    ] as const)
      expect(judge.look("renameUnit", await api.call(method, path, { token }))).to.equal(null);
  });
});

interface Part {
  type?: string;
  additionalProperties?: unknown;
  [more: string]: unknown;
}

/** Is there anywhere an object that would take any field? */
function hasOpenObject(schema: unknown): boolean {
  if (typeof schema !== "object" || schema === null) return false;
  const part = schema as Part;
  const named = part.type !== "object" || "additionalProperties" in part || "patternProperties" in part;
  return !named || Object.values(part).some(hasOpenObject);
}
