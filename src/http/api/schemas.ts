import Type, { type TObject, type TProperties, type TSchema } from "typebox";
import { invalid } from "../../errors.ts";

/** An object with just these fields: others are refused on the way in and never leave on the way out. */
export const fields = <P extends TProperties>(properties: P): TObject<P> =>
  Type.Object(properties, { additionalProperties: false });

/** The id of a row. */
export const Id = Type.Integer({ minimum: 1, maximum: 4_294_967_295 });

/** How many. */
export const Count = Type.Integer({ minimum: 0 });

/** The version of a row, which If-Match names. */
export const Version = Type.Integer({ minimum: 1 });

/** An instant, ISO 8601 in UTC; made with `iso`. */
export const Moment = Type.String({ format: "date-time", description: "ISO 8601 时刻(UTC)" });

/** A day in Asia/Shanghai, YYYY-MM-DD. */
export const DayOf = Type.String({ format: "date", description: "北京时间的日期,YYYY-MM-DD" });

/** Words of a person, of so many characters. */
export const text = (most: number, least = 1) => Type.String({ minLength: least, maxLength: most });

/** One of these words. */
export const oneOf = <const Values extends readonly string[]>(values: Values) =>
  Type.Unsafe<Values[number]>({ type: "string", enum: [...values] });

/** A value or null. */
export const orNull = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);

/** What may be done with an object now, and what not and why. */
export const Commands = fields({
  allowed: Type.Array(fields({ command: Type.String(), title: Type.String() })),
  denied: Type.Array(fields({ command: Type.String(), title: Type.String(), why: Type.String() })),
});

/** The fields of a query for one page of a list. */
export const paging = {
  after: Type.Optional(Type.String({ maxLength: 40, description: "上一页答复里的 next" })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: "一页多少条,默认 50" })),
};

/** One page of a list. */
export const pageOf = <S extends TSchema>(item: S) =>
  fields({
    items: Type.Array(item),
    next: orNull(Type.String({ description: "下一页的游标;没有下一页时为空" })),
  });

/** Where a page begins: after the row of this id. Refuses with invalid what is no cursor of ours. */
export function pageIn(query: { after?: string | undefined; limit?: number | undefined }): {
  after: number;
  limit: number;
} {
  return { after: query.after === undefined ? 0 : idIn(query.after), limit: query.limit ?? 50 };
}

function idIn(cursor: string): number {
  const id = /^p(\d{1,10})$/.exec(Buffer.from(cursor, "base64url").toString("latin1"))?.[1];
  if (!id) throw invalid("翻页游标不对", [{ field: "after", message: "请用上一页答复里的 next" }]);
  return Number(id);
}

/** Where the next page begins: after the row of this id, or nowhere. */
export const cursor = (id: number | null): string | null =>
  id === null ? null : Buffer.from(`p${id}`, "latin1").toString("base64url");

/** An instant as the API tells it. */
export const iso = (moment: Date): string => moment.toISOString();

/** The same, for one that may be missing. */
export const isoOrNull = (moment: Date | null): string | null => moment?.toISOString() ?? null;

/** The page's cursor for a list that has been read whole pages at a time. */
export const nextOf = (rows: readonly { id: number }[], limit: number): string | null =>
  rows.length === limit ? cursor(rows.at(-1)?.id ?? null) : null;
