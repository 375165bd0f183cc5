import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import exceljs from "@protobi/exceljs";
import { expect } from "chai";
import { parse } from "csv-parse/sync";
import { createAccount } from "../../../src/actions/accounts.ts";
import { adminRoutes } from "../../../src/http/admin/routes.ts";
import { referencePage } from "../../../src/http/api/reference.ts";
import { httpServer } from "../../../src/http/server.ts";
import { openLog } from "../../../src/log.ts";
import { toCsv, toWorkbook } from "../../../src/sheets/write.ts";
import { at } from "../../../src/workdays.ts";
import { type Answer, openTestApi, type TestApi } from "../../support/api.ts";
import { cut, hostile } from "../../support/arbitrary.ts";
import { entered } from "../../support/browser.ts";
import { aCounty, aHolder, aRunningCampaign, type County, type Running } from "../../support/campaigns.ts";
import { aUnit, openTestHouse, type TestHouse } from "../../support/house.ts";

const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (word: string): string => word.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);
const dangerous = hostile.filter((word) => /[<"']/.test(word));

describe("hostile words where they come out", function () {
  this.timeout(30_000);
  let test: TestHouse;
  let api: TestApi;
  let county: County;
  let running: Running;
  let folder: string;

  before(async () => {
    test = await openTestHouse();
    folder = await mkdtemp(join(tmpdir(), "sinks-"));
  });
  beforeEach(async () => {
    await test.clear();
    test.house.rules.filesFolder = folder;
    api ??= await openTestApi(test);
    county = await aCounty(test);
    running = await aRunningCampaign(test, county);
  });
  afterEach(() => expect(api.bugs.splice(0)).to.deep.equal([]));
  after(async () => {
    await api.close();
    await test.close();
    await rm(folder, { recursive: true });
  });

  /** What is on a page must be the words, never markup of theirs. */
  function expectEscaped(page: string, words: string[]): void {
    for (const word of words) {
      expect(page).not.to.contain(word);
      expect(page).to.contain(escaped(word));
    }
    expect(page).not.to.match(/<script/i);
  }

  it("are words on the administrators' pages and on the sheet of codes", async () => {
    for (const word of dangerous) {
      const unit = await aUnit(test, { name: `校${cut(word, 60)}`, parentId: county.central.id });
      await aHolder(test, unit, "responsible", `人${cut(word, 30)}`);
    }
    await test.db.query("UPDATE campaign SET title = ?", [dangerous.join(" ").slice(0, 110)]);
    await test.act((work) => createAccount(work, { name: "lin.xiaojing", personId: county.admin.id }));
    const { cookie } = await entered(test, api);
    const admin = httpServer({
      log: { error: (facts) => api.bugs.push(facts) },
      routes: [adminRoutes({ ...pages, house: test.house, clock: test.clock, wall: test.clock })],
    });
    const url = `http://127.0.0.1:${await admin.listen(0, "127.0.0.1")}/admin`;
    const get = async (path: string, form?: URLSearchParams) =>
      (
        await fetch(url + path, {
          headers: { Cookie: cookie },
          ...(form ? { method: "POST", body: form } : {}),
        })
      ).text();
    expectEscaped(await get("/"), [dangerous[0] ?? ""]);
    const choice = await get("/codes");
    expectEscaped(
      choice,
      dangerous.map((word) => `校${cut(word, 60)}`.trim()),
    );
    const csrf = /name="csrf" value="([^"]+)"/.exec(choice)?.[1] ?? "";
    const all = await test.db.query("UPDATE contact SET person_id = NULL WHERE person_id > ?", [
      county.wang.id,
    ]);
    expect(all.affectedRows).to.be.greaterThan(0);
    const sheet = await get("/codes", new URLSearchParams({ csrf, unit: "" }));
    expectEscaped(
      sheet,
      dangerous.map((word) => `人${cut(word, 30)}`.trim()),
    );
    await admin.close();
  });
  const pages = {
    makePlan: async () => 0,
    previewPlan: () => ({ title: "", shiftDays: 0, steps: [], warnings: [] }),
  };

  it("are words on the reference page", () => {
    const [operation] = api.operations;
    if (!operation) throw new Error("there are no operations");
    for (const word of dangerous)
      expectEscaped(referencePage([{ ...operation, summary: word, notes: word, tag: word }]).text, [word]);
  });

  it("are never formulas in tables, and are all there behind the apostrophe", async () => {
    const table = { title: "表/[=1]", headings: ["=标题", "二"], rows: hostile.map((word) => [word, 1]) };
    const rows: string[][] = parse(toCsv(table), { bom: true, relax_column_count: true });
    const book = new exceljs.Workbook();
    await book.xlsx.load((await toWorkbook([table])) as never);
    const sheet = book.worksheets[0];
    for (const [place, word] of hostile.entries()) {
      const cell = sheet?.getRow(place + 2).getCell(1).value;
      for (const told of [rows[place + 1]?.[0] ?? "", JSON.parse(JSON.stringify(cell))]) {
        expect(told.normalize("NFKC")).not.to.match(/^\s*[=+\-@]/);
        expect(told.replace(/^'/, "").replace(/\r\n/g, "\n")).to.equal(
          word.replace(/^'/, "").replace(/\r\n/g, "\n"),
        );
      }
      expect(cell).to.be.a("string");
    }
  });

  it("are plain words in letters", async () => {
    const token = await api.tokenFor(county.admin.id);
    for (const word of hostile.map((each) => cut(each, 150).trim())) {
      const selection = { people: [county.wang.id] };
      const made = await api.call("POST", "/broadcasts", { token, body: { body: word, selection } });
      expect(made.status).to.equal(201);
      const { sample } = (await api.call("GET", `/broadcasts/${made.body.id}/preview`, { token })).body;
      expect(sample).to.contain(word);
    }
    test.clock.moveTo(at("2018-08-20", "10:00"));
    const text = hostile.slice(0, 4).join(" ");
    const target = { requirementId: running.checklist.id };
    const urged = await api.call("POST", "/urgings", { token, body: { target, text } });
    expect(urged.status).to.be.lessThan(300);
    const letters = await test.db.query("SELECT body FROM outbox");
    expect(letters.some(({ body }: { body: string }) => body.includes(text.trim()))).to.equal(true);
  });

  it("are names of files that split no header and leave no folder", async () => {
    const token = await api.tokenFor(county.wang.id);
    const path = `/assignments/${running.handIn.id}/evidence`;
    for (const [place, word] of hostile.map((each) => cut(each, 100).trim()).entries()) {
      const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(`照片${place}`)]);
      const made: Answer = await api.call("POST", `${path}?name=${encodeURIComponent(word)}`, {
        token,
        file: new Uint8Array(bytes),
      });
      expect(made.status, word).to.be.lessThan(300);
      const { id, name } = made.body.evidence.at(-1);
      const { headers } = await api.call("GET", `${path}/${id}`, { token });
      const given = /^attachment; filename\*=UTF-8''([\w.!#$&+^`|~%-]+)$/.exec(
        headers.get("Content-Disposition") ?? "",
      )?.[1];
      expect(decodeURIComponent(given ?? ""), word).to.equal(name);
      expect(name).to.equal(word);
      expect(headers.get("Set-Cookie")).to.equal(null);
    }
  });

  it("begin no line of the log", () => {
    for (const production of [true, false]) {
      const lines: string[] = [];
      const log = openLog({ level: "info", production }, { write: (line) => lines.push(line) });
      for (const word of hostile) log.error({ path: word, code: word }, "a request failed");
      expect(lines).to.have.length(hostile.length);
      for (const line of lines) expect(line.trimEnd()).not.to.match(/[\r\n]/);
    }
  });
});
