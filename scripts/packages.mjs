import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const oldest = [20, 19];
// import.meta.dirname is younger than the oldest Node that must still be told that it is too old.
const root = fileURLToPath(new URL("..", import.meta.url));
const stampFile = join(root, "node_modules", ".duban-packages");

/** Ends the program with one sentence for the person who started it. */
export function giveUp(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** Ends the program on a Node that is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  giveUp(`需要 Node ${oldest.join(".")} 或更高版本,现在是 ${process.versions.node},请先升级 Node。`);
}

/**
 * Installs the packages when there are none or package-lock.json asks for others; `withTools` includes those that
 * only development needs. Nothing is asked of the network otherwise.
 */
export function installPackages({ allowed, withTools }) {
  const lock = readFileSync(join(root, "package-lock.json"), "utf8");
  const stamp = `${createHash("sha256").update(lock).digest("hex")} ${withTools ? "tools" : "product"}\n`;
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8").includes(stamp)) return;
  const { packages } = JSON.parse(lock);
  if (!isInstalled(packages, withTools)) npmInstall(allowed, withTools, packages);
  // With the tools there is also what the product needs.
  writeFileSync(stampFile, withTools ? stamp + stamp.replace("tools", "product") : stamp);
}

/** Does node_modules hold the versions that the lock file names? npm keeps its own list of what it put there. */
function isInstalled(wanted, withTools) {
  const list = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(list)) return false;
  const installed = JSON.parse(readFileSync(list, "utf8")).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "" || entry.optional || (entry.dev && !withTools)) return true;
    return installed[path]?.version === entry.version;
  });
}

/**
 * Runs `npm ci`. A lock file written where the registry offers no packages for other systems leaves those out, and
 * `npm ci` then refuses it; `npm install --no-save` takes the same versions from it and changes no file of ours.
 */
function npmInstall(allowed, withTools, packages) {
  const missing = existsSync(join(root, "node_modules"))
    ? "依赖包与 package-lock.json 不一致"
    : "依赖包尚未安装";
  if (!allowed) giveUp(`${missing},而 --no-install 不许安装:请先运行 npm ci。`);
  const verb = namesEverySystem(packages) ? ["ci"] : ["install", "--no-save"];
  process.stderr.write(`${missing},正在运行 npm ${verb.join(" ")}……\n`);
  const args = [...verb, "--no-audit", "--no-fund", ...(withTools ? ["--include=dev"] : [])];
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith("js") ? [process.execPath, [npm]] : ["npm", []];
  const { status } = spawnSync(command, [...first, ...args], { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) giveUp("安装依赖包失败:请检查网络后再试一次。");
}

function namesEverySystem(packages) {
  const named = new Set(Object.keys(packages).map((path) => path.split("node_modules/").at(-1)));
  const optional = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
  return optional.every((name) => named.has(name));
}
