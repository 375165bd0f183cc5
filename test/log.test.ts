import { expect } from "chai";
import { notFound } from "../src/errors.ts";
import { openLog } from "../src/log.ts";

function linesOf(production: boolean, write: (log: ReturnType<typeof openLog>) => void): string {
  const lines: string[] = [];
  write(openLog({ level: "info", production }, { write: (line) => lines.push(line) }));
  return lines.join("");
}

describe("The log", () => {
  it("is JSON lines in production and short lines for a person otherwise", () => {
    expect(JSON.parse(linesOf(true, (log) => log.info({ count: 3 }, "已发送")))).to.deep.include({
      level: 30,
      count: 3,
      msg: "已发送",
    });
    expect(linesOf(false, (log) => log.warn({ count: 3 }, "已发送"))).to.match(
      /^\d\d:\d\d:\d\d 注意 已发送 count=3\n$/,
    );
  });

  it("strikes out what people are called, wrote and can be reached at", () => {
    const line = linesOf(true, (log) =>
      log.info({ name: "王芳", heard: { text: "1是2否", from: { phone: "13800000000" } }, id: 7 }, "收到"),
    );
    expect(line).not.to.match(/王芳|1是2否|138/);
    expect(JSON.parse(line).id).to.equal(7);
  });

  for (const production of [true, false]) {
    it(`keeps values out of a database's error, ${production ? "in production" : "otherwise"}`, () => {
      const error = Object.assign(new Error("Duplicate entry '王芳' for key 'person.name'"), {
        code: "ER_DUP_ENTRY",
        sqlState: "23000",
        sql: "INSERT INTO person VALUES ('王芳')",
        parameters: ["王芳"],
      });
      const lines = linesOf(production, (log) => {
        log.error(error);
        log.error({ err: error });
        log.error({ err: error, id: 1 }, "存不进去");
      });
      expect(lines).to.include("Duplicate entry").and.not.include("王芳");
    });
  }

  it("keeps a refusal's code only", () => {
    const line = linesOf(true, (log) => log.info({ err: notFound("王芳的任务") }, "已拒绝"));
    expect(JSON.parse(line).err).to.deep.equal({ type: "Refusal", code: "not-found" });
  });
});
