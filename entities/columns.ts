import { Column, type ColumnOptions } from "typeorm";

/** How a JSON value is kept: as text that only this transformer touches, never the driver's JSON type. */
const asText = {
  to: (value: unknown): string | null =>
    value === undefined || value === null ? null : JSON.stringify(value),
  from: (value: string | null): unknown => (value === null ? null : JSON.parse(value)),
};

/** An unsigned whole number: another row's id, a count, a place in a list. */
export const Whole = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: "int", unsigned: true, ...options });

/** A machine's word (state, code, key, hash, channel id): ASCII and case-sensitive. */
export const Code = (length: number, options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: "varchar", length, charset: "ascii", collation: "ascii_bin", ...options });

/** A person's words of limited length. */
export const Words = (length: number, options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: "varchar", length, ...options });

/** A person's words of any length. */
export const LongWords = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: "mediumtext", ...options });

/** An instant, in UTC, to the millisecond. */
export const Moment = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: "datetime", precision: 3, ...options });

/** Yes or no. */
export const Flag = (options: ColumnOptions = {}): PropertyDecorator => Column({ type: "bool", ...options });

/** A structured value, kept as text. */
export const Json = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: "longtext", transformer: asText, ...options });
