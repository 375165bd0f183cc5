import type { Context } from "koa";

const name = "duban_session";

/** The session that the browser shows; the same for the API and the administrators' pages. */
export const cookieOf = (ctx: Context): string | undefined => ctx.cookies.get(name);

/** Keeps, or with null forgets, the session in the browser: never readable by scripts nor sent from other pages. */
export function keepCookie(ctx: Context, token: string | null): void {
  ctx.cookies.set(name, token, { httpOnly: true, sameSite: "strict", path: "/", secure: ctx.secure });
}
