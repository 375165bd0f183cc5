import type { DataSource } from "typeorm";

/** Makes every turn break that writes these words down as what was said; answers how to end it. */
export function poison(database: DataSource, words: string): () => void {
  const original = database.createQueryRunner.bind(database);
  database.createQueryRunner = (...mode) => {
    const runner = original(...mode);
    const query = runner.query.bind(runner) as (...given: unknown[]) => Promise<never>;
    runner.query = (sql: string, ...rest: unknown[]) => {
      const spoken = sql.includes("answer_revision") && sql.includes(words);
      return spoken ? Promise.reject(new TypeError("poisoned")) : query(sql, ...rest);
    };
    return runner;
  };
  return () => {
    database.createQueryRunner = original;
  };
}
