import type { Static, TObject, TSchema } from "typebox";
import type { Role } from "../../../entities/post.ts";
import type { Caller } from "../../actions/callers.ts";
import type { Refusal } from "../../errors.ts";
import type { HouseRules, Work } from "../../work.ts";

/**
 * Whom the door lets in. `guest`: somebody of the mini-program who is not bound yet. `newcomer`: an account whose first
 * password is still to be changed. What the others may see and do is decided by their posts, in scope and machines.
 */
export type Entrance = "anyone" | "guest" | "newcomer" | "signed-in" | "person" | readonly Role[];

/** The names between braces in a path; those that end in `Id` are numbers. */
export type ParamsOf<Path extends string> = {
  [Name in NamesIn<Path>]: Name extends `${string}Id` ? number : string;
};
type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

/** A file in or out. */
export interface FileBody {
  name: string;
  type: string;
  bytes: Uint8Array;
}

/** One request, checked and told apart. */
export interface Call<Params = unknown, Query = unknown, Body = unknown, Ready = unknown> {
  /** The open transaction, in the name of the caller. */
  work: Work;
  caller: Caller;
  params: Params;
  query: Query;
  body: Body;
  /** From If-Match. */
  expectedVersion?: number;
  /** The caller's network address. */
  address: string;
  /** What `prepare` made. */
  ready: Ready;
  /** The uploaded file, where the operation accepts one. */
  file: FileBody;
  /** The moment by the machine's own clock, which sessions are judged by. */
  wall: Date;
  rules: HouseRules;
  /** The secret that the caller showed: the cookie's, or the bearer's. */
  token: string;
  /** Keeps a session in the browser, or forgets it. */
  keepSession(token: string | null): void;
}

/** What a call knows before its transaction opens. */
export type EarlyCall<Params = unknown, Query = unknown, Body = unknown> = Pick<
  Call<Params, Query, Body>,
  "params" | "query" | "body" | "file" | "address" | "wall" | "rules"
>;

type Fields<S> = S extends TObject ? Static<S> : Record<string, never>;
type Answered<A> = A extends TSchema ? Static<A> : A extends "file" ? FileBody : undefined;

/** What a call ends with; one without an answer may end with nothing at all. */
type Ending<A> = A extends undefined
  ? // biome-ignore lint/suspicious/noConfusingVoidType: actions that answer nothing are passed on as they are
    Promise<Refusal | undefined | void>
  : Promise<Answered<A> | Refusal> | Answered<A> | Refusal;

/** One thing that the API can do: the route, its document and its test all come from this. */
export interface Operation<
  Path extends string,
  Query extends TObject | undefined,
  Body extends TObject | undefined,
  Answer extends TSchema | "file" | undefined,
  Ready,
> {
  /** Unique, in camel case: the name of the method in generated clients. */
  id: string;
  method: "get" | "post" | "put" | "patch" | "delete";
  /** Below /api/v1. */
  path: Path;
  /** Chinese: the heading in the reference, and one sentence of what it does. */
  tag: string;
  summary: string;
  /** Chinese: what else a caller should know. */
  notes?: string;
  who: Entrance;
  query?: Query;
  body?: Body;
  /** The request's body is a file of at most so many bytes. */
  accepts?: { bytes: number };
  /** 200 unless told; 201 for what is created, 204 without an answer. */
  status?: 200 | 201 | 202 | 204;
  answer?: Answer;
  /** A change of a row with a version: If-Match must say which version is meant. */
  ifMatch?: "required" | "optional";
  /** The operation that shows the row as it is now, for a caller whose version is stale. */
  current?: AnyOperation;
  /** The work's moment is the machine's own, not the demo's: sign-in, sessions, tokens, second factor. */
  onWall?: true;
  /** The answer holds a secret that is shown this once: it is never kept for a repeated call. */
  secret?: boolean;
  /** Work outside of the transaction: reading a file, asking another server. */
  prepare?(call: EarlyCall<ParamsOf<Path>, Fields<Query>, Fields<Body>>): Promise<Ready>;
  /** What is returned is sent after the commit; a returned Refusal too, while a thrown one rolls back. */
  run(call: Call<ParamsOf<Path>, Fields<Query>, Fields<Body>, Ready>): Ending<Answer>;
}

/** An operation among others. */
export interface AnyOperation
  extends Omit<
    Operation<string, TObject | undefined, TObject | undefined, TSchema | "file" | undefined, unknown>,
    "prepare" | "run"
  > {
  prepare?(call: EarlyCall): Promise<unknown>;
  run(call: Call): unknown;
}

/** Declares an operation; the types of its call and its answer follow from the schemas. */
export const operation = <
  const Path extends string,
  Query extends TObject | undefined = undefined,
  Body extends TObject | undefined = undefined,
  Answer extends TSchema | "file" | undefined = undefined,
  Ready = undefined,
>(
  declared: Operation<Path, Query, Body, Answer, Ready>,
): AnyOperation => declared as unknown as AnyOperation;
