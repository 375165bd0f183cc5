import { createPool, type Pool } from "mysql2/promise";

/** What the product is measured against: a plain mysql2 pool under the same session rules, used as well as it can be. */
export function rawPool(url: string, connections: number): Pool {
  const address = new URL(url);
  const pool = createPool({
    socketPath: address.searchParams.get("socketPath") ?? "",
    user: decodeURIComponent(address.username),
    database: address.pathname.slice(1),
    charset: "utf8mb4_unicode_520_ci",
    timezone: "Z",
    connectionLimit: connections,
    maxIdle: connections,
  });
  pool.on("connection", (connection) => {
    void connection.query("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
    void connection.query("SET SESSION time_zone = '+00:00'");
  });
  return pool;
}

/** Works through `count` numbers from 0 on, `width` at a time; answers the milliseconds that each took. */
export async function abreast(
  width: number,
  count: number,
  work: (no: number) => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const no = next++;
      const begin = performance.now();
      await work(no);
      times.push(performance.now() - begin);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return times;
}
