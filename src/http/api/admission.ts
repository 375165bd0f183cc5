import { timingSafeEqual } from "node:crypto";
import { administratorOf } from "../../actions/accounts.ts";
import type { Caller } from "../../actions/callers.ts";
import { callerOf } from "../../actions/sessions.ts";
import { forbidden, Refusal } from "../../errors.ts";
import { heldPosts } from "../../machines/who.ts";
import type { Actor, Work } from "../../work.ts";
import type { AnyOperation, Entrance } from "./operation.ts";
import type { Asked } from "./reading.ts";

const nobody: Caller = {
  kind: "session",
  accountId: null,
  personId: null,
  contactId: null,
  csrf: null,
  mustChange: false,
  readOnly: false,
  name: "",
  id: "",
};

/** Who calls. Refuses with not-signed-in, forbidden (a token that only reads) and csrf. */
export async function recognise(
  work: Work,
  operation: AnyOperation,
  asked: Pick<Asked, "credentials" | "csrf" | "wall">,
): Promise<Caller> {
  if (operation.who === "anyone") return nobody;
  const changes = operation.method !== "get";
  // What changes something reads posts when it has taken its locks.
  const caller = await callerOf(
    { ...work, now: asked.wall },
    asked.credentials,
    changes ? undefined : work.now,
  );
  if (!caller) throw new Refusal("not-signed-in", 401, "请先登录");
  if (changes && caller.readOnly) throw forbidden("这个令牌只能查看,不能办理");
  if (changes && caller.kind === "session" && !same(asked.csrf, caller.csrf ?? ""))
    throw new Refusal("csrf", 403, "请求缺少 X-CSRF-Token,或与登录时给的不一致");
  return caller;
}

/** As whom the caller acts: an account that is nobody's as the program, during the first set-up alone. */
export async function actorOf(work: Work, caller: Caller): Promise<Actor> {
  if (caller.personId !== null) return { kind: "person", personId: caller.personId };
  const setUp = caller.accountId === null ? null : await administratorOf(work, { personId: null });
  return setUp ?? { kind: "person", personId: 0 };
}

/** How much must be known of a caller: each entrance asks for all that those before it ask for. */
const demands = { anyone: 0, guest: 1, newcomer: 2, "signed-in": 3, person: 4 };
const post = 5;

/** Lets the caller in, or refuses with not-bound, password-first or forbidden. */
export async function admit(work: Work, who: Entrance, caller: Caller): Promise<void> {
  const demanded = typeof who === "string" ? demands[who] : post;
  checkReady(demanded, caller);
  if (work.actor.kind === "system" || demanded < demands.person) return;
  if (caller.personId === null) throw forbidden("这个账号没有对应到人,不能办理");
  if (demanded === post && !(await holdsOne(work, who))) throw forbidden("您的岗位不能办理这一项");
}

/** What the caller has to do first: bind himself, or make the password his own. */
function checkReady(demanded: number, caller: Caller): void {
  if (demanded >= demands.newcomer && caller.kind === "mini" && caller.personId === null)
    throw new Refusal("not-bound", 403, "请先用绑定码绑定本人,再办理");
  if (demanded >= demands["signed-in"] && caller.mustChange)
    throw new Refusal("password-first", 403, "请先把初始口令改成自己的");
}

async function holdsOne(work: Work, roles: Entrance): Promise<boolean> {
  return (await heldPosts(work)).some((held) => roles.includes(held.role));
}

/** Compares in the same time whatever the difference. */
function same(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length > 0 && one.length === other.length && timingSafeEqual(one, other);
}
