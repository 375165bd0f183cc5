import type { DataSource } from "typeorm";
import type { House } from "../../src/work.ts";

/** The same house, in which everything is done and answered as usual, but nothing is kept: each commit rolls back. */
export function rehearsal({ database, rules }: House): House {
  const createQueryRunner: DataSource["createQueryRunner"] = (mode) => {
    const runner = database.createQueryRunner(mode);
    runner.commitTransaction = () => runner.rollbackTransaction();
    return runner;
  };
  return { rules, database: Object.create(database, { createQueryRunner: { value: createQueryRunner } }) };
}
