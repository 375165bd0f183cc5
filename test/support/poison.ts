import type { DataSource } from "typeorm";

/** Makes every turn break that writes these words down as what was said; answers how to end it. */
export function poison(database: DataSource, words: string): () => void {
  const original = database.createQueryRunner.bind(database);
  database.createQueryRunner = (...mode) => {
    const runner = original(...mode);
    const query = runner.manager.query.bind(runner.manager);
    runner.manager.query = (sql: string, parameters?: unknown) => {
      const spoken =
        sql.includes("answer_revision") && Array.isArray(parameters) && parameters.includes(words);
      return spoken ? Promise.reject(new TypeError("poisoned")) : query(sql, parameters as unknown[]);
    };
    return runner;
  };
  return () => {
    database.createQueryRunner = original;
  };
}
