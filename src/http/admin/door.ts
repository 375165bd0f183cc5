import { timingSafeEqual } from "node:crypto";
import type Router from "@koa/router";
import type { Context } from "koa";
import { administratorOf } from "../../actions/accounts.ts";
import type { DatedStep } from "../../actions/overview.ts";
import { type SignedIn, sessionOf } from "../../actions/sessions.ts";
import { type Clock, systemClock } from "../../clock.ts";
import { forbidden, Refusal } from "../../errors.ts";
import { type Actor, type House, transact, type Work } from "../../work.ts";
import type { Day } from "../../workdays.ts";
import { readForm } from "../body.ts";
import { html, type Markup } from "../html.ts";
import { cookieOf, keepCookie } from "../session-cookie.ts";
import { showPage } from "./page.ts";

/** How the administrator dates the plan: at the same season of a year, or so many days on; 即日起 is `issuedOn`. */
export interface PlanOrder {
  year?: number;
  issuedOn?: Day;
  shiftDays?: number;
}

/** What a plan would be, before it is made. */
export interface PlanPreview {
  title: string;
  shiftDays: number;
  steps: DatedStep[];
  warnings: string[];
}

/** What the administrators' pages are built from. */
export interface AdminParts {
  house: House;
  /** The product's moment, which the demo moves. */
  clock: Clock;
  /** The moment that sessions and locks are judged by; the machine's own unless told. */
  wall?: Clock;
  /** Makes the plan's draft campaign and answers its id. */
  makePlan(work: Work, order: PlanOrder): Promise<number>;
  previewPlan(order: PlanOrder): PlanPreview | Promise<PlanPreview>;
}

/** A page that an administrator asked for, or a form that he sent. */
export interface Visit {
  account: SignedIn;
  actor: Actor;
  token: string;
  now: Date;
  query: Record<string, string>;
  /** Empty unless a form was sent. */
  form: Record<string, string>;
  /** To stand in every form. */
  csrf: Markup;
  /** One piece of work as the administrator, now, committed at its end. */
  act<T>(work: (work: Work) => Promise<T>): Promise<T>;
}

/** What a visit ends with: a page, or another address. */
export type Answer = { title: string; content: Markup; status?: number } | { go: string; signOut?: true };

/** One address of the pages. */
export interface Room {
  path: string;
  show?(visit: Visit): Promise<Answer>;
  change?(visit: Visit): Promise<Answer>;
  /** The largest form, in bytes; 100 000 unless told. */
  limit?: number;
  /** Open before the password is changed and before the account is somebody's. */
  always?: boolean;
}

const signingIn: Actor = { kind: "system", name: "sign-in" };

/** Opens a room: only administrators come in, and only with a form of ours is anything changed. */
export function openRoom(router: Router, parts: AdminParts, room: Room): void {
  const { show, change } = room;
  if (show) router.get(room.path, (ctx) => receive(ctx, parts, room, show));
  if (change) router.post(room.path, (ctx) => receive(ctx, parts, room, change));
}

async function receive(
  ctx: Context,
  parts: AdminParts,
  room: Room,
  serve: (visit: Visit) => Promise<Answer>,
): Promise<void> {
  const guest = await recognise(ctx, parts);
  if (!guest) return go(ctx, "/admin/sign-in");
  const form = await readSent(ctx, room, guest.account);
  const visit = await admit(parts, room, guest);
  const elsewhere = room.always ? null : whereFirst(guest.account, room);
  if (elsewhere) return go(ctx, elsewhere);
  const answer = await serve({ ...visit, form, query: asFields(ctx.query) });
  if (!("go" in answer)) return showPage(ctx, { ...answer, account: guest.account, path: room.path });
  if (answer.signOut) keepCookie(ctx, null);
  go(ctx, answer.go);
}

type Guest = Pick<Visit, "account" | "token">;

async function recognise(ctx: Context, parts: AdminParts): Promise<Guest | null> {
  const token = cookieOf(ctx);
  if (!token) return null;
  const now = (parts.wall ?? systemClock).now();
  const account = await asSystem(parts, now, (work) => sessionOf(work, token));
  return account && { account, token };
}

async function readSent(ctx: Context, { limit }: Room, { csrf }: SignedIn): Promise<Record<string, string>> {
  if (ctx.method !== "POST") return {};
  const form = await readForm(ctx, limit ? { limit } : {});
  if (!same(form.csrf ?? "", csrf)) {
    throw forbidden("这个页面放得太久了,刚才的操作没有执行。请返回上一页,刷新后再试");
  }
  return form;
}

async function admit(parts: AdminParts, room: Room, guest: Guest): Promise<Omit<Visit, "form" | "query">> {
  const now = parts.clock.now();
  const found = await asSystem(parts, now, (work) => administratorOf(work, guest.account));
  if (!found && !room.always) throw forbidden("这个账号不是教体局管理员,不能打开管理页面");
  const actor = found ?? signingIn;
  return {
    ...guest,
    now,
    actor,
    csrf: html`<input type="hidden" name="csrf" value="${guest.account.csrf}">`,
    act: (work) => transact(parts.house, { now, actor }, work),
  };
}

/** First the password is made one's own, then the account; the rest comes after. */
function whereFirst(account: SignedIn, room: Room): string | null {
  if (account.mustChange) return "/admin/password";
  return account.personId === null && room.path !== "/setup/bureau" ? "/admin/setup/bureau" : null;
}

const asSystem = <T>(parts: AdminParts, now: Date, work: (work: Work) => Promise<T>): Promise<T> =>
  transact(parts.house, { now, actor: signingIn }, work);

/** Sends the browser on, so that reloading the next page repeats nothing. */
export function go(ctx: Context, address: string): void {
  ctx.status = 303;
  ctx.redirect(address);
  ctx.status = 303;
}

/** Compares in the same time whatever the difference. */
export function same(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function asFields(query: Context["query"]): Record<string, string> {
  const fields = Object.entries(query).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.at(-1) : value,
  ]);
  return Object.fromEntries(fields) as Record<string, string>;
}

/** What the work answers, or the refusal that it ends with, to be shown beside the form. */
export async function orRefusal<T>(work: Promise<T>): Promise<T | Refusal> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
