/** What `npm start` runs: packages first, then the product itself, in this same process. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { installPackages, requireNode } from "./packages.mjs";

requireNode();
installPackages({ allowed: !process.argv.includes("--no-install"), withTools: false });

// The product becomes this process instead of a child of it: every signal, kill -9 too, reaches it directly and once.
process.chdir(join(import.meta.dirname, ".."));
if (existsSync(".env")) process.loadEnvFile(".env");
process.argv[1] = join(process.cwd(), "src", "main.ts");
const { register } = await import("tsx/esm/api");
register();
await import("../src/main.ts");
