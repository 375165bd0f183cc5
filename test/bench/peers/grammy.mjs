import { conversations, createConversation } from "@grammyjs/conversations";
import { Bot } from "grammy";
import { dropState, questions, readState, serve, understood, writeState } from "./talk.mjs";

const me = { id: 1, is_bot: true, first_name: "督办", username: "duban_bot" };
// The far end of the network: every message arrives.
const result = { message_id: 1, date: 0, chat: { id: 1, type: "private" }, text: "" };
const fetch = async () => ({ json: async () => ({ ok: true, result }) });
const bot = new Bot("1:none", { botInfo: me, client: { fetch } });

let finished = 0;

async function checklist(conversation, ctx) {
  const answers = [];
  for (const question of questions) {
    await ctx.reply(question);
    for (;;) {
      const { message } = await conversation.waitFor("message:text");
      const value = understood(message.text);
      if (value !== null) {
        answers.push(value);
        break;
      }
      await ctx.reply("没有听明白,请回“是”或“否”。");
    }
  }
  await conversation.external(() => {
    finished += answers.length === questions.length ? 1 : 0;
  });
}

bot.use(
  conversations({
    storage: {
      type: "key",
      adapter: {
        read: async (key) => {
          const data = await readState(key);
          return data === undefined ? undefined : JSON.parse(data);
        },
        write: async (key, state) => void (await writeState(key, JSON.stringify(state))),
        delete: async (key) => void (await dropState(key)),
      },
    },
  }),
);
bot.use(createConversation(checklist));
bot.hears("开始", (ctx) => ctx.conversation.enter("checklist"));

let update = 0;

await serve((person, text) => {
  const chat = { id: person + 10, type: "private", first_name: "人" };
  const from = { id: person + 10, is_bot: false, first_name: "人" };
  update += 1;
  return bot.handleUpdate({ update_id: update, message: { message_id: update, date: 0, chat, from, text } });
});
if (finished === 0) process.exitCode = 1;
