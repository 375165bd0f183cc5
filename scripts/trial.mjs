/**
 * What `npm run bench`, `chaos`, `faults` and `rehearse-county` run: packages first, then the trial named, with the
 * arguments given after it. `faults` is a run of mocha over every fault, the slow ones too.
 */
import { spawn } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { giveUp, installPackages, requireNode } from "./packages.mjs";

const [name, ...given] = process.argv.slice(2).filter((arg) => arg !== "--no-install");
const allowed = !process.argv.includes("--no-install");

/** Arguments of Node for each trial. */
const trials = {
  bench: ["--import", "tsx", "--expose-gc", "test/bench/run.ts"],
  chaos: ["--import", "tsx", "test/chaos/run.ts"],
  faults: ["node_modules/mocha/bin/mocha.js", "test/faults/**/*.{test,slow}.ts"],
  "rehearse-county": ["--import", "tsx", "test/rehearse-county/run.ts"],
};

requireNode();
process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const command = trials[name] ?? giveUp(`没有这种试验:${name ?? ""};可用 ${Object.keys(trials).join("、")}。`);
installPackages({ allowed, withTools: true });
const env = { ...process.env, ...(allowed ? {} : { NO_INSTALL: "1" }) };
const child = spawn(process.execPath, [...command, ...given], { stdio: "inherit", env });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("close", (code) => {
  process.exitCode = code ?? 1;
});
