import { expect } from "chai";
import { addressBook } from "../../../src/http/api/addresses.ts";
import { operation } from "../../../src/http/api/operation.ts";

const known = (method: "get" | "put" | "post" | "delete", path: string) =>
  operation({
    id: `${method} ${path}`,
    method,
    path,
    tag: "单位",
    summary: "一项",
    who: "anyone",
    run: async () => undefined,
  });

const find = addressBook([
  known("get", "/units"),
  known("get", "/units/{unitId}"),
  known("put", "/units/{unitId}/name"),
  known("get", "/people/{personId}"),
  known("get", "/people/{personId}/phones"),
  known("post", "/people/phones"),
  known("get", "/assignments/{assignmentId}/evidence/{no}"),
  known("delete", "/assignments/{assignmentId}/evidence/{evidenceId}"),
]);

const idOf = (method: string, path: string) => find(method, path)?.operation?.id;

describe("addresses of the API", () => {
  it("lead to an operation, by method, with the words that stand for its own names", () => {
    expect(idOf("GET", "/units")).to.equal("get /units");
    expect(find("GET", "/units/7")).to.deep.include({ params: { unitId: "7" }, methods: ["GET"] });
    expect(find("GET", "/assignments/3/evidence/2")?.params).to.deep.equal({ assignmentId: "3", no: "2" });
    expect(find("DELETE", "/assignments/3/evidence/2")?.params).to.deep.equal({
      assignmentId: "3",
      evidenceId: "2",
    });
  });

  it("prefer a word as it is to a name, and go back where it leads nowhere", () => {
    expect(idOf("POST", "/people/phones")).to.equal("post /people/phones");
    expect(idOf("GET", "/people/phones/phones")).to.equal("get /people/{personId}/phones");
  });

  it("take a slash at the end and capitals, decode what is encoded and leave what is badly so", () => {
    expect(idOf("GET", "/Units/")).to.equal("get /units");
    expect(find("GET", "/units/%E7%8E%8B%2F1")?.params).to.deep.equal({ unitId: "王/1" });
    expect(find("GET", "/units/%E7%8E")?.params).to.deep.equal({ unitId: "%E7%8E" });
  });

  it("answer HEAD as GET, and name the methods where another is asked for", () => {
    expect(idOf("HEAD", "/units/7")).to.equal("get /units/{unitId}");
    expect(find("PATCH", "/assignments/3/evidence/2")).to.deep.equal({
      operation: undefined,
      methods: ["GET", "DELETE"],
      params: {},
    });
  });

  for (const path of [
    "",
    "/",
    "//",
    "/unit",
    "/units//",
    "/units/7/name/x",
    "/people",
    "/assignments/3/evidence",
  ])
    it(`lead nowhere: "${path}"`, () => expect(find("GET", path)).to.be.undefined);
});
