import { openJournal } from "../../bot/puppets/simulator-journal.ts";
import { SimulatedWorld } from "../../bot/puppets/simulator-world.ts";

/** Says something again and again, and prints the id of each message it was promised, until it is killed. */
const world = new SimulatedWorld({ journal: openJournal(process.argv[2] ?? "") });
world.settle([{ id: "wang", name: "王秀兰", label: "" }]);
function talk(): void {
  process.stdout.write(`${world.say({ person: "wang", text: "还在" }).id}\n`, () => setImmediate(talk));
}
talk();
