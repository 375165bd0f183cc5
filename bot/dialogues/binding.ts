import type { Contact } from "../../entities/contact.ts";
import { bindContact, looksLikeCode } from "../../src/actions/contacts.ts";
import type { Work } from "../../src/work.ts";
import { lines } from "./turn.ts";

const greeting =
  "您好,我是督办助手。请把管理员发给您的8位绑定码发给我,绑定后就能收到任务提醒。没有绑定码,请联系本单位或教体局管理员。";

/** Talks with a contact that is linked to nobody: only a one-time code leads further. */
export async function bind(work: Work, contact: Contact, text: string): Promise<string> {
  const code = looksLikeCode(text);
  if (!code) return greeting;
  const outcome = await bindContact(work, contact, code);
  switch (outcome.kind) {
    case "bound":
      return lines(
        `✔ 绑定成功。${outcome.personName},您好!`,
        outcome.units.length > 0 && `您负责:${outcome.units.join("、")}。`,
        "回“待办”看要办的任务,回“菜单”看我能做什么。",
      );
    case "wrong":
      return `这个绑定码不对,请核对后再发(还可以试${outcome.left}次)。`;
    case "limited":
      return "试错的次数太多了,请一小时后再试,或请管理员重新发码。";
    case "expired":
      return "这个绑定码已经用过或过期了,请管理员重新发一个。";
  }
}
