import fc, { type Arbitrary } from "fast-check";

/** What a schema of the API may hold. */
export interface Shape {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  anyOf?: Shape[];
  items?: Shape;
  properties?: Record<string, Shape>;
  required?: string[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
}

/** Words that somebody could mean harm with, or that are easily broken on their way. */
export const hostile = [
  "'; DROP TABLE unit; -- ",
  '" OR ""="',
  "\\'",
  "100%_",
  "<script>alert(1)</script>",
  '" onmouseover="alert(1)" x="',
  "' onfocus='alert(1)",
  "javascript:alert(1)",
  "</textarea></title><img src=x onerror=alert(1)>",
  "&amp;&lt;b&gt;",
  "甲\r\nSet-Cookie: a=b\r\n\r\n乙",
  "=1+1",
  "=cmd|'/C calc'!A0",
  "＝1+1",
  "+1",
  "-1",
  "@SUM(A1)",
  "﹢1",
  "a@example.com",
  "😀👨‍👩‍👧‍👦",
  "\u202E右到左",
  "零\u200B宽\uFEFF度",
  "𠮷𠮷",
  "#{7*7}$\u007B7*7}{{7*7}}<%= 7*7 %>",
  '{"$ne":null,"__proto__":{"a":1}}',
  "%00%0d%0a%2e%2e%2f",
  "../../../etc/passwd",
  "..\\..\\windows\\win.ini",
  "e\u0301é",
  "ﬁＡ①",
  "甲\t乙\n丙",
  "null",
  "[object Object]",
  "长".repeat(2_000),
];

/** Values that the schema takes, hostile words among them. */
export function fromShape(shape: Shape): Arbitrary<unknown> {
  if (shape.anyOf) return fc.oneof(...shape.anyOf.map(fromShape));
  if (shape.enum) return fc.constantFrom(...shape.enum);
  if (shape.type === undefined) return fc.constant(null);
  switch (shape.type) {
    case "string":
      return wordsOf(shape);
    case "integer":
    case "number":
      return numbersOf(shape);
    case "boolean":
      return fc.boolean();
    case "array":
      return fc
        .array(fromShape(shape.items ?? {}), {
          minLength: shape.minItems ?? 0,
          maxLength: Math.min(shape.maxItems ?? 3, 3),
        })
        .map((items) => (shape.uniqueItems ? [...new Set(items)] : items));
    case "object":
      return fc.record(
        Object.fromEntries(
          Object.entries(shape.properties ?? {}).map(([name, part]) => [name, fromShape(part)]),
        ),
        { requiredKeys: (shape.required ?? []) as never[] },
      );
    default:
      return fc.constant(null);
  }
}

function wordsOf({ format, minLength = 0, maxLength = 200 }: Shape): Arbitrary<string> {
  if (format === "date") return fc.constantFrom("2018-08-20", "2018-09-30", "0001-01-01", "9999-12-31");
  if (format === "date-time")
    return fc.constantFrom("2018-08-20T09:00:00Z", "2018-09-30T09:00:00+08:00", "9999-12-31T23:59:59Z");
  const known = fc.constantFrom(...hostile).map((word) => cut(word, maxLength));
  const any = fc.string({ unit: "grapheme", minLength, maxLength: Math.min(maxLength, 40) });
  return fc.oneof(known, any).filter((word) => word.length >= minLength);
}

/** So many characters at most, none of them halved. */
export const cut = (word: string, most: number): string => [...word].slice(0, most).join("");

const numbersOf = ({ minimum = 0, maximum = 4_294_967_295 }: Shape): Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min: minimum, max: Math.min(maximum, minimum + 12) }),
    fc.constantFrom(minimum, maximum),
  );
