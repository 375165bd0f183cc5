import { createConnection, type RowDataPacket } from "mysql2/promise";
import { DataSource } from "typeorm";
import { entities } from "./entities/all.ts";
import { Foundation1700000000001 } from "./entities/migrations/0001-foundation.ts";
import { Registrations1700000000002 } from "./entities/migrations/0002-registrations.ts";
import { Broadcasts1700000000003 } from "./entities/migrations/0003-broadcasts.ts";
import { People1700000000004 } from "./entities/migrations/0004-people.ts";
import { Lifecycle1700000000005 } from "./entities/migrations/0005-lifecycle.ts";
import { SignIn1700000000006 } from "./entities/migrations/0006-sign-in.ts";
import { ImportsWebhooks1700000000007 } from "./entities/migrations/0007-imports-webhooks.ts";
import { IdempotentAnswers1700000000008 } from "./entities/migrations/0008-idempotent-answers.ts";
import { Rooms1700000000011 } from "./entities/migrations/0011-rooms.ts";
import { Lanes1700000000012 } from "./entities/migrations/0012-lanes.ts";
import { ReminderShares1700000000013 } from "./entities/migrations/0013-reminder-shares.ts";
import { UnknownPhrases1700000000014 } from "./entities/migrations/0014-unknown-phrases.ts";
import { AnswerCounts1700000000015 } from "./entities/migrations/0015-answer-counts.ts";
import { SnakeCase } from "./entities/naming.ts";

/** Seconds that a transaction waits for a row lock before it is rolled back and tried again. */
const lockWait = 4;

/** Seconds that one statement may run. */
const statementLimit = 60;

const rules = (dialect: Dialect): string[] => [
  "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
  "SET NAMES utf8mb4 COLLATE utf8mb4_unicode_520_ci",
  `SET SESSION time_zone = '+00:00', innodb_lock_wait_timeout = ${lockWait}`,
  dialect === "mariadb"
    ? `SET SESSION max_statement_time = ${statementLimit}`
    : `SET SESSION max_execution_time = ${statementLimit * 1000}`,
];

type Dialect = "mariadb" | "mysql";

/** Every change of the schema, oldest first. */
const migrations = [
  Foundation1700000000001,
  Registrations1700000000002,
  Broadcasts1700000000003,
  People1700000000004,
  Lifecycle1700000000005,
  SignIn1700000000006,
  ImportsWebhooks1700000000007,
  IdempotentAnswers1700000000008,
  Rooms1700000000011,
  Lanes1700000000012,
  ReminderShares1700000000013,
  UnknownPhrases1700000000014,
  AnswerCounts1700000000015,
];

/**
 * Opens the one DataSource. `url` names a MySQL or MariaDB database; `poolSize` connections at most.
 * The schema comes from migrations alone.
 */
export async function openDatabase(url: string, poolSize = 10): Promise<DataSource> {
  const address = new URL(url);
  const socketPath = address.searchParams.get("socketPath");
  const dialect = await dialectOf(url);
  const database = new DataSource({
    type: dialect,
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
    // A round trip costs more than most statements: those of one piece of work travel together (src/work.ts).
    multipleStatements: true,
    entities,
    migrations,
    migrationsTransactionMode: "each",
    namingStrategy: new SnakeCase(),
    extra: { enableKeepAlive: true },
  });
  await database.initialize();
  await greetConnections(database, rules(dialect));
  return database;
}

/** MySQL or MariaDB, by the server's own word. */
async function dialectOf(url: string): Promise<Dialect> {
  const connection = await createConnection(url);
  try {
    const [rows] = await connection.query<RowDataPacket[]>("SELECT VERSION() AS version");
    return String(rows[0]?.version).includes("MariaDB") ? "mariadb" : "mysql";
  } finally {
    await connection.end();
  }
}

/** Every connection of the pool is told the rules of the house; the one that `initialize` opened, at once. */
async function greetConnections(database: DataSource, statements: string[]): Promise<void> {
  const { pool } = database.driver as unknown as {
    pool: { on(event: "connection", greet: (connection: { query(sql: string): void }) => void): void };
  };
  pool.on("connection", (connection) => {
    for (const statement of statements) connection.query(statement);
  });
  for (const statement of statements) await database.query(statement);
}

/** Brings the schema up to date; one runner at a time, others wait up to two minutes. */
export async function migrate(database: DataSource): Promise<void> {
  const runner = database.createQueryRunner();
  const lock = `duban-migrate-${String(database.options.database)}`.slice(0, 60);
  try {
    await runner.query("SELECT GET_LOCK(?, 120)", [lock]);
    await database.runMigrations();
  } finally {
    await runner.query("SELECT RELEASE_LOCK(?)", [lock]).catch(() => undefined);
    await runner.release();
  }
}
