import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import {
  blindIndexes,
  type DataKey,
  DataKeyProblem,
  openDataKeys,
  readDataKeys,
  seal,
  unseal,
} from "../src/data-keys.ts";

const key = (id: string, fill: number): DataKey => ({ id, secret: Buffer.alloc(32, fill) });

describe("the keys for personal data", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "keys-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("are made at the first start for the owner's eyes alone, and are the same at the next", () => {
    const first = openDataKeys(folder, []);
    expect(first).to.have.length(1);
    expect(statSync(join(folder, "data.key")).mode & 0o777).to.equal(0o600);
    expect(openDataKeys(folder, [])).to.deep.equal(first);
  });

  it("that are given write, while the folder's stay readable", () => {
    const [old] = openDataKeys(folder, []);
    expect(openDataKeys(folder, [key("new", 1)]).map(({ id }) => id)).to.deep.equal(["new", old?.id]);
  });

  it("are not made anew over a damaged file", () => {
    writeFileSync(join(folder, "data.key"), "k1:abc");
    expect(() => openDataKeys(folder, [])).to.throw(DataKeyProblem, "已损坏");
    expect(readFileSync(join(folder, "data.key"), "utf8")).to.equal("k1:abc");
  });

  it("are refused when written wrongly or twice", () => {
    const good = `a:${"0".repeat(64)}`;
    expect(readDataKeys(good)).to.have.length(1);
    for (const text of ["", "a:00", `${good},${good}`, `${good},b`])
      expect(readDataKeys(text)).to.equal(null);
  });

  it("give every text back, in its own place only, and never twice the same cipher", () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (text, bytes) => {
        const keys = [{ id: "a", secret: Buffer.from(bytes) }];
        const sealed = seal(keys, text, "phone:1");
        expect(unseal(keys, sealed, "phone:1")).to.equal(text);
        expect(() => unseal(keys, sealed, "phone:2")).to.throw("不是同一把");
        expect(seal(keys, text, "phone:1").cipher).to.not.equal(sealed.cipher);
      }),
    );
  });

  it("say which one is missing, and when another stands under its name", () => {
    const sealed = seal([key("old", 1)], "13800001234", "phone:1");
    expect(() => unseal([key("new", 2)], sealed, "phone:1")).to.throw("没有这把密钥");
    expect(() => unseal([key("old", 2)], sealed, "phone:1")).to.throw("不是同一把");
    expect(unseal([key("new", 2), key("old", 1)], sealed, "phone:1")).to.equal("13800001234");
  });

  it("search by a mark of each key", () => {
    const marks = blindIndexes([key("new", 2), key("old", 1)], "13800001234");
    expect(new Set(marks).size).to.equal(2);
    expect(marks[1]).to.equal(blindIndexes([key("old", 1)], "13800001234")[0]);
  });
});
