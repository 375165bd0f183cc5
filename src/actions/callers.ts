import { forbidden } from "../errors.ts";

/** Who asks: a browser that is signed in, another program with a token, or a mini-program. */
export interface Caller {
  kind: "session" | "token" | "mini";
  /** Null for a mini-program. */
  accountId: number | null;
  /** Null at first set-up, and for a mini-program that is not bound yet. */
  personId: number | null;
  /** The mini-program's contact. */
  contactId: number | null;
  /** What a browser must send along to change anything; null where none is needed. */
  csrf: string | null;
  /** The generated password must be replaced before anything else. */
  mustChange: boolean;
  readOnly: boolean;
  /** The account's name, or the person's for a mini-program. */
  name: string;
  /** Names this session or token among its owner's; no secret. */
  id: string;
}

/** A browser's caller, with the account that it always has. */
export type BrowserCaller = Caller & { accountId: number };

/** Lets only a signed-in browser pass. Refuses tokens and mini-programs with forbidden. */
export function asBrowser(caller: Caller): BrowserCaller {
  const { accountId } = caller;
  if (caller.kind !== "session" || accountId === null)
    throw forbidden("这件事要在浏览器里登录后办,访问令牌和小程序都不能办");
  return { ...caller, accountId };
}
