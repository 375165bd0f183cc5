import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import type { AnyOperation } from "../../../src/http/api/operation.ts";
import { problemCodes } from "../../../src/http/api/problems.ts";
import { openTestApi, type TestApi } from "../../support/api.ts";
import { fromShape, hostile, type Shape } from "../../support/arbitrary.ts";
import { aCounty, aRunningCampaign } from "../../support/campaigns.ts";
import { openTestHouse, type TestHouse } from "../../support/house.ts";

/** A request as it goes over the wire. */
interface Sent {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

describe("the API, whatever is sent to it", function () {
  this.timeout(60_000);
  let test: TestHouse;
  let api: TestApi;
  let tokens: string[];
  let folder: string;

  before(async () => {
    test = await openTestHouse();
    folder = await mkdtemp(join(tmpdir(), "fuzz-"));
    test.house.rules.filesFolder = folder;
    api = await openTestApi(test);
    const county = await aCounty(test);
    await aRunningCampaign(test, county);
    tokens = [];
    for (const { id } of [county.admin, county.reviewer, county.head, county.wang])
      tokens.push(await api.tokenFor(id));
  });
  after(async () => {
    await api.close();
    await test.close();
    await rm(folder, { recursive: true });
  });

  /** Below `fetch`, which would mend what it is given. */
  function send({
    method,
    path,
    headers,
    body,
  }: Sent): Promise<{ status: number; type: string; text: string }> {
    const { hostname, port, pathname } = new URL(api.url);
    return new Promise((resolve, reject) => {
      const asked = request({ hostname, port, method, path: pathname + path, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: answer.statusCode ?? 0, type: answer.headers["content-type"] ?? "", text });
        });
        answer.on("error", reject);
      });
      asked.on("error", reject);
      asked.end(body);
    });
  }

  async function answersInOrder(sent: Sent): Promise<void> {
    api.bugs.length = 0;
    const { status, type, text } = await send(sent);
    expect(api.bugs.map(bugInWords).join(), JSON.stringify(sent)).to.equal("");
    expect(status).to.be.within(200, 499);
    if (status < 400 || sent.method === "HEAD") return;
    expect(type).to.equal("application/problem+json");
    const problem = JSON.parse(text);
    expect(problem).to.include({ status });
    expect(problem.title).to.match(/\p{Script=Han}/u);
    expect(problemCodes).to.include(problem.code);
  }

  const piece = fc.oneof(
    fc.nat({ max: 12 }).map(String),
    fc.constantFrom("0", "-1", "1.5", "1e1", "4294967296", "99999999999", "%", "%2e%2e", "%00", "%ff", ".."),
    fc.constantFrom(...hostile.slice(0, -1)).map(encodeURIComponent),
    fc.string({ unit: "grapheme", minLength: 1 }).map(encodeURIComponent),
  );
  const value = fc.oneof(piece, fc.constant(""));
  const query = fc
    .array(
      fc.tuple(fc.oneof(fc.constantFrom("after", "limit", "text", "state", "unitId", "name"), piece), value),
      {
        maxLength: 3,
      },
    )
    .map((pairs) =>
      pairs.length === 0 ? "" : `?${pairs.map(([name, word]) => `${name}=${word}`).join("&")}`,
    );
  const header = fc.string({ minLength: 1, maxLength: 30 }).map((word) => word.replace(/[^\x20-\x7e]/g, "x"));
  const headers = fc.record(
    {
      "content-type": fc.oneof(fc.constant("application/json"), header),
      "if-match": fc.oneof(fc.constantFrom('"1"', 'W/"2"', "*", '"99999999999"'), header),
      "if-none-match": fc.oneof(fc.constant('"1"'), header),
      "idempotency-key": fc.oneof(fc.constantFrom("same-key-1", "same-key-2"), header),
      "x-csrf-token": header,
      cookie: fc.oneof(
        header,
        header.map((word) => `duban_session=${word}`),
      ),
      accept: header,
      "x-forwarded-for": header,
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Record<string, string>>;
  const text = fc.oneof(
    fc.json(),
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "{",
      "[[[[",
      '"\\ud800"',
      '{"a":1,"a":2}',
      '{"__proto__":{}}',
      "1e999",
      "\u0000",
      "\ufeff{}",
    ),
  );
  const who = fc.nat({ max: 5 });

  const bearer = (place: number): Record<string, string> =>
    tokens[place] === undefined ? {} : { authorization: `Bearer ${tokens[place]}` };
  const pathOf = (operation: AnyOperation, pieces: string[]) => {
    let place = 0;
    return operation.path.replace(/\{\w+\}/g, () => pieces[place++] ?? "1");
  };

  it("answers nonsense in order, never with an error of its own", async () => {
    const pieces = fc.array(piece, { minLength: 3, maxLength: 3 });
    const path = fc.oneof(
      fc.tuple(fc.constantFrom(...api.operations), pieces).map(([each, parts]) => pathOf(each, parts)),
      fc.array(piece, { maxLength: 4 }).map((parts) => `/${parts.join("/")}`),
    );
    const method = fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
    await fc.assert(
      fc.asyncProperty(method, path, query, headers, text, who, async (...given) => {
        const [verb, way, asked, along, body, place] = given;
        const size = { "content-length": String(Buffer.byteLength(body)) };
        const sent = { method: verb, path: way + asked, headers: { ...along, ...bearer(place) } };
        const silent = ["GET", "HEAD"].includes(verb);
        await answersInOrder(silent ? sent : { ...sent, headers: { ...sent.headers, ...size }, body });
      }),
      { numRuns: 400, seed: 20_180_814 },
    );
  });

  it("takes what is no HTTP for the caller's mistake, and logs no error of its own", async () => {
    api.bugs.length = 0;
    // Without a length the body is read as the next request.
    const { status } = await send({ method: "DELETE", path: "/", headers: {}, body: "false" });
    expect(status).to.be.oneOf([400, 404]);
    expect(await send({ method: "GET", path: "/session", headers: {} })).to.include({ status: 401 });
    expect(api.bugs).to.deep.equal([]);
  });

  /** Calls of an operation with fields that its schemas take. */
  function callsOf(operation: AnyOperation): fc.Arbitrary<Sent> {
    const { method, body, query: asks } = operation;
    const given = body ? fromShape(body as Shape) : fc.constant(undefined);
    const wanted = asks ? fromShape(asks as Shape) : fc.constant({});
    const id = { weight: 3, arbitrary: fc.integer({ min: 1, max: 6 }).map(String) };
    const pieces = fc.array(fc.oneof(id, piece), { minLength: 3, maxLength: 3 });
    return fc.tuple(given, wanted, pieces, fc.nat({ max: 3 })).map(([value, search, parts, place]) => {
      const words = Object.entries(search as object).map(([name, word]): [string, string] => [
        name,
        String(word),
      ]);
      return {
        method: method.toUpperCase(),
        path: `${pathOf(operation, parts)}?${new URLSearchParams(words).toString()}`,
        headers: { "content-type": "application/json", "if-match": '"1"', ...bearer(place) },
        ...(value === undefined ? {} : { body: JSON.stringify(value) }),
      };
    });
  }

  it("answers every operation in order, whatever its fields hold", async () => {
    const slow = ["signIn", "changePassword"];
    for (const operation of api.operations.filter(({ id }) => !slow.includes(id)))
      await fc.assert(fc.asyncProperty(callsOf(operation), answersInOrder), { numRuns: 6, seed: 20_180_814 });
  });
});

const bugInWords = (bug: unknown): string => String((bug as { err?: unknown }).err);
