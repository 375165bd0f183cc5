import { askHandover, isFullName, myPosts } from "../../src/actions/handovers.ts";
import type { Pending } from "./memory.ts";
import { handoverEcho } from "./prompts.ts";
import { lines, type Turn } from "./turn.ts";

/** 我调走了: finds out who takes over, by full name, and echoes it. */
export async function wishHandover(turn: Turn, to: string | undefined, said: string): Promise<string> {
  const posts = await myPosts(turn.work);
  const post = posts.find((each) => said.includes(each.unit)) ?? (posts.length === 1 ? posts[0] : undefined);
  if (posts.length === 0) return "您名下没有可以移交的岗位。";
  if (!post) return `您有${posts.length}个单位的工作,要移交哪个?请说“移交${posts[0]?.unit}”。`;
  if (!to || !isFullName(to)) {
    turn.memory.pending = { kind: "handover-to", postId: post.postId };
    return lines(to && `“${to}”不像全名。`, `${post.unit}的工作由谁接手?请写接手人的全名。`);
  }
  return echoHandover(turn, post.postId, to);
}

/** Takes the name for a hand-over that lacked it. */
export function takeSuccessor(
  turn: Turn,
  pending: Extract<Pending, { kind: "handover-to" }>,
  name: string,
): string {
  if (!isFullName(name)) return `“${name}”不像全名,请把姓和名写全;不移交了就回“取消”。`;
  return echoHandover(turn, pending.postId, name);
}

function echoHandover(turn: Turn, postId: number, to: string): string {
  turn.memory.pending = { kind: "handover-confirm", postId, to };
  return handoverEcho(to);
}

/** 确认: asks the administrators. */
export async function confirmHandover(
  turn: Turn,
  pending: Extract<Pending, { kind: "handover-confirm" }>,
): Promise<string> {
  await askHandover(turn.work, pending.postId, pending.to);
  turn.memory.pending = null;
  return "✔ 移交申请已提交给管理员,核准后我会告诉您。";
}
