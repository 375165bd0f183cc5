import type { DataSource, QueryRunner } from "typeorm";
import type { House } from "../../src/work.ts";

/**
 * The same house, in which everything is done and answered as usual, but nothing is kept: each commit rolls back.
 * `look` is shown first what would have been kept.
 */
export function rehearsal({ database, rules }: House, look?: (runner: QueryRunner) => Promise<void>): House {
  const createQueryRunner: DataSource["createQueryRunner"] = (mode) => {
    const runner = database.createQueryRunner(mode);
    runner.commitTransaction = async () => {
      await look?.(runner);
      await runner.rollbackTransaction();
    };
    return runner;
  };
  return { rules, database: Object.create(database, { createQueryRunner: { value: createQueryRunner } }) };
}
