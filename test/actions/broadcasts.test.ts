import { randomUUID } from "node:crypto";
import { expect } from "chai";
import { Broadcast, type Selection } from "../../entities/broadcast.ts";
import { BroadcastReply } from "../../entities/broadcast-reply.ts";
import { Outbox } from "../../entities/outbox.ts";
import { assignmentOf } from "../../src/actions/assignments.ts";
import { broadcastCode, broadcastOf } from "../../src/actions/broadcast-code.ts";
import { broadcasts, outcomeOf, recipientsOf, repliesTo } from "../../src/actions/broadcast-log.ts";
import { openBroadcastFor, recordReply } from "../../src/actions/broadcast-replies.ts";
import { runBroadcasts } from "../../src/actions/broadcast-sending.ts";
import {
  cancelBroadcast,
  changeBroadcast,
  confirmBroadcast,
  draftBroadcast,
  previewBroadcast,
} from "../../src/actions/broadcasts.ts";
import { finish, take } from "../../src/actions/delivery.ts";
import type { Actor } from "../../src/work.ts";
import { at } from "../../src/workdays.ts";
import { aHolder, aRunningCampaign, as, useCounty } from "../support/campaigns.ts";
import { aPerson, aPost, aUnit, useTestHouse } from "../support/house.ts";

describe("a broadcast", () => {
  const test = useTestHouse(20);
  const county = useCounty(test);
  let admin: Actor;
  beforeEach(() => {
    admin = as(county.admin);
  });

  const draft = (selection: Selection, more = {}, actor = admin) =>
    test.act((work) => draftBroadcast(work, { body: "明天上午开会", selection, ...more }), actor);
  const preview = (id: number, actor = admin) => test.act((work) => previewBroadcast(work, id), actor);
  const confirm = (id: number, hash: string, actor = admin) =>
    test.act((work) => confirmBroadcast(work, id, { hash }), actor);
  const refusal = (doing: Promise<unknown>) =>
    doing.then(
      () => null,
      (error) => error,
    );
  const send = async (selection: Selection = { kinds: ["school"] }) => {
    const { id } = await draft(selection);
    await confirm(id, (await preview(id)).hash);
    return id;
  };
  const letters = () => test.db.find(Outbox, { where: { priority: 2 }, order: { id: "ASC" } });
  const takeSome = (most: number) =>
    test.act((work) => take(work, { channel: "simulator", most, token: randomUUID() }));
  const deliverOne = async () => {
    const { taken } = await takeSome(1);
    const outcome = { kind: "sent", messageId: "m" } as const;
    await test.act((work) =>
      finish(
        work,
        taken.map((each) => ({ taken: each, outcome })),
      ),
    );
  };
  const schools = async (count: number) => {
    for (let n = 0; n < count; n++) await aHolder(test, await aUnit(test), "responsible", `老师${n}`);
  };

  it("counts exactly who will get it, and says who will not and why", async () => {
    await aUnit(test, { name: "空无小学" });
    const quiet = await aPerson(test, { name: "何不绑" });
    await aPost(test, { personId: quiet.id });
    const seen = await preview((await draft({ kinds: ["school"] })).id);
    expect(seen.people.map(({ name }) => name)).to.deep.equal(["王秀兰"]);
    expect(seen.excluded.map(({ name, unit, reason }) => [name || unit, reason])).to.deep.equal([
      ["何不绑", "unbound"],
      ["空无小学", "vacant"],
    ]);
    expect(seen.sample).to.equal(`【通知】明天上午开会\n回复请带上编号 #${seen.code}`);
  });

  it("reaches only those who have not submitted, with the code of their own task", async () => {
    const { checklist, selfCheck } = await aRunningCampaign(test, county);
    const other = await aUnit(test, { name: "东关小学" });
    await aHolder(test, other, "responsible", "刘洋");
    await test.db.query(
      `INSERT INTO assignment (campaign_id, requirement_id, unit_id, state, starts_at, due_at, original_due_at)
       SELECT campaign_id, requirement_id, ?, 'submitted', starts_at, due_at, original_due_at FROM assignment WHERE id = ?`,
      [other.id, selfCheck.id],
    );
    const requirementId = checklist.id;
    const seen = await preview((await draft({ undone: { requirementId } }, { requirementId })).id);
    expect(seen.people.map(({ name }) => name)).to.deep.equal(["王秀兰"]);
    expect(seen.sample).to.match(/《自查表》8月31日\(周五\)截止,回“#[A-Z0-9]+”/);
    expect(seen.excluded).to.deep.include({
      personId: seen.excluded[0]?.personId,
      name: "刘洋",
      unit: "东关小学",
      reason: "finished",
    });
  });

  it("may be changed until it is confirmed, and then wants a new preview", async () => {
    const { id } = await draft({ kinds: ["school"] });
    const { hash } = await preview(id);
    const change = (expectedVersion: number) =>
      test.act(
        (work) => changeBroadcast(work, id, { body: "改为下午", selection: {}, expectedVersion }),
        admin,
      );
    await change(1);
    expect((await refusal(change(1))).code).to.equal("stale");
    expect((await refusal(confirm(id, hash))).code).to.equal("guard-failed");
    await confirm(id, (await preview(id)).hash);
    expect((await letters())[0]?.body).to.match(/^【通知】改为下午/);
    expect((await refusal(change(2))).code).to.equal("guard-failed");
  });

  it("goes to each person once when two confirm at once, and again", async () => {
    await schools(5);
    const { id } = await draft({ kinds: ["school"] });
    const { hash } = await preview(id);
    await Promise.all([confirm(id, hash), confirm(id, hash), confirm(id, hash)]);
    await confirm(id, hash);
    expect(await letters()).to.have.length(6);
    expect((await test.db.findOneByOrFail(Broadcast, { id })).state).to.equal("sending");
  });

  it("asks again when the people have changed since the preview", async () => {
    const { id } = await draft({ kinds: ["school"] });
    const { hash } = await preview(id);
    await aHolder(test, county.school, "responsible", "新来的");
    await test.db.query("UPDATE post SET until_at = ? WHERE id = ?", [test.clock.now(), county.wang.post.id]);
    const refused = await refusal(confirm(id, hash));
    expect(refused).to.include({
      code: "guard-failed",
      message: "预览之后收件人多了1人、少了1人,请重新预览再确认",
    });
    expect(refused.facts).to.deep.equal({ added: ["柳林镇第一小学新来的"], removed: ["王秀兰"] });
    expect(await letters()).to.have.length(0);
    await confirm(id, (await preview(id)).hash);
    expect(await letters()).to.have.length(1);
  });

  it("leaves what was sent and stops the rest when it is cancelled half-way", async () => {
    await schools(4);
    const id = await send();
    await deliverOne();
    const { suppressed, sent } = await test.act((work) => cancelBroadcast(work, id), admin);
    expect({ suppressed, sent }).to.deep.equal({ suppressed: 4, sent: 1 });
    expect((await takeSome(20)).taken).to.deep.equal([]);
    const outcome = await test.act((work) => outcomeOf(work, id), admin);
    expect(outcome).to.include({ total: 5, sent: 1, cancelled: 4, queued: 0 });
  });

  it("counts every message as sent or as stopped when senders are at work during the cancellation", async () => {
    await schools(12);
    const id = await send();
    const [cancelled, ...hauls] = await Promise.all([
      test.act((work) => cancelBroadcast(work, id), admin),
      ...[3, 3, 3, 3].map(takeSome),
    ]);
    expect(cancelled.sent).to.equal(hauls.flatMap(({ taken }) => taken).length);
    expect(cancelled.sent + cancelled.suppressed).to.equal(13);
  });

  it("waits for its moment, leaves out who left meanwhile, and comes to its end", async () => {
    await schools(1);
    const { id } = await draft({ kinds: ["school"] }, { dueAt: at("2018-08-14", "22:00") });
    expect((await confirm(id, (await preview(id)).hash)).state).to.equal("scheduled");
    expect(await letters()).to.have.length(0);
    await test.db.query("UPDATE post SET until_at = ? WHERE id = ?", [test.clock.now(), county.wang.post.id]);
    test.clock.moveTo(at("2018-08-14", "22:00"));
    await Promise.all([test.act(runBroadcasts), test.act(runBroadcasts)]);
    const [only, ...more] = await letters();
    expect(more).to.deep.equal([]);
    expect(only?.dueAt).to.deep.equal(at("2018-08-15", "07:30"));
    test.clock.moveTo(at("2018-08-15", "07:30"));
    await deliverOne();
    await test.act(runBroadcasts);
    expect((await test.db.findOneByOrFail(Broadcast, { id })).state).to.equal("done");
    await test.db.query("DELETE FROM outbox");
    const rows = await test.act((work) => recipientsOf(work, id), admin);
    expect(rows.map(({ outcome }) => outcome)).to.deep.equal(["excluded", "sent"]);
  });

  it("keeps an answer once and counts its writer as answered", async () => {
    const id = await send();
    await deliverOne();
    const person = county.wang.id;
    const open = await test.act((work) => openBroadcastFor(work, person, {}));
    expect(open).to.include({ id, code: broadcastCode(id) });
    const quoted = `【通知】明天上午开会\n回复请带上编号 #${broadcastCode(id)}`;
    expect((await test.act((work) => openBroadcastFor(work, person, { quoted })))?.id).to.equal(id);
    expect(await test.act((work) => openBroadcastFor(work, county.head.id, { quoted }))).to.equal(null);
    const answer = { broadcastId: id, inboxId: 7, text: "收到" };
    expect(await test.act((work) => recordReply(work, person, answer))).to.equal(true);
    expect(await test.act((work) => recordReply(work, person, answer))).to.equal(false);
    expect(await test.db.count(BroadcastReply)).to.equal(1);
    expect((await test.act((work) => repliesTo(work, id), admin))[0]).to.include({
      name: "王秀兰",
      body: "收到",
    });
    expect((await test.act((work) => outcomeOf(work, id), admin)).answered).to.equal(1);
    expect((await letters())[0]?.status).to.equal("acked");
  });

  it("may be sent by a central school to its own and by staff to nobody", async () => {
    await schools(1);
    const central = as(county.centralHead);
    const { id } = await draft({ kinds: ["school"] }, {}, central);
    expect((await preview(id, central)).people.map(({ name }) => name)).to.deep.equal(["王秀兰"]);
    const foreign = await aUnit(test);
    expect((await refusal(draft({ units: [foreign.id] }, {}, central))).code).to.equal("not-found");
    expect((await refusal(draft({}, {}, as(county.head)))).code).to.equal("forbidden");
    expect(await test.act((work) => broadcasts(work), as(county.head))).to.deep.equal([]);
    expect((await refusal(test.act((work) => cancelBroadcast(work, id), as(county.head)))).code).to.equal(
      "not-found",
    );
  });

  it("queues five hundred messages quickly", async function () {
    this.timeout(60_000);
    await test.db.query(
      `INSERT INTO unit (code, name, kind, aliases)
       WITH RECURSIVE n (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n WHERE seq < 500)
       SELECT CONCAT('bulk-', seq), CONCAT('学校', seq), 'affiliated', '[]' FROM n`,
    );
    await test.db.query(
      `INSERT INTO person (id, name) SELECT 1000000 + id, name FROM unit WHERE kind = 'affiliated'`,
    );
    await test.db.query(
      `INSERT INTO post (unit_id, person_id, role, from_at) SELECT id, 1000000 + id, 'responsible', '2018-01-01' FROM unit WHERE kind = 'affiliated'`,
    );
    await test.db.query(
      `INSERT INTO contact (channel, address, person_id, verified_at) SELECT 'simulator', code, 1000000 + id, '2018-01-01' FROM unit WHERE kind = 'affiliated'`,
    );
    const { id } = await draft({ kinds: ["affiliated"] });
    const { hash, count } = await preview(id);
    expect(count).to.equal(500);
    const from = performance.now();
    await confirm(id, hash);
    expect(performance.now() - from).to.be.lessThan(3000);
    expect(await letters()).to.have.length(500);
  });

  it("has a code that no task has and that betrays a wrong figure", () => {
    for (let id = 1; id < 3000; id++) {
      const code = broadcastCode(id);
      expect(broadcastOf(`#${code.toLowerCase()}`)).to.equal(id);
      expect(assignmentOf(code)).to.equal(null);
      expect(broadcastOf(`${id + 1}${code.slice(-1)}`)).to.equal(null);
    }
  });
});
