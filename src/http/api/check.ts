import type { TObject } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import { Convert } from "typebox/value";
import { invalid } from "../../errors.ts";

/** A complaint about one field, in words. */
interface Complaint {
  field: string;
  message: string;
}

interface Fault {
  keyword: string;
  instancePath: string;
  params: unknown;
}

const compiled = new WeakMap<object, Validator>();

/** The compiled form of a schema; made once. */
export function checkerOf(schema: object): Validator {
  let checker = compiled.get(schema);
  if (!checker) {
    checker = Compile(schema as TObject) as unknown as Validator;
    compiled.set(schema, checker);
  }
  return checker;
}

/** Checks a body against its schema; refuses with invalid, naming every field that is wrong. */
export function checkBody(schema: object, given: unknown): unknown {
  const checker = checkerOf(schema);
  if (checker.Check(given)) return given;
  const problems = complaints(checker.Errors(given) as Fault[]);
  throw invalid("有几项填得不对,请改好再提交", problems);
}

/** Reads a query's words as the numbers and truths that its schema wants. Refuses with invalid as `checkBody`. */
export function checkQuery(schema: TObject | undefined, given: Record<string, unknown>): unknown {
  if (!schema) {
    const [first] = Object.keys(given);
    if (first) throw invalid("这个地址不接受查询条件", [{ field: first, message: "没有这个查询条件" }]);
    return {};
  }
  return checkBody(schema, Convert(schema, { ...given }));
}

const says: Record<string, (params: never) => string> = {
  required: () => "必须填写",
  additionalProperties: () => "没有这一项",
  type: ({ type }: { type: string | string[] }) => `应为${typeNames[String(type)] ?? "别的类型"}`,
  minLength: ({ limit }: { limit: number }) => (limit === 1 ? "不能为空" : `至少${limit}个字`),
  maxLength: ({ limit }: { limit: number }) => `最多${limit}个字`,
  minimum: ({ limit }: { limit: number }) => `不能小于${limit}`,
  maximum: ({ limit }: { limit: number }) => `不能大于${limit}`,
  minItems: ({ limit }: { limit: number }) => `至少${limit}项`,
  maxItems: ({ limit }: { limit: number }) => `最多${limit}项`,
  uniqueItems: () => "不能重复",
  enum: ({ allowedValues }: { allowedValues?: unknown[] }) => `只能是:${(allowedValues ?? []).join("、")}`,
  const: () => "取值不对",
  format: ({ format }: { format: string }) => formatNames[format] ?? "格式不对",
  pattern: () => "格式不对",
};

const typeNames: Record<string, string> = {
  string: "文字",
  integer: "整数",
  number: "数字",
  boolean: "true 或 false",
  array: "列表",
  object: "对象",
  null: "空",
};

const formatNames: Record<string, string> = {
  date: "应为真实存在的日期,如 2018-08-21",
  "date-time": "应为时刻,如 2018-08-21T09:00:00Z",
  uri: "应为完整的网址",
};

/** One complaint per field, the first that says something; parts of an either-or are left to its own complaint. */
function complaints(faults: Fault[]): Complaint[] {
  const found = new Map<string, string>();
  for (const fault of faults) {
    for (const field of fieldsOf(fault)) {
      const say = says[fault.keyword];
      if (say && !found.has(field)) found.set(field, say(fault.params as never));
    }
  }
  if (found.size === 0) found.set("", "内容不合要求");
  return [...found].map(([field, message]) => ({ field, message }));
}

function fieldsOf({ keyword, instancePath, params }: Fault): string[] {
  const path = instancePath.split("/").slice(1).map(plain);
  const { requiredProperties = [], additionalProperties = [] } = params as {
    requiredProperties?: string[];
    additionalProperties?: string[];
  };
  const below =
    keyword === "required"
      ? requiredProperties
      : keyword === "additionalProperties"
        ? additionalProperties
        : null;
  return below ? below.map((name) => [...path, name].join(".")) : [path.join(".")];
}

const plain = (part: string): string => part.replaceAll("~1", "/").replaceAll("~0", "~");
