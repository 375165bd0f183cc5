import { expect } from "chai";
import { openTestHouse, type TestHouse } from "./support/house.ts";

describe("the schema", function () {
  this.timeout(20_000);
  let test: TestHouse;
  before(async () => {
    test = await openTestHouse(2);
  });
  after(() => test.close());

  it("has just the tables and columns that the entities declare, each of the declared type", async () => {
    const { upQueries } = await test.db.connection.driver.createSchemaBuilder().log();
    // Indexes and foreign keys are the migrations' own.
    const wanted = upQueries
      .map((each) => each.query)
      .filter((query) => !/INDEX|FOREIGN KEY|CONSTRAINT/i.test(query));
    expect(wanted).to.deep.equal([]);
  });
});
