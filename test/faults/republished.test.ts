import { expect } from "chai";
import type { Listener } from "../../bot/listen.ts";
import { codeOf } from "../../src/actions/assignments.ts";
import { addTask, createCampaign } from "../../src/actions/campaign-drafts.ts";
import { publishCampaign } from "../../src/actions/campaigns.ts";
import { newVersion, publishVersion, writeItems } from "../../src/actions/checklists.ts";
import { addPhase } from "../../src/actions/phases.ts";
import { addRequirement } from "../../src/actions/requirements.ts";
import type { Work } from "../../src/work.ts";
import { as, type County, type Running } from "../support/campaigns.ts";
import { useTestHouse } from "../support/house.ts";
import { expectNothingLost } from "../support/invariants.ts";
import { arriveAll, Complaints, earOf, message, someTalkers, type Talker } from "../support/talkers.ts";

describe("a checklist that is published anew while people are half-way", function () {
  this.timeout(30_000);
  const test = useTestHouse();
  let complaints: Complaints;
  let ear: Listener;
  let county: County;
  let campaign: Running;
  let wang: Talker;
  let lao: Talker;
  beforeEach(async () => {
    complaints = new Complaints();
    ear = earOf(test, test.house, complaints);
    const setting = await someTalkers(test, { people: 2, questions: 4 });
    ({ county, campaign } = setting);
    [wang, lao] = setting.talkers as [Talker, Talker];
  });
  afterEach(() => expect(complaints.errors).to.deep.equal([]));

  const li = <T>(act: (work: Work) => Promise<T>): Promise<T> => test.act(act, as(county.admin));
  async function say({ address }: Talker, text: string): Promise<string> {
    const said = message(test, address, text);
    await ear.hear(said);
    const [{ body }] = await test.db.query(
      "SELECT o.body FROM outbox o JOIN inbox i ON o.`key` = CONCAT('reply:', i.id) WHERE i.message_id = ?",
      [said.messageId],
    );
    await arriveAll(test);
    return body;
  }
  const answers = (talker: Talker, campaignId = campaign.campaign.id): Promise<object[]> =>
    test.db
      .query(
        `SELECT i.no, i.key, a.value FROM answer a JOIN checklist_item i ON i.id = a.item_id
         JOIN assignment s ON s.id = a.assignment_id JOIN post p ON p.unit_id = s.unit_id AND p.role = 'responsible'
         JOIN contact c ON c.person_id = p.person_id
         WHERE c.address = ? AND s.campaign_id = ? AND a.state = 'confirmed' ORDER BY i.no`,
        [talker.address, campaignId],
      )
      .then((rows: object[]) => rows.map((row) => Object.values(row)));

  /** The fourth question first, the second gone, the first in other words, and a new one where 是 is a problem. */
  async function republish(): Promise<number> {
    const draft = await li((work) => newVersion(work, campaign.version.checklistId));
    const [first, , third, fourth] = draft.items;
    if (!first || !third || !fourth) throw new Error("no items");
    const items = [
      fourth,
      { ...first, question: "领导小组是否发文成立?" },
      third,
      { ...first, key: "q5", question: "是否有人私下收费?", polarity: "-" as const },
    ];
    await li((work) => writeItems(work, draft.id, { items }));
    await li((work) => publishVersion(work, draft.id));
    return draft.id;
  }

  /** Another campaign with the version given; answers 王秀兰's code there. */
  async function anotherCampaign(checklistVersionId: number): Promise<{ id: number; code: string }> {
    const { id } = await li((work) => createCampaign(work, { title: "回头看" }));
    const task = await li((work) => addTask(work, id, { title: "校园媒体" }));
    const dates = { from: "2018-08-14", due: "2018-09-28" };
    const phase = await li((work) =>
      addPhase(work, task.id, { title: "复查", kind: "self-check", ...dates }),
    );
    const audience = { kinds: ["school"], codes: [] };
    const input = { title: "复查表", kind: "checklist" as const, ...dates, audience, phaseId: phase.id };
    await li((work) => addRequirement(work, task.id, { ...input, checklistVersionId }));
    await li((work) => publishCampaign(work, id));
    const [row] = await test.db.query("SELECT id FROM assignment WHERE campaign_id = ? AND unit_id = ?", [
      id,
      county.school.id,
    ]);
    return { id, code: codeOf(row.id) };
  }

  it("王秀兰 and 老师1 finish what they began, with its numbers and words; their answers stay", async () => {
    await say(wang, `#${wang.code}`);
    await say(wang, "是");
    await say(lao, `#${lao.code}`);
    await say(lao, "一次五题");
    await say(lao, "都是");
    await Promise.all([republish(), say(wang, "否")]);
    expect(await say(wang, "上一题"))
      .to.include("第2/4题")
      .and.include("第2项制度是否落实?");
    expect(await say(wang, "第1题改成否")).to.include("第1题");
    expect(await say(wang, "第3题是")).to.include("✔ 第3题已记“是”");
    expect(await say(wang, "第5题是")).not.to.include("✔");
    expect(await say(wang, "第4题没有")).to.include("✔ 第4题已记“否”");
    await say(lao, "确认");
    expect(await answers(wang)).to.deep.equal([
      [1, "q1", "否"],
      [2, "q2", "否"],
      [3, "q3", "是"],
      [4, "q4", "否"],
    ]);
    expect((await answers(lao)).map((row) => Object.values(row)[2])).to.deep.equal(["是", "是", "是", "是"]);
    await say(lao, "提交");
    expect(await say(lao, "确认")).to.include("✔ 已报送");
    await expectNothingLost(test.db);
  });

  it("a new campaign asks the new version, and an answer there touches none of the old", async () => {
    await say(wang, `#${wang.code}`);
    await say(wang, "是");
    await say(wang, "否");
    const versionId = await republish();
    const again = await anotherCampaign(versionId);
    expect(await say(wang, `#${again.code}`))
      .to.include("第1/4题")
      .and.include("第4项制度是否落实?");
    await say(wang, "是");
    expect(await say(wang, "是")).to.include("第3/4题");
    expect(await say(wang, "是")).to.include("是否有人私下收费?");
    await say(wang, "否");
    expect(await answers(wang, again.id)).to.deep.equal([
      [1, "q4", "是"],
      [2, "q1", "是"],
      [3, "q3", "是"],
      [4, "q5", "否"],
    ]);
    expect(await say(wang, `#${wang.code}`))
      .to.include("第3/4题")
      .and.include("第3项制度是否落实?");
    expect(await answers(wang)).to.deep.equal([
      [1, "q1", "是"],
      [2, "q2", "否"],
    ]);
    await expectNothingLost(test.db);
  });

  it("a campaign that was planned with the old version keeps it, published later or not", async () => {
    const before = await anotherCampaign(campaign.version.id);
    await republish();
    const after = await anotherCampaign(campaign.version.id);
    for (const { code } of [before, after])
      expect(await say(wang, `#${code}`))
        .to.include("第1/4题")
        .and.include("第1项制度是否落实?");
    await expectNothingLost(test.db);
  });
});
