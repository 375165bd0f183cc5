import { expect } from "chai";
import { Event } from "../../entities/event.ts";
import { Webhook } from "../../entities/webhook.ts";
import { WebhookDelivery } from "../../entities/webhook-delivery.ts";
import { sweep } from "../../src/actions/sweep.ts";
import { fillWebhooks } from "../../src/actions/webhook-filling.ts";
import { ping } from "../../src/actions/webhook-log.ts";
import { changeWebhook, disableWebhook, enableWebhook } from "../../src/actions/webhooks.ts";
import { record } from "../../src/machines/event.ts";
import { transact } from "../../src/work.ts";
import { aBureau, as, type Holder } from "../support/campaigns.ts";
import { useTestHouse } from "../support/house.ts";
import { refusalOf } from "../support/refusal.ts";
import { aWebhook } from "../support/webhooks.ts";

const minute = 60_000;

describe("webhooks are filled", () => {
  const test = useTestHouse();
  let lin: Holder;
  beforeEach(async () => {
    ({ lin } = await aBureau(test));
  });

  const register = (kinds = ["*"]) => aWebhook(test, { kinds }, as(lin));
  const happen = (command = "accept", subject = "submission", subjectId = 7) =>
    test.act((work) =>
      record(work, {
        subject,
        subjectId,
        command,
        from: "sent",
        to: "accepted",
        reason: "王老师好",
        payload: { a: 1 },
      }),
    );
  const fill = () => test.act(fillWebhooks);
  const queued = async (id: number) =>
    (await test.db.find(WebhookDelivery, { where: { webhookId: id }, order: { eventId: "ASC" } })).map(
      ({ kind }) => kind,
    );
  const later = (ms: number) => test.clock.moveTo(new Date(test.clock.now().getTime() + ms));

  it("with what they ask for, without words of people", async () => {
    const one = (await register(["submission.accept"])).webhook.id;
    const class_ = (await register(["submission.*", "unit.close"])).webhook.id;
    const all = (await register(["*"])).webhook.id;
    await happen("accept");
    await happen("return");
    await happen("close", "unit");
    await happen("rename", "unit");
    expect(await fill()).to.equal(1 + 3 + 4);
    expect(await queued(one)).to.deep.equal(["submission.accept"]);
    expect(await queued(class_)).to.deep.equal(["submission.accept", "submission.return", "unit.close"]);
    expect(await queued(all)).to.have.length(4);
    const { body, eventId, messageId } = await test.db.findOneByOrFail(WebhookDelivery, { webhookId: one });
    expect(JSON.parse(body)).to.deep.equal({
      id: eventId,
      type: "submission.accept",
      at: test.clock.now().toISOString(),
      subject: "submission",
      subjectId: 7,
      from: "sent",
      to: "accepted",
    });
    expect(messageId).to.equal(`event-${one}-${eventId}`);
  });

  it("with what happens from now on, and never with their own events", async () => {
    await happen();
    const { webhook } = await register();
    await test.act((work) => changeWebhook(work, webhook.id, { name: "市平台" }), as(lin));
    expect(await fill()).to.equal(0);
    await happen();
    expect(await fill()).to.equal(1);
  });

  it("once, however often and by however many", async () => {
    const { webhook } = await register();
    for (let n = 0; n < 30; n++) await happen();
    const counts = await Promise.all([fill(), fill(), fill()]);
    expect(counts.reduce((sum, count) => sum + count, 0)).to.equal(30);
    later(3 * minute);
    expect(await fill()).to.equal(0);
    expect(await queued(webhook.id)).to.have.length(30);
  });

  it("with an event that is committed after others with greater ids", async () => {
    const { webhook } = await register();
    let commit: () => void = () => undefined;
    const mayCommit = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let written: () => void = () => undefined;
    const isWritten = new Promise<void>((resolve) => {
      written = resolve;
    });
    const who = { now: test.clock.now(), actor: { kind: "system", name: "slow" } as const };
    const slow = transact(test.house, who, async (work) => {
      await record(work, { subject: "unit", subjectId: 1, command: "slow" });
      // What was left for later goes out with whatever is asked next.
      await work.db.query("SELECT 1");
      written();
      await mayCommit;
    });
    await isWritten;
    await happen();
    expect(await fill()).to.equal(1);
    later(1.5 * minute);
    expect(await fill()).to.equal(0);
    commit();
    await slow;
    expect(await fill()).to.equal(1);
    expect(await queued(webhook.id)).to.deep.equal(["unit.slow", "submission.accept"]);
    later(2 * minute);
    expect(await fill()).to.equal(0);
    const [last] = await test.db.find(Event, { order: { id: "DESC" }, take: 1 });
    expect((await test.db.findOneByOrFail(Webhook, { id: webhook.id })).cursorEventId).to.equal(last?.id);
  });

  it("piece by piece when very much happened at once", async () => {
    await register(["unit.close"]);
    await test.db.query(
      `INSERT INTO event (at, actor_kind, subject, subject_id, command)
       SELECT ?, 'system', 'unit', seq, IF(seq % 2 = 0, 'close', 'open') FROM (
         WITH RECURSIVE n (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n WHERE seq < 900) SELECT seq FROM n
       ) few, (WITH RECURSIVE m (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM m WHERE x < 13) SELECT x FROM m) many`,
      [test.clock.now()],
    );
    expect(await fill()).to.equal(5_000);
    expect(await fill()).to.equal(850);
    later(3 * minute);
    expect(await fill()).to.equal(0);
  });

  it("with a log that is kept for thirty days, but for what has still to be told", async () => {
    const { webhook } = await register();
    for (const command of ["old", "waiting"]) await happen(command);
    await fill();
    await test.db.update(WebhookDelivery, { kind: "submission.old" }, { status: "delivered" });
    later(29 * 1_440 * minute);
    await fill();
    await test.act(sweep);
    expect(await queued(webhook.id)).to.have.length(2);
    later(2 * 1_440 * minute);
    await test.act(sweep);
    expect(await fill()).to.equal(0);
    expect(await queued(webhook.id)).to.deep.equal(["submission.waiting"]);
  });

  it("not while they rest, nor afterwards with what happened meanwhile", async () => {
    const { webhook } = await register();
    await happen("before");
    await fill();
    await test.act((work) => disableWebhook(work, webhook.id), as(lin));
    await happen("meanwhile");
    expect(await fill()).to.equal(0);
    expect((await refusalOf(test.act((work) => ping(work, webhook.id), as(lin)))).code).to.equal(
      "guard-failed",
    );
    const { disabledAt } = await test.act((work) => enableWebhook(work, webhook.id), as(lin));
    expect(disabledAt).to.equal(null);
    await happen("after");
    expect(await fill()).to.equal(1);
    expect(await queued(webhook.id)).to.deep.equal(["submission.before", "submission.after"]);
  });
});
