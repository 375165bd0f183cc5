import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { StoredFile } from "../../entities/stored-file.ts";
import { keepFile, largestFile, pathOf, registerFile } from "../../src/actions/files.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))));
const padded = (head: Uint8Array, size = 600): Uint8Array => Buffer.concat([head, Buffer.alloc(size)]);

const png = padded(
  bytes([0x89], "PNG\r\n", [0x1a, 0x0a], [0, 0, 0, 13], "IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]),
);
const jpg = padded(bytes([0xff, 0xd8, 0xff, 0xe0, 0, 16], "JFIF", [0]));
const webp = padded(bytes("RIFF", [0x24, 0, 0, 0], "WEBPVP8 "));
const heic = padded(bytes([0, 0, 0, 0x18], "ftypheic", [0, 0, 0, 0], "mif1heic"));
const pdf = padded(bytes("%PDF-1.4\n"));

/** A zip archive that holds one stored file. */
function zip(name: string, content: string): Uint8Array {
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt32LE(content.length, 18);
  local.writeUInt32LE(content.length, 22);
  local.writeUInt16LE(name.length, 26);
  return padded(Buffer.concat([local, Buffer.from(name), Buffer.from(content)]));
}

const contentTypes = (main: string): Uint8Array =>
  zip(
    "[Content_Types].xml",
    `<?xml version="1.0"?><Types><Override PartName="/x.xml" ContentType="application/vnd.openxmlformats-officedocument.${main}.main+xml"/></Types>`,
  );
const docx = contentTypes("wordprocessingml.document");
const xlsx = contentTypes("spreadsheetml.sheet");

describe("files", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "files-test-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const everything = async () => (await readdir(folder, { recursive: true })).sort();
  const hashOf = (content: Uint8Array) => createHash("sha256").update(content).digest("hex");

  for (const [name, content, mime] of [
    ["a png", png, "image/png"],
    ["a jpg", jpg, "image/jpeg"],
    ["a webp", webp, "image/webp"],
    ["a heic of an iPhone", heic, "image/heic"],
    ["a pdf", pdf, "application/pdf"],
    ["a docx", docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
    ["an xlsx", xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
    ["a zip", zip("photo.jpg", "x"), "application/zip"],
  ] as const) {
    it(`are kept whole under their hash: ${name}`, async () => {
      const kept = await keepFile(folder, content);
      expect(kept).to.deep.equal({ hash: hashOf(content), size: content.byteLength, mime });
      expect(await readFile(join(folder, kept.hash.slice(0, 2), kept.hash))).to.deep.equal(
        Buffer.from(content),
      );
      expect(pathOf(folder, kept.hash)).to.equal(join(folder, kept.hash.slice(0, 2), kept.hash));
    });
  }

  for (const [name, content] of [
    ["a program that may be called photo.jpg", padded(bytes("MZ", [0x90, 0, 3, 0, 0, 0]))],
    ["plain text", bytes("这不是照片,只是文字")],
    ["a web page", bytes("<!DOCTYPE html><script>alert(1)</script>")],
    ["a gif", padded(bytes("GIF89a"))],
    ["a film", padded(bytes([0, 0, 0, 0x18], "ftypmp42", [0, 0, 0, 0], "isommp42"))],
    ["a presentation", contentTypes("presentationml.presentation")],
  ] as const) {
    it(`are judged by content: ${name} is refused and leaves nothing`, async () => {
      expect(await refusalOf(keepFile(folder, content))).to.include({ code: "invalid", status: 422 });
      expect(await everything()).to.deep.equal([]);
    });
  }

  it("are refused when there is nothing in them", async () => {
    expect((await refusalOf(keepFile(folder, new Uint8Array()))).message).to.include("空的");
  });

  it("may have 20 MB and not a byte more", async () => {
    expect(largestFile).to.equal(20 * 1024 * 1024);
    const largest = Buffer.alloc(largestFile);
    largest.set(jpg);
    expect((await keepFile(folder, largest)).size).to.equal(largestFile);
    const more = Buffer.concat([largest, Buffer.alloc(1)]);
    expect((await refusalOf(keepFile(folder, more))).message).to.include("20MB");
  });

  it("are written once, however often and by however many they come", async () => {
    const first = await keepFile(folder, png);
    const { ino } = await stat(pathOf(folder, first.hash));
    expect(await keepFile(folder, png)).to.deep.equal(first);
    expect((await stat(pathOf(folder, first.hash))).ino).to.equal(ino);
    const [kept] = await Promise.all([jpg, jpg, jpg].map((content) => keepFile(folder, content)));
    const hash = kept?.hash ?? "";
    expect(await everything()).to.have.members([
      first.hash.slice(0, 2),
      join(first.hash.slice(0, 2), first.hash),
      hash.slice(0, 2),
      join(hash.slice(0, 2), hash),
    ]);
  });

  it("get a row each in the database, once", async () => {
    const test: TestHouse = await openTestHouse(2);
    try {
      const file = { hash: hashOf(png), size: png.byteLength, mime: "image/png" };
      const register = () => test.act((work) => registerFile(work, file));
      await Promise.all([register(), register(), register()]);
      const rows = await test.db.find(StoredFile);
      expect(rows).to.deep.equal([Object.assign(new StoredFile(), file, { addedAt: test.clock.now() })]);
    } finally {
      await test.close();
    }
  });
});
