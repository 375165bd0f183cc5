import { createAccount } from "../../src/actions/accounts.ts";
import { hashPassword } from "../../src/password.ts";
import type { Answer, TestApi } from "./api.ts";
import { aHolder } from "./campaigns.ts";
import { aUnit, type TestHouse } from "./house.ts";

/** The password that 林晓静 chooses. */
export const own = "秋天的第一场雨下了!";

/** 林晓静, the bureau's administrator, with an account whose first password she has not changed yet. */
export async function aNewcomer(
  test: TestHouse,
): Promise<{ bureauId: number; personId: number; first: string }> {
  const bureau = await aUnit(test, { kind: "bureau", name: "教体局" });
  const { id: personId } = await aHolder(test, bureau, "bureau-admin", "林晓静");
  return { bureauId: bureau.id, personId, first: await anAccount(test, "lin.xiaojing", personId) };
}

/** An account; answers its generated password. */
export const anAccount = async (test: TestHouse, name: string, personId: number): Promise<string> =>
  (await test.act((work) => createAccount(work, { name, personId }))).password;

let ownHash: Promise<string> | undefined;

/** A browser of 林晓静's, signed in with the password that she has chosen. */
export async function entered(test: TestHouse, api: TestApi): Promise<Browser> {
  ownHash ??= hashPassword(own);
  await test.db.query("UPDATE account SET password_hash = ?, must_change = 0 WHERE name = 'lin.xiaojing'", [
    await ownHash,
  ]);
  const browser = new Browser(api);
  await browser.signIn("lin.xiaojing", own);
  return browser;
}

/** A browser at the API: it keeps its cookie and shows the CSRF token that it was given. */
export class Browser {
  readonly #api: TestApi;
  cookie = "";
  csrf = "";

  constructor(api: TestApi) {
    this.#api = api;
  }

  /** Calls as the session, with its CSRF token unless told otherwise; keeps what cookie it is given. */
  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await this.#api.call(method, path, {
      ...(body === undefined ? {} : { body }),
      headers: {
        ...(this.cookie && { Cookie: this.cookie }),
        ...(this.csrf && { "X-CSRF-Token": this.csrf }),
        ...headers,
      },
    });
    const [kept] = answer.headers.getSetCookie();
    if (kept !== undefined) this.cookie = kept.split(";")[0] ?? "";
    return answer;
  }

  /** Tries a name and a password. */
  async signIn(name: string, password: string): Promise<Answer> {
    return this.#entered(await this.call("POST", "/session", { name, password }));
  }

  /** Tries the code of a second factor. */
  async finish(ticket: string, code: string): Promise<Answer> {
    return this.#entered(await this.call("POST", "/session/second-factor", { ticket, code }));
  }

  #entered(answer: Answer): Answer {
    if (answer.status === 200 && answer.body.csrf) this.csrf = answer.body.csrf;
    return answer;
  }
}
