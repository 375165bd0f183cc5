/**
 * What `npm test` runs: packages first, then the checks two at a time, then every test. A check counts as one.
 * Other arguments than --no-install go to mocha, which then runs the files or names given there.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { installPackages, requireNode } from "./packages.mjs";

const args = process.argv.slice(2).filter((arg) => arg !== "--no-install");
const allowed = !process.argv.includes("--no-install");
const atOnce = 2;
/** Milliseconds in which the tests must let go of everything after the last one has ended. */
const farewell = 20_000;

/** Name, command under node_modules, and its arguments. */
const checks = [
  ["format and lint", "@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."],
  ["promises and types in lint", "oxlint/bin/oxlint", "--type-aware", "--deny-warnings"],
  ["types", "typescript/bin/tsc", "--noEmit", "--project", "."],
  ["types of the pages", "typescript/bin/tsc", "--noEmit", "--project", "src/pages"],
  ["dead code", "knip/bin/knip.js", "--no-config-hints"],
];

requireNode();
process.chdir(fileURLToPath(new URL("..", import.meta.url)));
installPackages({ allowed, withTools: true });
installBrowser();
const checked = await runChecks();
const tested = await runTests();
const failed = checked.failed + tested.failed;
process.stdout.write(`${checked.passed + tested.passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

/** The pages are tried in Chromium with Chinese letters; Debian and Ubuntu get both installed when we are root. */
function installBrowser() {
  const has = (command, ...rest) => spawnSync(command, rest, { encoding: "utf8" }).stdout?.trim();
  const missing = [
    ...(has("chromium", "--version") ? [] : ["chromium"]),
    ...(has("fc-list", ":lang=zh-cn") ? [] : ["fonts-noto-cjk"]),
  ];
  if (missing.length === 0) return;
  const words = missing.join("、");
  if (!canInstall()) {
    const why = allowed ? "" : "(--no-install 不许自动安装)";
    process.stderr.write(`本机缺少 ${words},需要它的测试会失败:请先安装${why}。\n`);
    return;
  }
  process.stderr.write(`正在用 apt-get 安装测试所需的 ${words}……\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const rest of [["update"], ["install", "-y", "--no-install-recommends", ...missing]]) {
    spawnSync("apt-get", ["-q", "-o", "DPkg::Lock::Timeout=120", ...rest], { stdio: ["ignore", 2, 2], env });
  }
}

function canInstall() {
  if (!allowed || process.getuid?.() !== 0 || !existsSync("/etc/os-release")) return false;
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync("/etc/os-release", "utf8"));
}

async function runChecks() {
  const waiting = [...checks];
  const counts = { passed: 0, failed: 0 };
  const work = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const [name, program, ...rest] = check;
      const { code, output } = await run([`node_modules/${program}`, ...rest]);
      counts[code === 0 ? "passed" : "failed"] += 1;
      process.stdout.write(code === 0 ? `ok      ${name}\n` : `FAILED  ${name}\n${output}\n`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return counts;
}

/** Mocha's own counts; a run that breaks off without them, or fails beside its tests, counts as one failure more. */
async function runTests() {
  const named = args.some((arg) => arg.endsWith(".test.ts"));
  const spec = named ? [] : ["test/**/*.test.ts"];
  const { code, output } = await run(["node_modules/mocha/bin/mocha.js", ...spec, ...args], process.stdout);
  const count = (word) => Number(new RegExp(`^ +(\\d+) ${word}`, "m").exec(output)?.[1] ?? 0);
  const [passed, failed] = [count("passing"), count("failing") + count("pending")];
  const broken = code !== 0 && failed === 0;
  if (broken)
    process.stdout.write(
      `FAILED  the tests ended with ${code}${code === "SIGKILL" ? ", as something was left open" : ""}\n`,
    );
  return { passed, failed: failed + (broken ? 1 : 0) };
}

/** Runs a Node program and keeps what it says; `paper`, when given, gets it at once too. */
function run(command, paper) {
  return new Promise((resolve) => {
    const env = { ...process.env, ...(allowed ? {} : { NO_INSTALL: "1" }) };
    const child = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "pipe"], env });
    let output = "";
    let late;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
        paper?.write(text);
        // Something left open would keep the process for ever: it is ended, and its code fails the run.
        if (/^ +\d+ passing/m.test(text)) late ??= setTimeout(() => child.kill("SIGKILL"), farewell);
      });
    }
    child.on("close", (code, signal) => {
      clearTimeout(late);
      resolve({ code: code ?? signal, output });
    });
  });
}
