import { createAccount } from "../../src/actions/accounts.ts";
import { createToken } from "../../src/actions/api-tokens.ts";
import { allOperations } from "../../src/http/api/all.ts";
import type { MiniProgram } from "../../src/http/api/mini.ts";
import type { AnyOperation } from "../../src/http/api/operation.ts";
import { apiRoutes } from "../../src/http/api/routes.ts";
import { httpServer } from "../../src/http/server.ts";
import type { TestHouse } from "./house.ts";

/** What a call was answered. */
export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
}

/** What goes along with a call. */
export interface Along {
  token?: string;
  body?: unknown;
  /** Bytes instead of a body. */
  file?: Uint8Array;
  headers?: Record<string, string>;
}

/** The API of a test house over real HTTP. */
export interface TestApi {
  url: string;
  operations: AnyOperation[];
  /** Errors that the door logged: bugs, of which there must be none. */
  bugs: unknown[];
  call(method: string, path: string, along?: Along): Promise<Answer>;
  /** A token of an account made for this person. */
  tokenFor(personId: number, scope?: "read" | "write"): Promise<string>;
  close(): Promise<void>;
}

function contentOf(body: unknown, file: Uint8Array | undefined): { body?: string | Buffer } {
  if (file) return { body: Buffer.from(file) };
  if (body === undefined) return {};
  return { body: typeof body === "string" ? body : JSON.stringify(body) };
}

let accounts = 0;

/** Opens the API on a port of its own; the wall clock is the house's. */
export async function openTestApi(test: TestHouse, program: MiniProgram = null): Promise<TestApi> {
  const bugs: unknown[] = [];
  const operations = allOperations(test.house, program);
  const parts = { house: test.house, clock: test.clock, wall: test.clock };
  const server = httpServer({
    log: { error: (facts) => bugs.push(facts) },
    routes: [apiRoutes(parts, operations, "0.0.0")],
  });
  const url = `http://127.0.0.1:${await server.listen(0, "127.0.0.1")}/api/v1`;
  return {
    url,
    operations,
    bugs,
    close: () => server.close(),
    async call(method, path, { token, body, file, headers = {} } = {}) {
      const json = body === undefined ? {} : { "Content-Type": "application/json" };
      const bearer = token === undefined ? {} : { Authorization: `Bearer ${token}` };
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: { ...json, ...bearer, ...headers },
        ...contentOf(body, file),
      });
      const words = await answer.text();
      return { status: answer.status, headers: answer.headers, body: told(answer, words) };
    },
    tokenFor: (personId, scope = "write") =>
      test.act(async (work) => {
        const name = `account-${++accounts}`;
        const { id } = await createAccount(work, { name, personId });
        await work.db.query("UPDATE account SET must_change = 0 WHERE id = ?", [id]);
        const browser = {
          ...({
            kind: "session",
            accountId: id,
            personId,
            contactId: null,
            csrf: "",
          } as const),
          mustChange: false,
          readOnly: false,
          name,
          id: "",
        };
        const expiresAt = new Date(work.now.getTime() + 30 * 24 * 3_600_000);
        return (await createToken(work, browser, { name: "test", scope, expiresAt })).token;
      }),
  };
}

const told = ({ headers }: Response, words: string): unknown =>
  words !== "" && (headers.get("Content-Type") ?? "").includes("json") ? JSON.parse(words) : words;
