import { MediaAccount } from "../../entities/media-account.ts";
import type { Role } from "../../entities/post.ts";
import { Publication } from "../../entities/publication.ts";
import { forbidden, notFound } from "../errors.ts";
import { heldPosts, personOf } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { checkSeen } from "./registration-scope.ts";

const lock = { mode: "pessimistic_write" } as const;

/** An account's record, locked. Refuses with not-found whoever may not see it. */
export async function lockedAccount(work: Work, id: number): Promise<MediaAccount> {
  const account = await work.db.findOne(MediaAccount, { where: { id }, lock });
  if (!account) throw notFound("这个账号登记");
  await checkSeen(work, account, "这个账号登记");
  return account;
}

/** An account's record of the actor's own, locked. Refuses with not-found anybody else. */
export async function ownAccount(work: Work, id: number): Promise<MediaAccount> {
  const account = await work.db.findOne(MediaAccount, { where: { id }, lock });
  if (account?.holderId !== personOf(work)) throw notFound("这个账号登记");
  return account;
}

/** A publication's record, locked. Refuses with not-found whoever may not see it. */
export async function lockedPublication(work: Work, id: number): Promise<Publication> {
  const publication = await work.db.findOne(Publication, { where: { id }, lock });
  if (!publication) throw notFound("这件作品登记");
  await checkSeen(work, publication, "这件作品登记");
  return publication;
}

/** A publication's record of the actor's own, locked. Refuses with not-found anybody else. */
export async function ownPublication(work: Work, id: number): Promise<Publication> {
  const publication = await work.db.findOne(Publication, { where: { id }, lock });
  if (publication?.holderId !== personOf(work)) throw notFound("这件作品登记");
  return publication;
}

/** The post with which the actor registers: at the unit named, else his first. Refuses with forbidden without one. */
export async function postToRegister(work: Work, unitId?: number): Promise<{ unitId: number; role: Role }> {
  const posts = await heldPosts(work);
  const post = unitId === undefined ? posts[0] : posts.find((each) => each.unitId === unitId);
  if (!post) throw forbidden(unitId === undefined ? "您现在没有岗位,不能登记" : "您在这个单位没有岗位");
  return post;
}
