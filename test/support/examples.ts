/** As much of JSON Schema as the API's document uses. */
export interface Schema {
  type?: string;
  format?: string;
  pattern?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  minimum?: number;
  minLength?: number;
}

const byFormat: Record<string, string> = {
  date: "2018-09-20",
  "date-time": "2018-09-20T08:00:00.000Z",
};

const byPattern: Record<string, string> = { "^[0-9a-f]{64}$": "0".repeat(64) };

const byType: Record<string, (schema: Schema) => unknown> = {
  object: ({ properties = {} }) =>
    Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, exampleOf(each)])),
  array: ({ items = {} }) => [exampleOf(items)],
  string: ({ format = "", pattern = "", minLength = 1 }) =>
    byFormat[format] ?? byPattern[pattern] ?? "字".repeat(Math.max(1, minLength)),
  boolean: () => true,
};

/** Something that a schema allows, with all that may be left out; of an either-or the first that is not null. */
export function exampleOf(schema: Schema): unknown {
  const first = schema.anyOf?.find(({ type }) => type !== "null");
  if (first) return exampleOf(first);
  if (schema.enum) return schema.enum[0];
  const make = byType[schema.type ?? ""];
  return make ? make(schema) : (schema.minimum ?? 1);
}
