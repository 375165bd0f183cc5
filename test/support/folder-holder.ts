/**
 * A program for tests: takes a folder (`lock FOLDER PORT`) or opens its private database (`database FOLDER`), says how
 * it went in one line of JSON, and stays until it is killed. It overhears SIGINT, as a terminal would send it.
 */
import { lockFolder } from "../../src/folder-lock.ts";
import { openPrivateDatabase } from "../../src/private-database.ts";

const [what, folder = "", port] = process.argv.slice(2);
const say = (word: object): void => void process.stdout.write(`${JSON.stringify(word)}\n`);
const log = { info: () => {}, error: () => {} };

process.on("SIGINT", () => say({ heard: "SIGINT" }));
try {
  if (what === "lock") lockFolder(folder, { port: Number(port) });
  const url = what === "database" && (await openPrivateDatabase({ folder, log, allowInstall: false })).url;
  say({ pid: process.pid, url });
  process.stdin.resume();
} catch (error) {
  const { name, message, pid } = error as Error & { pid?: number };
  say({ name, message, holder: pid });
  process.exit(1);
}
