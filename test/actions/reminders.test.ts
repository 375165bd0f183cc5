import { expect } from "chai";
import { Notice } from "../../entities/notice.ts";
import { Outbox } from "../../entities/outbox.ts";
import { Person } from "../../entities/person.ts";
import { Post } from "../../entities/post.ts";
import { ReminderFire } from "../../entities/reminder-fire.ts";
import { ReminderShare } from "../../entities/reminder-share.ts";
import { enterAnswer } from "../../src/actions/answers.ts";
import { codeOf } from "../../src/actions/assignments.ts";
import { attachFiles } from "../../src/actions/evidence.ts";
import { reminderWords } from "../../src/actions/reminder-words.ts";
import { fireReminders } from "../../src/actions/reminders.ts";
import { submitTask } from "../../src/actions/submissions.ts";
import { at } from "../../src/workdays.ts";
import {
  aFile,
  aHolder,
  answerAll,
  aRunningCampaign,
  as,
  type Holder,
  type Running,
  useCounty,
} from "../support/campaigns.ts";
import { aContact, aPost, aUnit, useTestHouse } from "../support/house.ts";

describe("reminders that are due", () => {
  const test = useTestHouse();
  const county = useCounty(test);
  let running: Running;
  beforeEach(async () => {
    running = await aRunningCampaign(test, county);
  });

  const fireAt = (day: string, time = "09:00"): Promise<number> => {
    test.clock.moveTo(at(day, time));
    return test.act(fireReminders);
  };
  const noticesTo = (person: Pick<Person, "id">) =>
    test.db.find(Notice, { where: { personId: person.id, kind: "reminder" }, order: { id: "ASC" } });
  const lastTo = async (person: Pick<Person, "id">): Promise<string> => {
    const { id = 0 } = (await noticesTo(person)).at(-1) ?? {};
    return (await test.act((work) => reminderWords(work, [id]))).get(id) ?? "";
  };
  const sharesOf = (person: Pick<Person, "id">) =>
    test.db.find(ReminderShare, { where: { personId: person.id }, order: { fireId: "ASC" } });
  const told = async (day: string): Promise<string[]> => {
    const before = await test.db.count(Notice);
    await fireAt(day);
    const notices = await test.db.find(Notice, { order: { id: "ASC" }, skip: before, take: 99 });
    const people = await test.db.find(Person);
    return notices
      .map((notice) => people.find((person) => person.id === notice.personId)?.name ?? "?")
      .sort();
  };

  it("go to 王秀兰 in one message that says what is missing of each task", async () => {
    expect(await fireAt("2018-08-15")).to.equal(1);
    const codes = [running.selfCheck, running.handIn].map(({ id }) => codeOf(id));
    expect(await lastTo(county.wang)).to.equal(
      [
        "【督办提醒】王秀兰,您好!",
        "您有2项任务要办:",
        `#${codes[0]} 自查表\n  8月31日(周五)截止,还剩16天 · 未开始`,
        `#${codes[1]} 总结报告\n  8月31日(周五)截止,还剩16天 · 未报送`,
        `回“#${codes[0]}”就可以开始;回“待办”看全部;需要延期请直接说。`,
      ].join("\n"),
    );
    const fires = await test.db.find(ReminderFire, { where: { status: "sent" } });
    const [notice] = await noticesTo(county.wang);
    expect(fires.map((fire) => fire.moment)).to.deep.equal(["start", "start"]);
    expect(await sharesOf(county.wang)).to.deep.equal(
      fires.map(({ id }) => ({ fireId: id, personId: county.wang.id, noticeId: notice?.id })),
    );
  });

  it("are sent once, however often and by however many the clock is asked", async () => {
    test.clock.moveTo(at("2018-08-15", "09:00"));
    const counts = await Promise.all([1, 2, 3].map(() => test.act(fireReminders)));
    expect(counts).to.have.members([0, 0, 1]);
    expect(await fireAt("2018-08-15", "09:01")).to.equal(0);
    expect(await noticesTo(county.wang)).to.have.length(1);
  });

  it("do not come a millisecond early", async () => {
    test.clock.moveTo(new Date(at("2018-08-15", "09:00").getTime() - 1));
    expect(await test.act(fireReminders)).to.equal(0);
  });

  it("make one message, not three, after three days of downtime", async () => {
    await fireAt("2018-08-31");
    const before = await test.db.count(Outbox);
    expect(await fireAt("2018-09-05", "09:30")).to.equal(1);
    expect(await test.db.count(Outbox)).to.equal(before + 1);
    expect(await lastTo(county.wang)).to.include("8月31日(周五)截止,逾期5天 · 未开始");
    const overdue = await test.db.find(ReminderFire, {
      where: { moment: "overdue", audience: "responsible", assignmentId: running.selfCheck.id },
      order: { days: "ASC" },
    });
    expect(overdue.map((fire) => fire.status)).to.deep.equal(["merged", "merged", "sent"]);
    const ids = overdue.map(({ id }) => id);
    const shares = (await sharesOf(county.wang)).filter(({ fireId }) => ids.includes(fireId));
    expect(new Set(shares.map(({ noticeId }) => noticeId)).size).to.equal(1);
  });

  it("tell one person about all units in one message, naming the units", async () => {
    const second = await aUnit(test, { name: "柳林镇第二小学", parentId: county.central.id });
    await aPost(test, { unitId: second.id, personId: county.wang.id });
    const other = await aRunningCampaign(test, county, { rules: [] });
    await test.db.query("UPDATE reminder_fire SET assignment_id = ? WHERE assignment_id = ?", [
      await idAt(second.id, other.checklist.id),
      running.handIn.id,
    ]);
    expect(await fireAt("2018-08-15")).to.equal(1);
    expect(await lastTo(county.wang))
      .to.include("自查表(柳林镇第一小学)")
      .and.to.include("自查表(柳林镇第二小学)");
  });

  const idAt = async (unitId: number, requirementId: number): Promise<number> => {
    const [row] = await test.db.query("SELECT id FROM assignment WHERE unit_id = ? AND requirement_id = ?", [
      unitId,
      requirementId,
    ]);
    return row.id;
  };

  describe("say how far 王秀兰 is", () => {
    const answer = (no: number) => {
      const question = { itemId: running.items[no - 1]?.id ?? 0, entryId: 0 };
      return test.act(
        (work) => enterAnswer(work, running.selfCheck.id, question, { value: "是" }),
        as(county.wang),
      );
    };

    it("with one question of three answered", async () => {
      await answer(1);
      await fireAt("2018-08-15");
      expect(await lastTo(county.wang)).to.include("已答1/3,未提交");
    });

    it("with all answered and a photo missing, then with nothing missing but her word", async () => {
      for (const no of [1, 2, 3]) await answer(no);
      await fireAt("2018-08-15");
      expect(await lastTo(county.wang)).to.include("已答完,缺1份佐证");
      await answerAll(test, county.wang, running.selfCheck);
      await fireAt("2018-08-24");
      expect(await lastTo(county.wang)).to.include("已答完,未提交");
    });

    it("with a report that she sent but did not hand in", async () => {
      const files = [await aFile(test, "总结")];
      await test.act((work) => attachFiles(work, running.handIn, null, files), as(county.wang));
      await fireAt("2018-08-15");
      expect(await lastTo(county.wang)).to.include("已收1份材料,未报送");
    });
  });

  it("leave out what was submitted meanwhile", async () => {
    await answerAll(test, county.wang, running.selfCheck);
    await test.act((work) => submitTask(work, running.selfCheck.id), as(county.wang));
    await fireAt("2018-08-15");
    expect(await lastTo(county.wang))
      .to.include("1项任务要办")
      .and.not.to.include("自查表");
  });

  it("wait until the quiet hours are over, and are of no use a day later", async () => {
    await fireAt("2018-08-15", "21:00");
    const [row] = await test.db.find(Outbox);
    expect(row?.dueAt).to.deep.equal(at("2018-08-16", "07:30"));
    expect(row?.expiresAt).to.deep.equal(at("2018-08-16", "17:00"));
  });

  it("keep a notice for the telephone list when she cannot be reached", async () => {
    await test.db.query("UPDATE contact SET superseded_at = ? WHERE person_id = ?", [
      test.clock.now(),
      county.wang.id,
    ]);
    await fireAt("2018-08-15");
    expect((await noticesTo(county.wang)).map((notice) => notice.outboxId)).to.deep.equal([null]);
    expect(await test.db.count(Outbox)).to.equal(0);
  });

  describe("when somebody has unsubscribed", () => {
    const off = (person: Holder) => test.db.update(Person, { id: person.id }, { remindersOff: true });

    it("are kept from her, and nobody claims that they were sent", async () => {
      await off(county.wang);
      expect(await fireAt("2018-08-15")).to.equal(0);
      expect(await test.db.count(Outbox)).to.equal(0);
      expect(await test.db.countBy(ReminderFire, { status: "sent" })).to.equal(0);
      expect(await fireAt("2018-08-15", "10:00"), "and they are not tried again").to.equal(0);
    });

    it("still climb to her head, to the central school and to the bureau", async () => {
      for (const person of [county.wang, county.head, county.centralHead, county.admin]) await off(person);
      await fireAt("2018-09-05");
      expect(await told("2018-09-06")).to.deep.equal(["孙志远"]);
      expect(await told("2018-09-07")).to.deep.equal(["钱卫东"]);
      expect(await told("2018-09-10")).to.deep.equal(["李建军"]);
    });
  });

  describe("climb the ladder", () => {
    const leave = (...people: Holder[]) =>
      test.db.update(
        Post,
        people.map(({ post }) => post.id),
        { untilAt: test.clock.now() },
      );
    beforeEach(() => fireAt("2018-09-05"));

    it("from her to the head, the central school and the bureau, one working day each", async () => {
      expect(await told("2018-09-06")).to.deep.equal(["孙志远"]);
      expect(await told("2018-09-07")).to.deep.equal(["钱卫东"]);
      expect(await told("2018-09-10")).to.deep.equal(["李建军"]);
      expect(await told("2018-09-28")).to.deep.equal([]);
      expect(await lastTo(county.head))
        .to.include("以下2项已经逾期,请您督促:")
        .and.to.include("责任人:王秀兰");
    });

    it("past a school without a head", async () => {
      await leave(county.head);
      expect(await told("2018-09-06")).to.deep.equal(["钱卫东"]);
    });

    it("to who is responsible at a central school without a head", async () => {
      await leave(county.centralHead);
      await aHolder(test, county.central, "responsible", "吴桂芳");
      expect(await told("2018-09-07")).to.deep.equal(["孙志远", "吴桂芳"].sort());
    });

    it("straight to the bureau where no central school stands between", async () => {
      await test.db.query("UPDATE unit SET parent_id = ? WHERE id = ?", [county.bureau.id, county.school.id]);
      await leave(county.head);
      expect(await told("2018-09-06")).to.deep.equal(["李建军"]);
    });

    it("no further when she submits in between", async () => {
      await told("2018-09-06");
      await answerAll(test, county.wang, running.selfCheck);
      await test.act((work) => submitTask(work, running.selfCheck.id), as(county.wang));
      await fireAt("2018-09-07");
      expect(await lastTo(county.centralHead))
        .to.include("以下1项")
        .and.not.to.include("自查表");
    });
  });

  it("go to the head from the start where nobody is responsible, as work of his own", async () => {
    await test.db.update(Post, { id: county.wang.post.id }, { untilAt: test.clock.now() });
    await fireAt("2018-08-15");
    expect(await noticesTo(county.wang)).to.deep.equal([]);
    expect(await lastTo(county.head)).to.include("您有2项任务要办");
  });

  it("reach everybody who is responsible when no post is named", async () => {
    const zhao = await aHolder(test, county.school, "responsible", "赵玉梅");
    await test.db.query("UPDATE assignment SET post_id = NULL");
    expect(await told("2018-08-15")).to.deep.equal(["王秀兰", "赵玉梅"].sort());
    await test.db.query("UPDATE assignment SET post_id = ?", [zhao.post.id]);
    expect(await told("2018-08-24")).to.deep.equal(["赵玉梅"]);
  });

  it("go over the contact bound last", async () => {
    const contact = await aContact(test, { personId: county.wang.id, verifiedAt: at("2018-08-13", "09:00") });
    await fireAt("2018-08-15");
    expect((await test.db.find(Outbox)).map((row) => row.contactId)).to.deep.equal([contact.id]);
  });
});
