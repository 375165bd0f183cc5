import { expect } from "chai";
import { countyUnits } from "../../seeds/county.ts";
import { countyPeople, people } from "../../seeds/county-people.ts";

const ofKind = (kind: string) => countyUnits.filter((unit) => unit.kind === kind);
const holders = (role: string) =>
  countyPeople.filter((person) => person.posts.some((post) => post.role === role));

describe("the demo county", () => {
  it("has a bureau with offices, 4 central schools with 6 schools each, and 8 affiliated units", () => {
    expect(ofKind("bureau").map((unit) => unit.name)).to.deep.equal(["青禾县教育体育局(演示)"]);
    expect(ofKind("office").map((unit) => unit.code)).to.include.members([
      "xinxiban",
      "xuanchuanke",
      "anquanke",
    ]);
    expect(ofKind("central-school")).to.have.length(4);
    expect(ofKind("school")).to.have.length(24);
    for (const central of ofKind("central-school")) {
      expect(ofKind("school").filter((school) => school.parent === central.code)).to.have.length(6);
    }
    expect(ofKind("affiliated")).to.have.length(8);
  });

  it("calls every unit by names that mean no other", () => {
    const names = countyUnits.flatMap((unit) => [unit.name, ...unit.aliases]);
    expect(new Set(names).size).to.equal(names.length);
    expect(new Set(countyUnits.map((unit) => unit.code)).size).to.equal(countyUnits.length);
  });
});

describe("the people of the demo county", () => {
  it("are about 60, each with an own name and address", () => {
    expect(countyPeople).to.have.length.within(55, 65);
    expect(new Set(countyPeople.map((person) => person.name)).size).to.equal(countyPeople.length);
    expect(new Set(countyPeople.map((person) => person.address)).size).to.equal(countyPeople.length);
    for (const { address } of countyPeople) expect(address).to.match(/^wx-[a-z]+-\d\d$/);
  });

  it("include exactly one responsible person for every school and affiliated unit", () => {
    const units = holders("responsible").flatMap((person) => person.posts.map((post) => post.unit));
    expect(new Set(units).size).to.equal(units.length);
    const bound = ["central-school", "school", "affiliated"].flatMap(ofKind).map((unit) => unit.code);
    expect(units).to.include.members(bound);
  });

  it("include one administrator, one leader, an operator where things are received, and one person at two schools", () => {
    expect(holders("bureau-admin")).to.have.length(1);
    expect(holders("bureau-leader")).to.have.length(1);
    const offices = holders("office-operator").flatMap((person) => person.posts.map((post) => post.unit));
    expect(offices).to.have.members(["xinxiban", "xuanchuanke", "anquanke", "zhenggaizu"]);
    expect(countyPeople.filter((person) => person.posts.length > 1)).to.have.length(1);
  });
});

describe("the phones of the demo county", () => {
  it("leave two responsible people to be bound, at schools whose head is bound", () => {
    const unbound = countyPeople.filter((person) => !person.bound);
    expect(unbound).to.have.length(2);
    for (const { posts } of unbound) {
      const unit = posts[0]?.unit;
      expect(holders("unit-head").some((head) => head.bound && head.posts[0]?.unit === unit)).to.equal(true);
    }
  });

  it("show people by unit and post", () => {
    expect(people.find((person) => person.name === "王秀兰")).to.deep.equal({
      id: "wx-wangxiulan-12",
      name: "王秀兰",
      label: "大王庄小学 · 责任人",
    });
    expect(people.find((person) => person.name === "田秀英")?.label).to.equal("前营小学、后营小学 · 责任人");
    expect(people.find((person) => person.name === "周德顺")?.label).to.equal("周庄教学点 · 责任人(未绑定)");
  });
});
