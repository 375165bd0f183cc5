import { expect } from "chai";
import { codeOf } from "../../src/actions/assignments.ts";
import { aCounty, aRunningCampaign } from "../support/campaigns.ts";
import { useTestHouse } from "../support/house.ts";
import { Replica } from "../support/replica.ts";

describe("a replica in a process of its own", function () {
  // Processes start slowly where many run.
  this.timeout(60_000);
  const test = useTestHouse();
  let address: string;
  let code: string;
  const replicas: Replica[] = [];

  const aReplica = async (...more: ConstructorParameters<typeof Replica>[1][]): Promise<Replica> => {
    const replica = new Replica({ url: test.url, clock: { at: test.clock.now().toISOString() } }, ...more);
    replicas.push(replica);
    await replica.start();
    return replica;
  };
  const writes = (id: string, text: string) => ({
    id,
    address,
    text,
    sentAt: test.clock.now().toISOString(),
  });
  const answers = (): Promise<{ value: string }[]> =>
    test.db.query("SELECT value FROM answer WHERE value IS NOT NULL");

  beforeEach(async () => {
    const { selfCheck } = await aRunningCampaign(test, await aCounty(test), { starts: "2018-08-14" });
    const [wang] = await test.db.query(
      "SELECT c.address FROM contact c JOIN person p ON p.id = c.person_id WHERE p.name = '王秀兰'",
    );
    code = codeOf(selfCheck.id);
    address = wang.address;
  });
  afterEach(async () => {
    for (const replica of replicas.splice(0)) await replica.kill();
  });

  it("hears 王秀兰 over the real Wechaty and answers to her phone", async () => {
    const replica = await aReplica();
    await replica.hearing(writes("m1", `#${code}`));
    await replica.until(() => replica.letters.length === 1);
    await replica.hearing(writes("m2", "是"));
    await replica.until(() => replica.letters.length === 2);

    const [question, next] = replica.letters;
    expect(question)
      .to.include({ address, part: 1 })
      .and.to.have.property("key")
      .that.matches(/^reply:/);
    expect(question?.text).to.include("是否成立领导小组");
    expect(next?.text).to.include("是否存在有偿新闻");
    expect(await answers()).to.deep.equal([{ value: "是" }]);
    expect(await replica.stop()).to.equal(0);
    expect(replica.troubles).to.deep.equal([]);
  });

  it("takes a message that another one was killed over, once", async () => {
    const first = await aReplica();
    await first.hearing(writes("m1", `#${code}`));
    await first.until(() => first.letters.length === 1);
    first.hear(writes("m2", "是"));
    await first.kill();

    const second = await aReplica();
    await second.hearing(writes("m2", "是"));
    await second.hearing(writes("m2", "是"));
    expect(await answers()).to.deep.equal([{ value: "是" }]);
  });
});
