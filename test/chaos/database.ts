import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Binary, findBinary } from "../../src/private-database/find.ts";
import { initialise } from "../../src/private-database/initialise.ts";
import { durable, type Place, type Server, startServer } from "../../src/private-database/server.ts";

/** A database server of the run's own, which keeps every commit as in production, and can be killed. */
export class MortalDatabase {
  readonly url: string;
  private readonly folder: string;
  private readonly binary: Binary;
  private readonly place: Place;
  private server: Server;
  private readonly atExit: () => void;

  private constructor(folder: string, binary: Binary, place: Place, server: Server) {
    this.folder = folder;
    this.binary = binary;
    this.place = place;
    this.server = server;
    this.url = `mysql://root@localhost/duban?socketPath=${encodeURIComponent(place.socket)}`;
    this.atExit = () => {
      this.server.kill();
      removeUnderWrites(this.folder);
    };
    process.once("exit", this.atExit);
  }

  /** In a folder of its own, in the one given or where temporary files lie. */
  static async open(say: (line: string) => void, inside = tmpdir()): Promise<MortalDatabase> {
    const folder = realpathSync(mkdtempSync(join(inside, "duban-chaos-")));
    const dataDir = join(folder, "database");
    const place = { dataDir, socket: join(folder, "server.sock"), logFile: join(folder, "database.log") };
    const binary = await findBinary(process.env.NO_INSTALL !== "1", say);
    await initialise(binary, dataDir);
    return new MortalDatabase(folder, binary, place, await startServer(binary, place, durable));
  }

  /** Signal 9, and at once a new server on the same data; resolves when that one answers. */
  async killAndRestart(): Promise<void> {
    await this.kill();
    await this.restart();
  }

  /** Signal 9; nobody answers then until it is started again. */
  async kill(): Promise<void> {
    this.server.kill();
    await this.server.gone;
  }

  /** A new server on the same data; resolves when it answers. */
  async restart(): Promise<void> {
    this.server = await startServer(this.binary, this.place, durable);
  }

  /** Ends it in order and removes its data. */
  async close(): Promise<void> {
    process.off("exit", this.atExit);
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A server that was killed this moment may still be writing. */
function removeUnderWrites(folder: string): void {
  for (let tries = 0; tries < 1_000; tries++) {
    try {
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch {
      // Once more.
    }
  }
}
