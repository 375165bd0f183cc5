import type { ObjectLiteral } from "typeorm";
import type { Work } from "../work.ts";

/** A row by its id. */
type Row = ObjectLiteral & { id: number };
type Entity<S> = new () => S;

/** What an UPDATE writes into each column, beginning with a comma: one value for all rows, or one for each by its id. */
export function columnsOf<S extends Row>(
  work: Work,
  entity: Entity<S>,
  rows: S[],
  sets: Partial<S>[],
): { sql: string; values: unknown[] } {
  const properties = Object.keys(sets[0] ?? {});
  const parts = properties.map((property): [string, unknown[]] => {
    const { name, prepare } = columnOf(work, entity, property);
    const [value] = sets.map((set) => set[property]);
    if (sets.every((set) => sameValue(set[property], value))) return [`, \`${name}\` = ?`, [prepare(value)]];
    const values = sets.map((set) => prepare(set[property]));
    return [`, \`${name}\` = ELT(FIELD(id, ?), ?)`, [rows.map(({ id }) => id), values]];
  });
  return { sql: parts.map(([sql]) => sql).join(""), values: parts.flatMap(([, values]) => values) };
}

/** Is there a column whose value another row may have? Then it is not enough to be told with what is said next. */
export function writesUnique<S extends Row>(work: Work, entity: Entity<S>, set: Partial<S>): boolean {
  const unique = work.db.connection.getMetadata(entity).indices.filter(({ isUnique }) => isUnique);
  return unique.some(({ columns }) => columns.some(({ propertyName }) => propertyName in set));
}

const sameValue = (one: unknown, other: unknown): boolean =>
  one instanceof Date && other instanceof Date ? one.getTime() === other.getTime() : one === other;

function columnOf<S extends Row>(
  work: Work,
  entity: Entity<S>,
  property: string,
): { name: string; prepare: (value: unknown) => unknown } {
  const { connection } = work.db;
  const column = connection.getMetadata(entity).findColumnWithPropertyName(property);
  if (!column) throw new Error(`${entity.name} has no column ${property}`);
  return {
    name: column.databaseName,
    prepare: (value) => connection.driver.preparePersistentValue(value, column),
  };
}
