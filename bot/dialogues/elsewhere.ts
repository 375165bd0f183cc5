import type { Meaning } from "../understand/meaning.ts";
import { handOff } from "./helping.ts";
import { lines, type Turn } from "./turn.ts";

/** What is not done in chat, and where it is done. */
const PLACES: Partial<Record<Meaning["intent"], string>> = {
  "duty-log": "值班记录请写在学校的值班记录本上,微信里不记;有敏感情况请直接告诉我。",
  "duty-swap": "换班请跟学校值班负责人说,由他改值班表,微信里不能换。",
  "edit-phase": "阶段的起止时间请在管理网页上改,改后会重新安排提醒。",
  export: "表格请在管理网页上导出,微信里不发文件。",
  inventory: "媒体和平台的清单在开始自查时登记:回“继续”接着填;已经登记的回“改清单”可以重报。",
  "query-duty": "我这里没有值班表,请问学校值班室。",
};

/** Matters of which somebody must know at once, though nothing of them is done in chat: what is said beside. */
const PASSED: Partial<Record<Meaning["intent"], string>> = {
  "add-problem": "微信里还不能直接登记问题。",
  attach: "我还不知道这份材料该放到哪里:要作为自查佐证,请回“放到第几题”。",
  dispute: "您的意见没有改动任何记录。",
  "edit-problem": "微信里还不能改问题台账。",
  "get-template": "表格样式我这里没有。",
  proof: "稿件的校对情况微信里还不能登记。",
  "rectify-done": "微信里还不能改问题的状态,请留好整改佐证。",
  "rectify-plan": "微信里还不能登记整改计划。",
  "report-sensitive":
    "请马上打电话向教体局口头报告(30分钟内),书面情况1小时内报;先不要在网上回应或删帖,注意留存截图。",
  "review-chain": "稿件的三审情况微信里还不能登记。",
};

/** Says where something is done that is not done here; what somebody must know is passed on with the person's words. */
export async function elsewhere(turn: Turn, { intent }: Meaning): Promise<string> {
  const passed = PASSED[intent];
  if (passed) return lines(passed, await handOff(turn, turn.message.text));
  return PLACES[intent] ?? "这件事现在还不能在微信里办,请联系教体局信息办。";
}

const SMALL_TALK: readonly (readonly [RegExp, string])[] = [
  [/谢|辛苦|多谢|感谢|不错|真棒|厉害|点赞/, "不客气,应该的。"],
  [
    /烦|吵|骚扰|太多|没完没了|催命|别发|刷屏/,
    "打扰您了。回“退订”可以不再收提醒(期限不变),回“待办”看还有什么要办。",
  ],
  [
    /机器|真人|人工智能|ai|谁|什么人|名字/i,
    "我是督办助手,一个自动程序,负责提醒期限、收自查答复。要找人请回“人工”。",
  ],
];

/** A word back to what asks for nothing. */
export function smallTalk({ message }: Turn): string {
  const found = SMALL_TALK.find(([words]) => words.test(message.text))?.[1];
  return found ?? "您好,我是督办助手,负责提醒期限、收自查答复。回“菜单”看我能做什么。";
}
