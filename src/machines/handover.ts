import { Handover } from "../../entities/handover.ts";
import { decisionMachine } from "./decision.ts";
import type { Check } from "./machine.ts";
import { bureauOperator } from "./who.ts";

const stillHeld: Check<Handover> = async (work, handover) => {
  const [post] = (await work.db.query("SELECT until_at AS untilAt FROM post WHERE id = ?", [
    handover.postId,
  ])) as {
    untilAt: Date | null;
  }[];
  return post?.untilAt && post.untilAt <= work.now ? "申请人已经不在这个岗位,不能移交" : null;
};

/** A request to move a post to another person; the bureau decides, never the person who asked. */
export const handoverMachine = decisionMachine<Handover>(
  { name: "handover", title: "移交申请", entity: Handover },
  (work) => bureauOperator(work),
  stillHeld,
);
