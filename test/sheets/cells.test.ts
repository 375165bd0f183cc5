import exceljs from "@protobi/exceljs";
import { expect } from "chai";
import { markUpload, openUpload } from "../../src/sheets/upload.ts";

const saved = async (book: exceljs.Workbook) => Buffer.from(await book.xlsx.writeBuffer());
const loaded = async (bytes: Uint8Array): Promise<exceljs.Worksheet> => {
  const book = new exceljs.Workbook();
  await book.xlsx.load(Buffer.from(bytes) as unknown as ArrayBuffer);
  const [sheet] = book.worksheets;
  if (!sheet) throw new Error("no sheet");
  return sheet;
};

/** A titled list with a merged school, a formula, a date and a number. */
function list(): exceljs.Workbook {
  const book = new exceljs.Workbook();
  book.addWorksheet("说明", { state: "hidden" }).addRow(["不是名单"]);
  const sheet = book.addWorksheet("名单");
  sheet.mergeCells("A1:D1");
  sheet.getCell("A1").value = "青禾县名单";
  sheet.addRow(["单位", "姓名", "手机号", "入职"]).font = { bold: true };
  sheet.addRow(["大王庄小学", "王秀兰", 13_900_000_002, new Date("2010-09-01T00:00:00Z")]);
  sheet.addRow(["", "罗小雨", { formula: "C3+1", result: 13_900_000_003 }, null]);
  sheet.mergeCells("A3:A4");
  sheet.getColumn(2).width = 33;
  return book;
}

describe("the cells of an uploaded list", function () {
  this.timeout(30_000);

  it("are read as they look: merged, computed, dates; hidden sheets are passed over", async () => {
    const { sheet, rows } = await openUpload({ name: "名单.xlsx", bytes: await saved(list()) });
    expect(sheet).to.equal("名单");
    expect(rows.slice(1)).to.deep.equal([
      { line: 2, cells: ["单位", "姓名", "手机号", "入职"] },
      { line: 3, cells: ["大王庄小学", "王秀兰", "13900000002", "2010-09-01"] },
      { line: 4, cells: ["大王庄小学", "罗小雨", "13900000003"] },
    ]);
  });

  it("come back marked in the same workbook, and only the wrong ones", async () => {
    const bytes = await saved(list());
    const marks = [
      { line: 4, place: 1, message: "姓名:重名" },
      { line: 4, place: null, message: "整行有错" },
    ];
    const marked = await markUpload({ name: "名单.xlsx", kind: "xlsx", bytes, headerLine: 2, marks });
    expect(marked.name).to.equal("名单-错误.xlsx");
    const again = {
      name: "名单.xlsx",
      kind: "xlsx",
      bytes: Buffer.from(marked.bytes),
      headerLine: 2,
    } as const;
    const twice = await markUpload({ ...again, marks: marks.slice(0, 1) });
    const [first, second] = [(await loaded(marked.bytes)).workbook, (await loaded(twice.bytes)).workbook];
    const [one, two] = [first.getWorksheet("名单"), second.getWorksheet("名单")];
    expect(one?.getCell("E2").value).to.equal("错误");
    expect(one?.getCell("E4").value).to.equal("姓名:重名;整行有错");
    expect(two?.getCell("E4").value).to.equal("姓名:重名");
    expect(two?.getCell("F2").value).to.equal(null);
    const painted = ["A3", "B3", "C3", "B4", "C4", "E3"].filter(
      (at) => one?.getCell(at).fill?.type === "pattern",
    );
    expect(painted).to.deep.equal(["B4"]);
    expect(one?.getCell("C4").value).to.deep.include({ formula: "C3+1" });
    expect(one?.getCell("D3").value).to.deep.equal(new Date("2010-09-01T00:00:00Z"));
    expect(one?.getColumn(2).width).to.equal(33);
    expect(one?.getCell("A2").font.bold).to.equal(true);
  });

  it("of csv are counted by the lines of the file, whatever stands between", async () => {
    const text =
      '名单\r\n\r\n单位;姓名;备注\r\n"大王庄\r\n小学";王秀兰;"一\r\n\r\n二"\r\n\r\n前营小学;李雷;\r\n';
    const { rows } = await openUpload({ name: "名单.csv", bytes: Buffer.from(text) });
    expect(rows.map(({ line, cells }) => `${line} ${cells[1] ?? ""}`)).to.deep.equal([
      "1 ",
      "3 姓名",
      "4 王秀兰",
      "9 李雷",
    ]);
  });

  it("of csv come back with the reasons beside them, and no formula", async () => {
    const bytes = Buffer.from("单位,姓名\n=cmd|x,李雷\n");
    const marks = [{ line: 2, place: 0, message: "单位:不认识" }];
    const marked = await markUpload({ name: "名单.csv", kind: "csv", bytes, headerLine: 1, marks });
    expect(Buffer.from(marked.bytes).toString()).to.equal(
      '\uFEFF"单位","姓名","错误"\r\n"\'=cmd|x","李雷","单位:不认识"\r\n',
    );
  });
});
