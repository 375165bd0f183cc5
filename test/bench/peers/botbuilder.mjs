import { ActivityTypes, BotAdapter, ConversationState, MemoryStorage, TurnContext } from "botbuilder-core";
import { DialogSet, DialogTurnStatus, TextPrompt, WaterfallDialog } from "botbuilder-dialogs";
import { dropState, questions, readState, serve, understood, writeState } from "./talk.mjs";

/** The far end of the network: every message arrives. */
class NullAdapter extends BotAdapter {
  async sendActivities(_context, activities) {
    return activities.map(() => ({ id: "1" }));
  }

  async hear(activity, logic) {
    const context = new TurnContext(this, activity);
    await this.runMiddleware(context, logic);
  }
}

class Table extends MemoryStorage {
  async read(keys) {
    const found = {};
    for (const key of keys) {
      const data = await readState(key);
      if (data !== undefined) found[key] = JSON.parse(data);
    }
    return found;
  }

  async write(changes) {
    for (const [key, state] of Object.entries(changes)) await writeState(key, JSON.stringify(state));
  }

  async delete(keys) {
    for (const key of keys) await dropState(key);
  }
}

const state = new ConversationState(new Table());
const dialogs = new DialogSet(state.createProperty("dialog"));
let finished = 0;

dialogs.add(new TextPrompt("answer", async ({ recognized }) => understood(recognized.value ?? "") !== null));
dialogs.add(
  new WaterfallDialog("checklist", [
    ...questions.map((question, no) => async (step) => {
      const answers = no === 0 ? [] : [...step.values.answers, understood(step.result)];
      step.values.answers = answers;
      return step.prompt("answer", { prompt: question, retryPrompt: "没有听明白,请回“是”或“否”。" });
    }),
    async (step) => {
      finished += step.values.answers.length === questions.length - 1 ? 1 : 0;
      return step.endDialog();
    },
  ]),
);

const adapter = new NullAdapter();
let id = 0;

await serve((person, text) => {
  id += 1;
  const activity = {
    type: ActivityTypes.Message,
    id: `${id}`,
    text,
    channelId: "test",
    serviceUrl: "none",
    conversation: { id: `${person}` },
    from: { id: `${person}` },
    recipient: { id: "bot" },
  };
  return adapter.hear(activity, async (context) => {
    const talk = await dialogs.createContext(context);
    const { status } = await talk.continueDialog();
    if (status === DialogTurnStatus.empty) await talk.beginDialog("checklist");
    await state.saveChanges(context);
  });
});
if (finished === 0) process.exitCode = 1;
