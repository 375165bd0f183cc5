import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** One message of a transcript. */
export interface Said {
  id: string;
  from: string;
  text: string;
  at: string;
}

/** What a person writes: words, or a file; with an id of its own when it matters. */
interface Words {
  text?: string;
  file?: { name: string; base64: string };
  id?: string;
}

const bot = "duban-bot";

/** The product as `npm start` runs it, in a process and a data folder of its own, spoken to over HTTP alone. */
export class Product {
  private readonly folder = mkdtempSync(join(tmpdir(), "duban-product-"));
  private child: ChildProcess | undefined;
  private port = 0;

  /** Everything that it said to the person who started it. */
  spoken = "";

  /** Starts it and waits until it says that it is ready; rejects when it ends before. */
  async start(...args: string[]): Promise<void> {
    this.port ||= await freePort();
    const child = spawn(process.execPath, ["scripts/start.mjs", "--no-install", ...args], {
      env: {
        ...process.env,
        DATA_DIR: this.folder,
        PORT: String(this.port),
        DATABASE_URL: "",
        NODE_ENV: "test",
      },
      stdio: ["ignore", "pipe", "ignore"],
    });
    this.child = child;
    for await (const line of createInterface({ input: child.stdout })) {
      this.spoken += `${line}\n`;
      if (line.includes("按 Ctrl-C")) return child.stdout.resume() && undefined;
    }
    throw new Error(`the product ended: ${this.spoken}`);
  }

  /** Ends it with signal 9 and waits until it is gone. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** Ends it in order, and removes its data. */
  async close(): Promise<void> {
    await this.end("SIGTERM");
    await rm(this.folder, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  }

  /** Sends a request, with JSON where a body is given. */
  send(method: string, path: string, along: { body?: unknown; headers?: object } = {}): Promise<Response> {
    const { body, headers } = along;
    const json = body === undefined ? {} : { "content-type": "application/json" };
    return fetch(`http://127.0.0.1:${this.port}${path}`, {
      method,
      headers: { ...json, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** Asks the simulator's interface. */
  // biome-ignore lint/suspicious/noExplicitAny: each request has an answer of its own
  async ask(method: string, path: string, body?: unknown): Promise<any> {
    const response = await this.send(method, path, { body });
    return response.headers.get("content-type")?.includes("json") ? response.json() : response.text();
  }

  /** All messages of a person's talk with the bot. */
  async transcript(person: string): Promise<Said[]> {
    return (await this.ask("GET", `/sim/api/people/${person}/transcript`)).messages;
  }

  /** Writes, and waits for nothing but the acceptance. */
  async write(person: string, words: Words): Promise<string> {
    return (await this.ask("POST", "/sim/api/say", { person, ...words })).id;
  }

  /** The bot's words after a message, asked for until they are there; the test's own time limit bounds it. */
  async replyTo(person: string, id: string): Promise<string> {
    return (await this.repliesAfter(person, id, 1))[0] ?? "";
  }

  /** So many messages of the bot's after one of a person's. */
  async repliesAfter(person: string, id: string, count: number): Promise<string[]> {
    for (;;) {
      const all = await this.transcript(person);
      const place = all.findIndex((message) => message.id === id);
      const replies = all.slice(place + 1).filter((message) => message.from === bot);
      if (place >= 0 && replies.length >= count) return replies.map((reply) => reply.text);
    }
  }

  /** Writes and waits for the reply. */
  async say(person: string, text: string): Promise<string> {
    for (;;) {
      const reply = await this.replyTo(person, await this.write(person, { text }));
      // A program can write between the arrival of a question and the channel's word that it has left.
      if (!reply.includes("请看着下面再回一次")) return reply;
    }
  }

  /** The bot's messages to a person that hold these words, asked for until there is one. */
  async told(person: string, words: string): Promise<string> {
    for (;;) {
      const found = (await this.transcript(person)).find(
        ({ from, text }) => from === bot && text.includes(words),
      );
      if (found) return found.text;
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
