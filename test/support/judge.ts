import { Compile } from "typebox/compile";
import type { Answer, TestApi } from "./api.ts";

interface Described {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

/** The document that a running API gives of itself. */
export interface Document {
  servers: { url: string }[];
  paths: Record<string, Record<string, Described>>;
  components: { schemas: { Problem: object } };
}

/** Looks at real answers with nothing but the document in hand; each method answers what is wrong, or null. */
export interface Judge {
  document: Document;
  look(operationId: string, answer: Answer): string | null;
}

/** A judge who has read the document over HTTP. */
export async function openJudge(api: TestApi): Promise<Judge> {
  const document: Document = (await api.call("GET", "/openapi.json")).body;
  const operations = new Map(
    Object.values(document.paths).flatMap((path) =>
      Object.values(path).map((each) => [each.operationId, each] as const),
    ),
  );
  return {
    document,
    look(operationId, answer) {
      const described = operations.get(operationId);
      if (!described) return "is not in the document";
      if (answer.status >= 400) return inRefusal(document.components.schemas.Problem, answer);
      const declared = described.responses[answer.status];
      if (!declared) return `does not declare ${answer.status}`;
      return inAnswer(declared.content, answer);
    },
  };
}

const typeOf = ({ headers }: Answer): string => (headers.get("Content-Type") ?? "").split(";")[0] ?? "";

function inRefusal(problem: object, answer: Answer): string | null {
  if (typeOf(answer) !== "application/problem+json") return `refuses as ${typeOf(answer)}`;
  return answer.body.status === answer.status ? faults(problem, answer.body) : "says another status";
}

function inAnswer(content: Described["responses"][string]["content"], answer: Answer): string | null {
  if (!content) return answer.body === "" ? null : "answers although nothing is declared";
  const json = content["application/json"];
  if (!json) return null;
  return typeOf(answer) === "application/json" ? faults(json.schema, answer.body) : `is ${typeOf(answer)}`;
}

const checkers = new WeakMap<object, ReturnType<typeof Compile>>();

function faults(schema: object, body: unknown): string | null {
  const checker = checkers.get(schema) ?? Compile(schema as never);
  checkers.set(schema, checker);
  return checker.Check(body) ? null : JSON.stringify(checker.Errors(body));
}
