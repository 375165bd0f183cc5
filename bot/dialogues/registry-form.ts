import type { Meaning } from "../understand/meaning.ts";
import { readPlatforms } from "../understand/naming/platforms.ts";
import { hear } from "../understand/text/normalise.ts";
import { hearForm, putForm } from "./filling.ts";
import type { Form } from "./memory.ts";
import { confirmPublication, workBeside } from "./publishing.ts";
import { confirmAccount, factsBeside } from "./registering.ts";
import type { Turn } from "./turn.ts";

/** What is said while a form waits: the item asked for, or a correction beside the echo. */
export function hearRegistryForm(turn: Turn, form: Form, meaning: Meaning): Promise<string | null> {
  if (form.of === "publication") return hearForm(turn, form, meaning, workBeside(turn));
  return hearForm(turn, withQueue(turn, form), meaning, factsBeside(turn));
}

/** 抖音和快手都有: the first is taken now, the others follow. */
function withQueue(turn: Turn, form: Form): Form {
  if (form.at !== "platform") return form;
  const [, ...others] = readPlatforms(hear(turn.message.text).text);
  return { ...form, queue: [...new Set([...form.queue, ...others])] };
}

/** 确认 counts only beside the echo; before it the item is asked again. */
export function confirmForm(turn: Turn, form: Form): Promise<string> | string {
  if (form.at !== null) return putForm(turn, form);
  return form.of === "account" ? confirmAccount(turn, form) : confirmPublication(turn, form);
}

/** 取消: nothing of the form is kept; beside the echo 不对 only asks which item. */
export function dropForm(turn: Turn, form: Form): string {
  if (form.at === null && /^(?:不对|错了|有错|不是|有问题)[。!]?$/u.test(turn.message.text.trim()))
    return "哪一项不对?请回它的序号。";
  turn.memory.pending = null;
  return form.mode === "new" ? "好的,不登记了,刚才填的都没有登记。" : "好的,没有修改。";
}
