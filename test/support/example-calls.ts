import type { AnyOperation } from "../../src/http/api/operation.ts";
import type { Along } from "./api.ts";
import { exampleOf, type Schema } from "./examples.ts";

/** A call that may be sent. */
export interface ExampleCall {
  method: string;
  path: string;
  along: Along;
}

const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);

/** What must stand in a query. */
function queryOf({ query }: AnyOperation): string {
  const { properties = {}, required = [] }: Schema = query ?? {};
  const words = required.map((name): [string, string] => [name, String(exampleOf(properties[name] ?? {}))]);
  return words.length > 0 ? `?${new URLSearchParams(words).toString()}` : "";
}

/** A call of this operation in good form, about whatever has the number one. */
export function exampleCall(operation: AnyOperation): ExampleCall {
  return {
    method: operation.method.toUpperCase(),
    path: operation.path.replace(/\{\w+\}/g, "1") + queryOf(operation),
    along: {
      ...(operation.body ? { body: exampleOf(operation.body as Schema) } : {}),
      ...(operation.accepts ? { file: jpeg } : {}),
      ...(operation.ifMatch === "required" ? { headers: { "If-Match": '"1"' } } : {}),
    },
  };
}
