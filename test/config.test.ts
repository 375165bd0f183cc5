import { readFileSync } from "node:fs";
import { expect } from "chai";
import { ConfigProblem, envExample, readConfig } from "../src/config.ts";

function complaintsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigProblem) return error.complaints;
    throw error;
  }
  return [];
}

describe("The settings", () => {
  it("need nothing to be set for a demo on one's own machine", () => {
    const config = readConfig({});
    expect(config).to.deep.include({ port: 3000, host: "127.0.0.1", dataDir: "./data", poolSize: 10 });
    expect(config).to.deep.include({ simulator: "on", channel: "simulator", production: false });
    expect(config.databaseUrl).to.equal(undefined);
  });

  it("take an empty value as none", () => {
    expect(readConfig({ PORT: "", DATABASE_URL: " " })).to.deep.include({
      port: 3000,
      databaseUrl: undefined,
    });
  });

  it("tell all complaints at once, one sentence each", () => {
    const complaints = complaintsOf({ PORT: "八千", POOL_SIZE: "1", LOG_LEVEL: "loud", QUIET_FROM: "8点半" });
    expect(complaints).to.deep.equal([
      "PORT 应是 1 到 65535 之间的整数",
      "LOG_LEVEL 只能是 trace、debug、info、warn、error、fatal 或 silent",
      "QUIET_FROM 应是 时:分,如 20:30",
      "POOL_SIZE 应是 2 到 200 之间的整数",
    ]);
  });

  it("keep the simulator out of production", () => {
    expect(readConfig({ NODE_ENV: "production" })).to.deep.include({ simulator: "off", channel: "none" });
    expect(complaintsOf({ NODE_ENV: "production", SIMULATOR: "on" })).to.deep.equal([
      "正式环境(NODE_ENV=production)不许打开 SIMULATOR",
    ]);
    expect(complaintsOf({ NODE_ENV: "production", CHANNEL: "simulator" })).to.deep.equal([
      "CHANNEL=simulator 要求打开 SIMULATOR",
    ]);
  });

  it("refuse a test database whose name does not say so", () => {
    expect(complaintsOf({ TEST_DATABASE_URL: "mysql://root@localhost/duban" })).to.deep.equal([
      "TEST_DATABASE_URL 的库名里必须含有 test,以免误删真实数据",
    ]);
    const url = "mysql://root@localhost/duban_test?socketPath=/run/mysqld.sock";
    expect(readConfig({ TEST_DATABASE_URL: url }).testDatabaseUrl).to.equal(url);
  });

  it("refuse a database address without a database, or of another kind", () => {
    for (const url of ["mysql://root@localhost", "postgres://root@localhost/duban", "localhost:3306"]) {
      expect(complaintsOf({ DATABASE_URL: url }), url).to.have.length(1);
    }
  });

  it("refuse to remind in quiet hours, over midnight or not", () => {
    expect(complaintsOf({ REMIND_AT: "07:29" })).to.have.length(1);
    expect(complaintsOf({ REMIND_AT: "07:30" })).to.deep.equal([]);
    expect(complaintsOf({ REMIND_AT: "20:30" })).to.have.length(1);
    expect(complaintsOf({ QUIET_FROM: "08:00", QUIET_TO: "10:00" })).to.have.length(1);
    expect(complaintsOf({ QUIET_FROM: "12:00", QUIET_TO: "14:00" })).to.deep.equal([]);
  });

  it("read the bureau's own working days", () => {
    const { workdayOverrides } = readConfig({ WORKDAY_OVERRIDES: "2027-02-06=work,2027-02-08=rest" });
    expect([...workdayOverrides]).to.deep.equal([
      ["2027-02-06", true],
      ["2027-02-08", false],
    ]);
    for (const wrong of [
      "2027-02-30=work",
      "2027-02-06",
      "2027-02-06=work,2027-02-06=rest",
      "2027-02-06=off",
    ]) {
      expect(complaintsOf({ WORKDAY_OVERRIDES: wrong }), wrong).to.have.length(1);
    }
  });

  it("are all in .env.example, each with its sentence", () => {
    expect(readFileSync(".env.example", "utf8")).to.equal(envExample());
  });
});
