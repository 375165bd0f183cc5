/** Prints how many utterances of each judged set are taken as meant, asked about, or taken otherwise; `--all` shows which. */
import { judged, judgedSets, type Outcome, utterancesIn } from "./heard.ts";

const all = process.argv.includes("--all");
const write = (line: string): void => void process.stdout.write(`${line}\n`);

for (const file of judgedSets) {
  const counts: Record<Outcome, number> = { right: 0, asked: 0, facts: 0, other: 0 };
  for (const said of utterancesIn(file)) {
    const { meaning, outcome } = judged(said);
    counts[outcome] += 1;
    if (all && outcome !== "right")
      write(
        `  ${outcome} [${said.context.kind}] ${said.text} => ${JSON.stringify(meaning)}, not ${JSON.stringify(said.expect)}`,
      );
  }
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const share = ((100 * counts.right) / total).toFixed(1);
  write(`${file.padEnd(18)} ${total} utterances, ${share} % right, ${JSON.stringify(counts)}`);
}
