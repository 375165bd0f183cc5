import type { DataSource } from "typeorm";

/** Makes every turn break that writes these words down as what was said; answers how to end it. */
export function poison(database: DataSource, words: string): () => void {
  const original = database.createQueryRunner.bind(database);
  database.createQueryRunner = (...mode) => {
    const runner = original(...mode);
    const connect = runner.connect.bind(runner);
    runner.connect = async () => poisoned(await connect(), words);
    return runner;
  };
  return () => {
    database.createQueryRunner = original;
  };
}

type Query = (sql: string, done: (error: Error | null) => void) => void;

const poisoned = (connection: { query: Query }, words: string): object => {
  const query: Query = (sql, done) => {
    const spoken = sql.includes("answer_revision") && sql.includes(words);
    if (spoken) done(new TypeError("poisoned"));
    else connection.query(sql, done);
  };
  return Object.create(connection, { query: { value: query } });
};
