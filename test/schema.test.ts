import { expect } from "chai";
import { openTestHouse, type TestHouse } from "./support/house.ts";

/** Indexes and foreign keys are the migrations' own. */
const ours =
  /^(CREATE|DROP) (UNIQUE )?INDEX|^ALTER TABLE \S+ (ADD|DROP) (CONSTRAINT|FOREIGN KEY|UNIQUE|INDEX)/i;

describe("the schema", function () {
  this.timeout(20_000);
  let test: TestHouse;
  before(async () => {
    test = await openTestHouse(2);
  });
  after(() => test.close());

  it("has just the tables and columns that the entities declare, each of the declared type", async () => {
    const { upQueries } = await test.db.connection.driver.createSchemaBuilder().log();
    const wanted = upQueries.map((each) => each.query).filter((query) => !ours.test(query));
    expect(wanted).to.deep.equal([]);
  });
});
