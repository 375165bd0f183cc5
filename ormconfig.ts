import { DataSource } from "typeorm";
import { entities } from "./entities/all.ts";
import { Foundation1700000000001 } from "./entities/migrations/0001-foundation.ts";
import { SnakeCase } from "./entities/naming.ts";

/** Seconds that a transaction waits for a row lock before it is rolled back and tried again. */
const lockWait = 4;

const session = [
  "SET SESSION transaction_isolation = 'READ-COMMITTED'",
  "SET time_zone = '+00:00'",
  `SET SESSION innodb_lock_wait_timeout = ${lockWait}`,
  "SET NAMES utf8mb4 COLLATE utf8mb4_unicode_520_ci",
];

/**
 * Opens the one DataSource. `url` names a MySQL or MariaDB database; `poolSize` connections at most.
 * The schema comes from migrations alone.
 */
export async function openDatabase(url: string, poolSize = 10): Promise<DataSource> {
  const address = new URL(url);
  const socketPath = address.searchParams.get("socketPath");
  const database = new DataSource({
    type: "mysql",
    host: address.hostname,
    port: Number(address.port || 3306),
    username: decodeURIComponent(address.username),
    password: decodeURIComponent(address.password),
    database: address.pathname.slice(1),
    ...(socketPath ? { socketPath } : {}),
    charset: "utf8mb4_unicode_520_ci",
    timezone: "Z",
    dateStrings: ["DATE"],
    poolSize,
    entities,
    migrations: [Foundation1700000000001],
    migrationsTransactionMode: "each",
    namingStrategy: new SnakeCase(),
    extra: { enableKeepAlive: true },
  });
  await database.initialize();
  greetConnections(database);
  return database;
}

/** Every new connection of the pool is told the rules of the house before its first use. */
function greetConnections(database: DataSource): void {
  const { pool } = database.driver as unknown as {
    pool: { on(event: "connection", greet: (connection: { query(sql: string): void }) => void): void };
  };
  pool.on("connection", (connection) => {
    for (const statement of session) connection.query(statement);
  });
}

/** Brings the schema up to date; one runner at a time, others wait up to two minutes. */
export async function migrate(database: DataSource): Promise<void> {
  const runner = database.createQueryRunner();
  const lock = `duban-migrate-${database.options.database}`.slice(0, 60);
  try {
    await runner.query("SELECT GET_LOCK(?, 120)", [lock]);
    await database.runMigrations();
  } finally {
    await runner.query("SELECT RELEASE_LOCK(?)", [lock]).catch(() => undefined);
    await runner.release();
  }
}
