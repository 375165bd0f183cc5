import { expect } from "chai";
import { Refusal } from "../../src/errors.ts";
import { openUpload } from "../../src/sheets/upload.ts";
import { toCsv, toWorkbook } from "../../src/sheets/write.ts";

const list = {
  title: "名单",
  headings: ["单位", "姓名", "电话"],
  rows: [
    ["大王庄小学", "王秀兰", 13800000000],
    ["=1+1", " @SUM", "-2"],
  ],
};
const cells = [list.headings, ["大王庄小学", "王秀兰", "13800000000"], ["'=1+1", "' @SUM", "'-2"]];

const refusal = async (bytes: Buffer): Promise<string> => {
  const outcome = await openUpload({ name: "名单", bytes }).catch((error: unknown) => error);
  if (!(outcome instanceof Refusal)) throw new Error("it was taken");
  return outcome.message;
};

describe("an uploaded list", function () {
  this.timeout(30_000);

  it("comes back from a workbook and from csv as it was written, telephones whole and formulas harmless", async () => {
    const book = await openUpload({ name: "名单.xlsx", bytes: await toWorkbook([list]) });
    expect(book).to.include({ kind: "xlsx", sheet: "名单" });
    expect(book.rows.map((row) => row.cells)).to.deep.equal(cells);
    expect(
      (await openUpload({ name: "名单.csv", bytes: toCsv(list) })).rows.map((row) => row.cells),
    ).to.deep.equal(cells);
  });

  it("is read from UTF-16, from GB18030, and cut by semicolons and tabs", async () => {
    const utf16 = Buffer.from("\uFEFF单位\t姓名\n甲\t乙", "utf16le");
    const gb = Buffer.from([0xb5, 0xa5, 0xce, 0xbb, 0x3b, 0xd0, 0xd5, 0xc3, 0xfb]);
    expect((await openUpload({ name: "a", bytes: utf16 })).rows[1]?.cells).to.deep.equal(["甲", "乙"]);
    expect((await openUpload({ name: "a", bytes: gb })).rows[0]?.cells).to.deep.equal(["单位", "姓名"]);
  });

  it("is refused when it is empty, an old or broken workbook, or holds macros", async () => {
    expect(await refusal(Buffer.alloc(0))).to.include("空的");
    expect(await refusal(Buffer.from("d0cf11e0", "hex"))).to.include("旧版 xls");
    expect(await refusal(Buffer.from("PK\u0003\u0004garbage"))).to.include("打不开");
    const macro = Buffer.from(
      (await toWorkbook([list])).toString("latin1").replaceAll("xl/styles.xml", "xl/vbaPrj.bin"),
      "latin1",
    );
    expect(await refusal(macro)).to.include("宏");
  });

  it("is refused by what its directory says of its size, before anything is unpacked", async () => {
    const bomb = await toWorkbook([list]);
    const entry = bomb.indexOf(Buffer.from("PK\u0001\u0002", "latin1"));
    bomb.writeUInt32LE(1_200_000_000, entry + 24);
    expect(await refusal(bomb)).to.include("展开后太大");
  });
});
