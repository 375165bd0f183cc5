import { expect } from "chai";
import { OpenAPIClientAxios } from "openapi-client-axios";
import { Compile } from "typebox/schema";

/** What an operation was answered. */
export interface Answered {
  status: number;
  /** The version of the row that was answered, as If-Match wants it. */
  etag: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
}

type Given = Record<string, unknown>;

interface Raw {
  status: number;
  headers: Record<string, unknown>;
  data: unknown;
}

type Method = (params: Given, body: unknown, config: object) => Promise<Raw>;

interface Described {
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

/**
 * A client made from the OpenAPI document that the product serves: its methods are the document's operations, and
 * every answer is held against the schema that the document promises. It keeps cookies as a browser does.
 */
export class GeneratedClient {
  private readonly api: OpenAPIClientAxios;
  private readonly headers: Record<string, string>;

  private constructor(api: OpenAPIClientAxios, headers: Record<string, string>) {
    this.api = api;
    this.headers = headers;
  }

  /** Reads the document from this origin; with a token, every call shows it. */
  static async open(origin: string, token?: string): Promise<GeneratedClient> {
    const definition = `${origin}/api/v1/openapi.json`;
    const api = new OpenAPIClientAxios({ definition, axiosConfigDefaults: { validateStatus: () => true } });
    const { defaults } = await api.init();
    defaults.baseURL = new URL(defaults.baseURL ?? "", definition).href;
    return new GeneratedClient(api, token === undefined ? {} : { Authorization: `Bearer ${token}` });
  }

  /** From now on every call goes along with the session's CSRF token. */
  showCsrf(token: string): void {
    this.headers["X-CSRF-Token"] = token;
  }

  /** Calls an operation; the parameters go where the document says. The answer may be a refusal. */
  async ask(id: string, params: Given = {}, body?: unknown): Promise<Answered> {
    const operation = this.api.getOperation(id);
    if (!operation) throw new Error(`the document knows no ${id}`);
    const method = this.api.client[id] as unknown as Method;
    const raw = await method(params, body, { headers: this.headers });
    this.keepCookie(raw.headers["set-cookie"]);
    check(operation as unknown as Described, raw, id);
    return { status: raw.status, etag: header(raw, "etag"), body: raw.data };
  }

  /** The same for what must be done; the answer's body. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  async do(id: string, params: Given = {}, body?: unknown): Promise<any> {
    const answer = await this.ask(id, params, body);
    expect(answer.status, `${id}: ${JSON.stringify(answer.body)}`).to.be.within(200, 299);
    return answer.body;
  }

  private keepCookie(set: unknown): void {
    const [first] = Array.isArray(set) ? (set as string[]) : [];
    const pair = first?.split(";")[0];
    if (pair) this.headers.Cookie = pair;
  }
}

function header({ headers }: Raw, name: string): string {
  const value = headers[name];
  return typeof value === "string" ? value : "";
}

function check({ responses }: Described, raw: Raw, id: string): void {
  const { status, data } = raw;
  const promised = responses[status] ?? responses.default;
  const type = header(raw, "content-type").split(";")[0] ?? "";
  const content = promised?.content;
  if (!content) {
    expect(data, `${id} ${status} promises no content`).to.be.oneOf(["", null, undefined]);
    return;
  }
  const schema = (content[type] ?? content["*/*"])?.schema;
  expect(schema, `${id} ${status} promises no ${type}`).to.be.an("object");
  const checker = Compile(schema ?? {});
  const [right, errors] = checker.Errors(data);
  expect(right, `${id} ${status}: ${JSON.stringify(errors)}`).to.equal(true);
}
