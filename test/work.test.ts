import { expect } from "chai";
import { Person } from "../entities/person.ts";
import { laterSurely } from "../src/packets.ts";
import { at } from "../src/workdays.ts";
import { aPerson } from "./support/house.ts";
import { refusalOf } from "./support/refusal.ts";
import { useWorkbench } from "./support/workbench.ts";

describe("work in one transaction", () => {
  const { test, run, expectEveryPlaceFree, add, nameOf } = useWorkbench();

  it("is told the moment, the actor and the rules, and gives its result back", async () => {
    const result = await run(async (work) => {
      expect(work.now).to.deep.equal(test.clock.now());
      expect(work.actor).to.deep.equal({ kind: "system", name: "test" });
      expect(work.rules).to.equal(test.house.rules);
      await add(work, "王秀兰");
      expect(await test.db.count(Person), "nobody sees it before the end").to.equal(0);
      return "done";
    });
    expect(result).to.equal("done");
    expect(await test.db.countBy(Person, { name: "王秀兰" })).to.equal(1);
  });

  it("leaves nothing behind when it fails, and the failure is told as it is", async () => {
    const bug = new Error("出错");
    const ending = await run(async (work) => {
      await add(work, "王秀兰");
      throw bug;
    }).catch((error: unknown) => error);
    expect(ending).to.equal(bug);
    expect(await test.db.count(Person)).to.equal(0);
    await expectEveryPlaceFree();
  });

  it("is refused with stale when a change finds other rows than it must, even if somebody catches that", async () => {
    const wang = await aPerson(test, { name: "王" });
    const ending = await refusalOf(
      run(async (work) => {
        await add(work, "孙");
        laterSurely(work, 2, "UPDATE person SET name = '李' WHERE id = ?", [wang.id]);
        await add(work, "赵").catch(() => undefined);
      }),
    );
    expect(ending.code).to.equal("stale");
    expect(await nameOf(wang)).to.equal("王");
    expect(await test.db.count(Person)).to.equal(1);
    await expectEveryPlaceFree();
  });

  it("lets a change stand that finds as many rows as it must, whether anything follows or not", async () => {
    const wang = await aPerson(test, { name: "王" });
    await run(async (work) => laterSurely(work, 1, "UPDATE person SET name = '李?' WHERE id = ?", [wang.id]));
    expect(await nameOf(wang)).to.equal("李?");
  });

  it("sees what others have committed since it began", async () => {
    await run(async (work) => {
      expect(await work.db.count(Person)).to.equal(0);
      await aPerson(test);
      expect(await work.db.count(Person)).to.equal(1);
    });
  });

  it("keeps a moment to the millisecond, in UTC, whatever the time zone here", async () => {
    const moment = new Date(at("2018-08-31", "23:59").getTime() + 59_999);
    const [row] = await run((work) =>
      work.db.query(
        "SELECT CAST(? AS DATETIME(3)) AS moment, DATE_FORMAT(?, '%Y-%m-%d %H:%i:%s.%f') AS words",
        [moment, moment],
      ),
    );
    expect(row.moment).to.deep.equal(moment);
    expect(row.words).to.match(/^2018-08-31 15:59:59.999/);
  });
});
