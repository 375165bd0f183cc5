import type { AnyOperation, Entrance } from "./operation.ts";
import { problemCodes } from "./problems.ts";

/** Where the operations are found. */
export const apiPrefix = "/api/v1";

const roleNames: Record<string, string> = {
  "bureau-leader": "教体局领导",
  "bureau-admin": "教体局管理员",
  "office-operator": "科室经办人",
  "unit-head": "单位负责人",
  responsible: "责任人",
  staff: "教职工",
  auditor: "审计人员",
};

/** Who may call an operation, in words. */
export function entranceWords(who: Entrance): string {
  if (typeof who !== "string") return who.map((role) => roleNames[role] ?? role).join("、");
  const words = {
    anyone: "任何人",
    guest: "小程序访客",
    newcomer: "已登录",
    "signed-in": "已登录",
    person: "已登录的本人",
  };
  return words[who];
}

/** The OpenAPI 3.1 document of these operations, made from what they declare. */
export function openApiOf(operations: AnyOperation[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const each of operations) {
    paths[each.path] = { ...paths[each.path], [each.method]: describe(each) };
  }
  const tags = [...new Set(operations.map((each) => each.tag))].map((name) => ({ name }));
  return {
    openapi: "3.1.0",
    info: {
      title: "督办接口",
      version,
      description: introduction,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: apiPrefix }],
    tags,
    paths,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: {
        session: {
          type: "apiKey",
          in: "cookie",
          name: "duban_session",
          description: "浏览器会话;改动时还要 X-CSRF-Token",
        },
        token: { type: "http", scheme: "bearer", description: "接口令牌,或小程序会话" },
      },
    },
  };
}

const introduction = [
  "改动一律在一个事务里完成,答复在提交之后发出。",
  "创建可带 Idempotency-Key,同一次请求重复发送只办一次。",
  "带版本的对象,答复里有 ETag;修改时用 If-Match 带回,版本过时答 412,并附最新内容。",
  "看不到的东西一律答 404。出错答复遵循 RFC 9457,code 不变,title 供人阅读。",
].join("\n");

const problemSchema = {
  type: "object",
  required: ["type", "title", "status", "code"],
  properties: {
    type: { type: "string" },
    title: { type: "string", description: "给人看的一句话" },
    status: { type: "integer" },
    code: { enum: problemCodes },
    facts: {
      type: "object",
      description: "problems 列出有错的字段,allowed 列出可用的命令,current 是最新内容",
    },
    errorId: { type: "string" },
  },
};

function describe(each: AnyOperation): object {
  const { status = each.answer === undefined ? 204 : 200 } = each;
  return {
    operationId: each.id,
    tags: [each.tag],
    summary: each.summary,
    description: [each.notes, `谁可以用:${entranceWords(each.who)}。`].filter(Boolean).join("\n"),
    security: each.who === "anyone" ? [] : [{ session: [] }, { token: [] }],
    parameters: [...pathParameters(each), ...queryParameters(each), ...headers(each)],
    ...requestOf(each),
    responses: {
      [status]: answerOf(each),
      default: {
        description: "没有办成",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  };
}

const pathParameters = (each: AnyOperation): object[] =>
  [...each.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    schema: name.endsWith("Id") ? { type: "integer", minimum: 1 } : { type: "string" },
  }));

const queryParameters = ({ query }: AnyOperation): object[] =>
  Object.entries(query?.properties ?? {}).map(([name, schema]) => ({
    name,
    in: "query",
    required: query?.required?.includes(name) ?? false,
    schema,
  }));

function headers({ method, ifMatch, who }: AnyOperation): object[] {
  const header = (name: string, required: boolean, description: string) => ({
    name,
    in: "header",
    required,
    description,
    schema: { type: "string" },
  });
  return [
    ...(ifMatch ? [header("If-Match", ifMatch === "required", "您看到的版本")] : []),
    ...(method === "post" ? [header("Idempotency-Key", false, "同一次请求用同一个,重发只办一次")] : []),
    ...(method !== "get" && who !== "anyone"
      ? [header("X-CSRF-Token", false, "用浏览器会话时必须带上登录时给的值")]
      : []),
  ];
}

function requestOf({ body, accepts }: AnyOperation): object | null {
  if (accepts) {
    const binary = { schema: { type: "string", contentMediaType: "application/octet-stream" } };
    return { requestBody: { required: true, content: { "application/octet-stream": binary } } };
  }
  return body ? { requestBody: { required: true, content: { "application/json": { schema: body } } } } : null;
}

function answerOf({ answer }: AnyOperation): object {
  if (answer === undefined) return { description: "办好了,没有内容" };
  if (answer === "file") {
    return { description: "文件,类型随内容", content: { "*/*": { schema: { type: "string" } } } };
  }
  return {
    description: "办好了",
    headers: { ETag: { description: "带版本的对象才有", schema: { type: "string" } } },
    content: { "application/json": { schema: answer } },
  };
}
