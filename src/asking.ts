import type { QueryRunner } from "typeorm";

/** What the driver hands out. */
interface Connection {
  query(sql: string, values: null, done: (error: Error | null, result: unknown) => void): void;
  destroy(): void;
}

/** Asks past the entity manager's and the driver's own wrappings, which cost as much as the statement. */
export async function ask(runner: QueryRunner, sql: string, limit: number): Promise<unknown> {
  const connection: Connection = await runner.connect();
  const watch = watchOver(connection, limit);
  return new Promise((resolve, reject) => {
    watch.start(reject);
    // Without values the driver need not look for their places.
    connection.query(sql, null, (error, result) => {
      watch.end();
      if (error) reject(error);
      else resolve(result);
    });
  });
}

/** Gives up a connection that has not answered for so many milliseconds. One timer serves all its questions. */
class Watch {
  readonly limit: number;
  private readonly timer: NodeJS.Timeout;
  private giveUp: ((error: Error) => void) | null = null;

  constructor(connection: Connection, limit: number) {
    this.limit = limit;
    this.timer = setTimeout(() => {
      if (!this.giveUp) return;
      connection.destroy();
      this.giveUp(Object.assign(new Error("the database gave no answer"), lostConnection));
    }, limit).unref();
  }

  start(giveUp: (error: Error) => void): void {
    this.giveUp = giveUp;
    this.timer.refresh();
  }

  end(): void {
    this.giveUp = null;
  }
}

const lostConnection = { code: "PROTOCOL_CONNECTION_LOST", fatal: true };

const watches = new WeakMap<Connection, Watch>();

function watchOver(connection: Connection, limit: number): Watch {
  const known = watches.get(connection);
  if (known?.limit === limit) return known;
  const watch = new Watch(connection, limit);
  watches.set(connection, watch);
  return watch;
}
