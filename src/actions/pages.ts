import { invalid } from "../errors.ts";
import type { Condition } from "./scope.ts";

/** Where a page begins and how long it is: rows with an id above `after`, `limit` of them, at most 200. */
export interface Page {
  after?: number;
  limit?: number;
}

/** Rows on the longest page. */
const mostRows = 200;

/** How many rows a page has; refuses with invalid what is no whole number from 1 to 200. */
export function rowsOf({ limit = mostRows }: Page): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= mostRows) return limit;
  throw invalid("每页条数应是1到200的整数", [{ field: "limit", message: "应是1到200的整数" }]);
}

/** Joins conditions for one WHERE. */
export const all = (conditions: Condition[]): Condition => ({
  sql: conditions.map(({ sql }) => sql).join(" AND "),
  values: conditions.flatMap(({ values }) => values),
});

/** `column = value`, for the filters that were given; a column stands in its own words of the query. */
export const equal = (filters: [column: string, value: string | number | undefined][]): Condition[] =>
  filters
    .filter(([, value]) => value !== undefined)
    .map(([column, value]) => ({ sql: `${column} = ?`, values: [value] }));
