/**
 * What `npm run understand` runs: the understanding as one file, made anew when anything of it has changed, since a
 * hundred small files take longer to find than to run.
 */
import { copyFileSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { installPackages, requireNode } from "./packages.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = join(root, "bot", "understand");
const folder = join(root, "node_modules", ".cache", "duban");
const bundle = join(folder, "understand.mjs");

requireNode();
installPackages({ allowed: true, withTools: false });
if (lastChange(sources) > madeAt(bundle)) await make();
await import(pathToFileURL(bundle).href);

/** The moment in milliseconds at which something in a folder was last changed. */
function lastChange(place) {
  const files = readdirSync(place, { recursive: true, withFileTypes: true });
  return Math.max(...files.map((file) => statSync(join(file.parentPath, file.name)).mtimeMs));
}

function madeAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

async function make() {
  const { build } = await import("esbuild");
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(sources, "likeness", "weights.json"), join(folder, "weights.json"));
  await build({
    entryPoints: [join(sources, "command.ts")],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "error",
  });
}
