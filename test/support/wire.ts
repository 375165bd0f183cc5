import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a client is about to ask, held until it is decided what becomes of it. */
export interface Hit {
  /** Everything that travels in this packet; several statements are parted by semicolons. */
  sql: string;
  /** Ends the connection on both sides; the statement never arrives. */
  cut(): void;
  /** Lets the statement through, and ends the connection when the server has answered, before the client hears it. */
  loseAnswer(): void;
  /** Lets nothing through in either direction, without ending anything. */
  freeze(): void;
}

interface Trap {
  matches: RegExp;
  left: number;
  act: (hit: Hit) => unknown;
}

/** One client's connection and the one to the server behind it. */
interface Line {
  client: Socket;
  server: Socket;
  pending: Buffer;
  deaf: boolean;
  frozen: boolean;
}

const header = 4;
const comQuery = 3;

/**
 * A proxy before the database that reads along. Our fail-points are statements on the wire, so that the product needs
 * no hooks for tests.
 */
export class Wire {
  private readonly lines = new Set<Line>();
  private readonly traps = new Set<Trap>();
  private readonly folder = mkdtempSync(join(tmpdir(), "duban-wire-"));
  private readonly socket = join(this.folder, "s");
  private readonly target: URL;
  private readonly server: Server;
  private absent = false;

  private constructor(target: string) {
    this.target = new URL(target);
    this.server = createServer((client) => this.accept(client));
  }

  /** Opens one before the database at this address. */
  static async open(target: string): Promise<Wire> {
    const wire = new Wire(target);
    wire.server.listen(wire.socket);
    await once(wire.server, "listening");
    return wire;
  }

  /** The same database, by way of the wire. */
  get url(): string {
    const url = new URL(this.target.href);
    url.searchParams.set("socketPath", this.socket);
    return url.href;
  }

  /** Does something when the nth packet that matches is about to pass; what it does not decide, passes. */
  when(matches: RegExp, act: (hit: Hit) => unknown, nth = 1): void {
    this.traps.add({ matches, left: nth, act });
  }

  /** How many traps have not been sprung: a test whose trap nobody steps into proves nothing. */
  get unsprung(): number {
    return this.traps.size;
  }

  forget(): void {
    this.traps.clear();
  }

  /** The database is away: nobody is connected, and nobody gets in. */
  away(): void {
    this.absent = true;
    this.cutAll();
  }

  back(): void {
    this.absent = false;
  }

  cutAll(): void {
    for (const line of this.lines) cut(line);
  }

  async close(): Promise<void> {
    this.cutAll();
    this.server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private accept(client: Socket): void {
    if (this.absent) {
      client.destroy();
      return;
    }
    const server = this.reach();
    const line: Line = { client, server, pending: Buffer.alloc(0), deaf: false, frozen: false };
    this.lines.add(line);
    for (const side of [client, server]) {
      side.on("error", () => undefined);
      side.on("close", () => {
        cut(line);
        this.lines.delete(line);
      });
    }
    server.on("data", (bytes) => {
      if (line.deaf) cut(line);
      else if (!line.frozen) client.write(bytes);
    });
    // One after another, as what a trap does may take its time.
    let before = Promise.resolve();
    client.on("data", (bytes: Buffer) => {
      before = before.then(() => this.fromClient(line, bytes));
    });
  }

  private reach(): Socket {
    const path = this.target.searchParams.get("socketPath");
    return path ? connect(path) : connect(Number(this.target.port || 3306), this.target.hostname);
  }

  private async fromClient(line: Line, bytes: Buffer): Promise<void> {
    line.pending = Buffer.concat([line.pending, bytes]);
    while (line.pending.length >= header) {
      const end = header + line.pending.readUIntLE(0, 3);
      if (line.pending.length < end) return;
      const packet = line.pending.subarray(0, end);
      line.pending = line.pending.subarray(end);
      const asks = packet[3] === 0 && packet[header] === comQuery;
      if (asks) await this.look(line, statementIn(packet));
      if (!line.frozen && !line.server.destroyed) line.server.write(packet);
    }
  }

  private async look(line: Line, sql: string): Promise<void> {
    for (const trap of this.traps) {
      if (!trap.matches.test(sql)) continue;
      trap.left -= 1;
      if (trap.left > 0) continue;
      this.traps.delete(trap);
      await trap.act({
        sql,
        cut: () => cut(line),
        loseAnswer: () => {
          line.deaf = true;
        },
        freeze: () => {
          line.frozen = true;
        },
      });
    }
  }
}

/** MySQL announces in front of each statement how many attributes come with it: none. */
const statementIn = (packet: Buffer): string =>
  packet
    .subarray(header + 1)
    .toString("utf8")
    .replace("\0\u0001", "");

function cut({ client, server }: Line): void {
  client.destroy();
  server.destroy();
}
