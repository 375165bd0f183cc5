import { expect } from "chai";
import { queueLetter } from "../../src/actions/mail.ts";
import { sweep, sweepDue } from "../../src/actions/sweep.ts";
import { seal } from "../../src/data-keys.ts";
import { at } from "../../src/workdays.ts";
import { aContact, aPerson, aPost, useTestHouse } from "../support/house.ts";

describe("the sweep", () => {
  const test = useTestHouse();

  const keysOf = async (): Promise<string[]> =>
    (await test.db.query("SELECT `key` FROM outbox ORDER BY id")).map((row: { key: string }) => row.key);
  const isDue = async (): Promise<boolean> => {
    const { sql, values } = sweepDue({ now: test.clock.now(), rules: test.house.rules });
    const [row] = await test.db.query(`SELECT (${sql}) AS due`, values);
    return Number(row.due) === 1;
  };
  /** Nothing is removed that the clock would not have come for. */
  const run = async (): Promise<number> => {
    const due = await isDue();
    const count = await test.act((work) => sweep(work));
    expect(due || count === 0).to.equal(true);
    return count;
  };

  it("removes mail that ended 90 days ago, and keeps what is young or not yet sent", async () => {
    const { id } = await aContact(test);
    const write = (key: string, day: string, status: string) =>
      test.act(async (work) => {
        const outboxId = await queueLetter(work, { key, contactId: id, body: "", priority: 1 });
        await work.db.query("UPDATE outbox SET created_at = ?, status = ? WHERE id = ?", [
          at(day, "09:00"),
          status,
          outboxId,
        ]);
        await work.db.query(
          "INSERT INTO outbox_attempt (outbox_id, no, outcome, at) VALUES (?, 1, 'sent', ?)",
          [outboxId, work.now],
        );
      });
    await write("old", "2018-05-15", "sent");
    await write("waits", "2018-01-01", "queued");
    await write("older", "2018-05-01", "failed");
    await write("young", "2018-05-17", "sent");
    expect(await run()).to.equal(2);
    expect(await keysOf()).to.deep.equal(["waits", "young"]);
    expect(await test.db.query("SELECT outbox_id FROM outbox_attempt")).to.have.length(2);
  });

  it("goes through more than one chunk", async () => {
    const { id } = await aContact(test);
    const rows = Array.from({ length: 2_500 }, (_, n) => {
      const long = at("2018-01-01", "00:00");
      return [`m${n}`, id, long, "simulator", "", long, "done"];
    });
    await test.db.query(
      "INSERT INTO inbox (message_id, contact_id, received_at, channel, body, sent_at, status) VALUES ?",
      [rows],
    );
    expect(await run()).to.equal(2_500);
  });

  it("removes what sign-in leaves: tickets and mini-programs that are over, attempts and codes after a day", async () => {
    const contact = await aContact(test);
    await test.db.query("INSERT INTO account (name, password_hash) VALUES ('a', '')");
    const [{ id }] = await test.db.query("SELECT id FROM account");
    const rows = [
      `mini_session (hash, contact_id, seen_at, expires_at) VALUES (?, ${contact.id}, NOW(3), ?)`,
      `sign_in_ticket (hash, account_id, expires_at) VALUES (?, ${id}, ?)`,
      "sign_in_attempt (hash, since) VALUES (?, DATE_SUB(?, INTERVAL 1 DAY))",
      "mini_code (hash, at) VALUES (?, DATE_SUB(?, INTERVAL 1 DAY))",
      `api_token (hash, account_id, name, scope, created_at, expires_at)
       VALUES (?, ${id}, '', 'read', NOW(3), DATE_SUB(?, INTERVAL 30 DAY))`,
    ];
    for (const row of rows) {
      await test.db.query(`INSERT INTO ${row}`, ["old", at("2018-08-14", "08:59")]);
      await test.db.query(`INSERT INTO ${row}`, ["young", at("2018-08-14", "09:01")]);
    }
    expect(await run()).to.equal(5);
    for (const table of ["mini_session", "sign_in_ticket", "sign_in_attempt", "mini_code", "api_token"]) {
      const left = await test.db.query(`SELECT hash FROM ${table}`);
      expect(left, table).to.deep.equal([{ hash: "young" }]);
    }
  });

  it("removes what is over: sessions at once, codes a month later, attempts and runs after some days", async () => {
    const person = await aPerson(test);
    const contact = await aContact(test);
    await test.db.query("INSERT INTO account (name, password_hash) VALUES ('a', '')");
    await test.db.query(
      `INSERT INTO session (hash, account_id, csrf, expires_at, device, created_at, seen_at)
       SELECT h, id, '', t, '', t, t FROM account JOIN (SELECT 'x' AS h, ? AS t UNION SELECT 'y', ?) s`,
      [at("2018-08-14", "08:59"), at("2018-08-14", "09:01")],
    );
    for (const [hash, day] of [
      ["c1", "2018-07-14"],
      ["c2", "2018-07-16"],
    ]) {
      await test.db.query(
        "INSERT INTO binding_code (person_id, hash, expires_at, created_at) VALUES (?, ?, ?, NOW(3))",
        [person.id, hash, at(day ?? "", "09:00")],
      );
    }
    for (const day of ["2018-08-13", "2018-08-14"]) {
      await test.db.query("INSERT INTO binding_attempt (contact_id, at) VALUES (?, ?)", [
        contact.id,
        at(day, "08:00"),
      ]);
    }
    for (const day of ["2018-08-06", "2018-08-08"]) {
      await test.db.query("INSERT INTO job_run (job, moment) VALUES ('remind', ?)", [at(day, "09:00")]);
    }
    expect(await run()).to.equal(4);
    expect(await test.db.query("SELECT hash FROM session")).to.deep.equal([{ hash: "y" }]);
    expect(await test.db.query("SELECT hash FROM binding_code")).to.deep.equal([{ hash: "c2" }]);
    expect(await isDue()).to.equal(false);
    expect(await run()).to.equal(0);
  });

  it("comes for people who left long ago, as long as the setting says", async () => {
    const person = await aPerson(test);
    const ended = {
      personId: person.id,
      fromAt: at("2014-08-01", "00:00"),
      untilAt: at("2017-08-01", "00:00"),
    };
    await aPost(test, ended);
    expect(await isDue()).to.equal(false);
    await test.db.query(`INSERT INTO setting (name, value) VALUES ('retention', '{"years":1}')`);
    expect(await isDue()).to.equal(true);
    const back = await aPost(test, { personId: person.id });
    expect(await isDue(), "she has come back").to.equal(false);
    await test.db.query("UPDATE post SET until_at = ? WHERE id = ?", [at("2017-08-13", "09:00"), back.id]);
    expect(await run()).to.equal(1);
    expect(await isDue()).to.equal(false);
  });

  it("comes for numbers under an older key", async () => {
    const [old] = test.house.rules.dataKeys;
    if (!old) throw new Error("no key");
    const person = await aPerson(test);
    const { cipher, keyId } = seal([old], "13812345678", `phone:${person.id}`);
    await test.db.query(
      "INSERT INTO phone (person_id, cipher, key_id, blind_index, mask, updated_at) VALUES (?, ?, ?, '', '', ?)",
      [person.id, cipher, keyId, test.clock.now()],
    );
    expect(await isDue()).to.equal(false);
    test.house.rules.dataKeys = [{ id: "new", secret: Buffer.alloc(32, 9) }, old];
    expect(await run()).to.equal(1);
    expect(await isDue()).to.equal(false);
  });
});
