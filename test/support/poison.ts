import type { DataSource } from "typeorm";

/** As the driver's: text or options, then perhaps values, then whom to tell. */
type Query = (...given: unknown[]) => unknown;

/** Makes every turn break that writes these words down as what was said; answers how to end it. */
export function poison(database: DataSource, words: string): () => void {
  const original = database.createQueryRunner.bind(database);
  const cures = new Map<{ query: Query }, () => void>();
  database.createQueryRunner = (...mode) => {
    const runner = original(...mode);
    const connect = runner.connect.bind(runner);
    runner.connect = async () => {
      const connection = await connect();
      if (!cures.has(connection)) cures.set(connection, spoil(connection, words));
      return connection;
    };
    return runner;
  };
  return () => {
    database.createQueryRunner = original;
    for (const cure of cures.values()) cure();
  };
}

function spoil(connection: { query: Query }, words: string): () => void {
  const query = connection.query.bind(connection);
  connection.query = (sql, ...rest) => {
    const spoken = typeof sql === "string" && sql.includes("answer_revision") && sql.includes(words);
    if (!spoken) return query(sql, ...rest);
    const tell = rest.at(-1) as (error: Error) => void;
    return tell(new TypeError("poisoned"));
  };
  return () => {
    connection.query = query;
  };
}
