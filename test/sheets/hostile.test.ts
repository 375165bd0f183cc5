import { expect } from "chai";
import { Refusal } from "../../src/errors.ts";
import { openUpload } from "../../src/sheets/upload.ts";
import { type ZipPart, zipOf } from "../support/zip.ts";

const main = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const head = '<?xml version="1.0" encoding="UTF-8"?>';
const relations = (type: string, target: string): string =>
  `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/></Relationships>`;

/** The parts of the smallest workbook, with this in its one cell. */
const parts = (cell = "单位", before = ""): ZipPart[] =>
  Object.entries({
    "[Content_Types].xml": `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${main}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${main}.worksheet+xml"/></Types>`,
    "_rels/.rels": relations("officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": `${head}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations("worksheet", "worksheets/sheet1.xml"),
    "xl/worksheets/sheet1.xml": `${head}${before}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>${cell}</t></is></c></row></sheetData></worksheet>`,
  }).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));

const open = (bytes: Buffer) => openUpload({ name: "名单.xlsx", bytes });
const refusal = async (bytes: Buffer): Promise<string> => {
  const outcome = await open(bytes).catch((error: unknown) => error);
  if (!(outcome instanceof Refusal)) throw new Error(`it was taken: ${String(outcome)}`);
  return outcome.message;
};

describe("a workbook made to harm", function () {
  this.timeout(40_000);

  it("is told from one that is only small", async () => {
    expect((await open(zipOf(parts()))).rows).to.deep.equal([{ line: 1, cells: ["单位"] }]);
  });

  it("is refused when it unpacks to more than is sensible", async () => {
    const bomb = { name: "xl/worksheets/sheet2.xml", bytes: Buffer.alloc(61 * 1024 * 1024, " ") };
    expect(await refusal(zipOf([...parts(), bomb]))).to.include("展开后太大");
    const dense = { name: "xl/worksheets/sheet2.xml", bytes: Buffer.alloc(20 * 1024 * 1024, " ") };
    expect(await refusal(zipOf([...parts(), dense]))).to.include("压缩得不正常");
  });

  it("is stopped when it unpacks to more than its directory says", async () => {
    const liar = { name: "xl/worksheets/sheet2.xml", bytes: Buffer.alloc(50 * 1024 * 1024, " "), says: 900 };
    expect(await refusal(zipOf([...parts(), liar]))).to.include("目录与内容不符");
  });

  it("is refused with a document type or an entity in any part", async () => {
    const laughs = '<!DOCTYPE l [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;">]>';
    expect(await refusal(zipOf(parts("&b;", laughs)))).to.include("不该有的声明");
    const far = `${" ".repeat(200_000)}<!doctype html>`;
    expect(await refusal(zipOf(parts("单位", far)))).to.include("不该有的声明");
  });

  it("is refused with macros, links to other files, or parts of something else", async () => {
    const extra = (name: string) => zipOf([...parts(), { name, bytes: Buffer.from("x") }]);
    expect(await refusal(extra("xl/vbaProject.bin"))).to.include("宏");
    expect(await refusal(extra("xl/externalLinks/externalLink1.xml"))).to.include("外部链接");
    expect(await refusal(extra("xl/embeddings/oleObject1.bin"))).to.include("嵌入");
    expect(await refusal(extra("word/document.xml"))).to.include("不是普通的 xlsx");
    expect(await refusal(extra("../../etc/passwd"))).to.include("目录有问题");
  });

  it("is refused with more parts than a list has", async () => {
    const many = Array.from({ length: 500 }, (_, no) => ({
      name: `xl/media/image${no}.png`,
      bytes: Buffer.from("x"),
    }));
    expect(await refusal(zipOf([...parts(), ...many]))).to.include("内部文件太多");
  });

  it("is refused when it is locked with a password, as a whole or by parts", async () => {
    expect(await refusal(Buffer.from("d0cf11e0a1b11ae1", "hex"))).to.include("加了密码");
    const locked = zipOf(parts());
    const entry = locked.indexOf(Buffer.from("PK\u0001\u0002", "latin1"));
    locked.writeUInt16LE(1, entry + 8);
    expect(await refusal(locked)).to.include("加了密码");
  });

  it("is refused when it can be read in two ways, and when it is no archive", async () => {
    const one = zipOf(parts());
    expect(await refusal(Buffer.concat([zipOf(parts("另一个")), one]))).to.include("结构不寻常");
    expect(await refusal(one.subarray(0, one.length - 40))).to.include("打不开");
    expect(await refusal(Buffer.from("PK这不是压缩包,只是文字"))).to.include("打不开");
  });
});
