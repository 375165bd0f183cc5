import { expect } from "chai";
import { BindingCode } from "../../entities/binding-code.ts";
import { Contact } from "../../entities/contact.ts";
import { Event } from "../../entities/event.ts";
import { Outbox } from "../../entities/outbox.ts";
import { bindContact, contactFor, issueCodes, looksLikeCode } from "../../src/actions/contacts.ts";
import { notify } from "../../src/actions/mail.ts";
import { at } from "../../src/workdays.ts";
import { aContact, aPerson, aPost, aUnit, useTestHouse } from "../support/house.ts";

describe("contacts", () => {
  const test = useTestHouse();

  const issue = async (personId: number): Promise<string> => {
    const [issued] = await test.act((work) => issueCodes(work, [personId]));
    return issued?.code ?? "";
  };
  const bind = (contact: Contact, code: string) => test.act((work) => bindContact(work, contact, code));
  const reread = (contact: Contact) => test.db.findOneByOrFail(Contact, { id: contact.id });
  const later = (minutes: number) =>
    test.clock.moveTo(new Date(test.clock.now().getTime() + minutes * 60_000));
  const commands = async () => (await test.db.find(Event, { order: { id: "ASC" } })).map((e) => e.command);
  const guess = (n: number) => `WRNG222${"23456789ABCDEFGHJKMNPQRSTUVWXYZ"[n % 31]}`;

  describe("at first sight", () => {
    it("makes one contact, and the same again later", async () => {
      const first = await test.act((work) => contactFor(work, "simulator", "wx-A"));
      const again = await test.act((work) => contactFor(work, "simulator", "wx-A"));
      const other = await test.act((work) => contactFor(work, "simulator", "wx-a"));
      expect(again).to.deep.equal(first);
      expect(first).to.include({ personId: null, verifiedAt: null });
      expect(other.id, "addresses differ by case").not.to.equal(first.id);
    });

    it("makes one contact when it is seen by many at once", async () => {
      const seen = await Promise.all(
        Array.from({ length: 8 }, () => test.act((work) => contactFor(work, "simulator", "wx-new"))),
      );
      expect(new Set(seen.map((contact) => contact.id)).size).to.equal(1);
      expect(await test.db.count(Contact)).to.equal(1);
    });
  });

  describe("codes", () => {
    it("are eight unambiguous characters, kept as a hash, good for seven days", async () => {
      const people = [await aPerson(test), await aPerson(test)].map((person) => person.id);
      const issued = await test.act((work) => issueCodes(work, people));
      const rows = await test.db.find(BindingCode, { order: { personId: "ASC" } });
      expect(issued.map((each) => each.personId)).to.deep.equal(people);
      for (const { code } of issued) expect(code).to.match(/^[2-9A-HJKMNP-Z]{8}$/);
      expect(new Set(issued.map(({ code }) => code)).size).to.equal(2);
      expect(JSON.stringify(rows)).not.to.include(issued[0]?.code);
      expect(rows[0]?.hash).to.match(/^[0-9a-f]{64}$/);
      expect(rows[0]?.expiresAt).to.deep.equal(at("2018-08-21", "09:00"));
    });

    it("void the person's earlier unused ones", async () => {
      const person = await aPerson(test);
      const first = await issue(person.id);
      await issue(person.id);
      expect(await bind(await aContact(test), first)).to.deep.equal({ kind: "wrong", left: 4 });
    });

    it("are issued by the bureau's administrators alone", async () => {
      const head = await aPost(test, { role: "unit-head" });
      const ask = (personId: number) =>
        test.act((work) => issueCodes(work, [head.personId]), { kind: "person", personId });
      expect(await ask(head.personId).catch((error) => error.code)).to.equal("forbidden");
      const admin = await aPost(test, { role: "bureau-admin" });
      expect(await ask(admin.personId)).to.have.length(1);
    });

    const texts: [text: string, code: string | null][] = [
      ["K7M2PQ3X", "K7M2PQ3X"],
      [" k7m2-pq3x ", "K7M2PQ3X"],
      ["K7M2 PQ3X。", "K7M2PQ3X"],
      ["K7m2—pq3x", "K7M2PQ3X"],
      ["绑定码:k7m2pq3x", "K7M2PQ3X"],
      ["我的码是 K7M2PQ3X", "K7M2PQ3X"],
      ["K7M2PQ3", null],
      ["K7M2PQ3X5", null],
      ["K7M2PQ0X", null],
      ["repeated", null],
      ["23456789", null],
      ["都是", null],
      ["第3条填错了改成否", null],
      ["", null],
    ];
    for (const [text, code] of texts) {
      it(`${JSON.stringify(text)} ${code ? "is one" : "is none"}`, () => {
        expect(looksLikeCode(text)).to.equal(code);
      });
    }
  });

  describe("binding", () => {
    it("links the contact to the person, and says who and where", async () => {
      const unit = await aUnit(test, { name: "大王庄小学" });
      const person = await aPerson(test, { name: "王秀兰" });
      await aPost(test, { unitId: unit.id, personId: person.id });
      await aPost(test, { unitId: unit.id, personId: person.id, role: "staff" });
      await aPost(test, { personId: person.id, untilAt: at("2018-02-01", "00:00") });
      const contact = await aContact(test);
      const bound = await bind(contact, await issue(person.id));
      expect(bound).to.deep.equal({ kind: "bound", personName: "王秀兰", units: ["大王庄小学"] });
      expect(contact.personId).to.equal(person.id);
      expect(await reread(contact)).to.deep.include({ personId: person.id, verifiedAt: test.clock.now() });
      expect(await commands()).to.deep.equal(["issue_code", "bind"]);
    });

    it("takes a code once", async () => {
      const code = await issue((await aPerson(test)).id);
      await bind(await aContact(test), code);
      const other = await aContact(test);
      expect(await bind(other, code)).to.deep.equal({ kind: "expired" });
      expect((await reread(other)).personId).to.equal(null);
    });

    it("takes no code after seven days", async () => {
      const code = await issue((await aPerson(test)).id);
      const contact = await aContact(test);
      later(7 * 24 * 60);
      expect(await bind(contact, code)).to.deep.equal({ kind: "expired" });
    });

    it("lets one of two win who use a code at the same moment", async () => {
      const person = await aPerson(test);
      for (let round = 0; round < 5; round++) {
        const code = await issue(person.id);
        const contacts = [await aContact(test), await aContact(test)];
        const ends = await Promise.all(contacts.map((contact) => bind(contact, code)));
        expect(ends.map((end) => end.kind).sort()).to.deep.equal(["bound", "expired"]);
        const linked = await test.db.findBy(Contact, { personId: person.id });
        expect(linked).to.have.length(1);
      }
    });

    it("stops a contact after five wrong codes in an hour, even with the right one", async () => {
      const code = await issue((await aPerson(test)).id);
      const contact = await aContact(test);
      for (let left = 4; left >= 0; left--) {
        expect(await bind(contact, guess(left))).to.deep.equal({ kind: "wrong", left });
      }
      expect(await bind(contact, code)).to.deep.equal({ kind: "limited" });
      later(60);
      expect((await bind(contact, code)).kind).to.equal("bound");
    });

    it("counts wrong codes written at the same moment", async () => {
      const contact = await aContact(test);
      const ends = await Promise.all(Array.from({ length: 9 }, (_, n) => bind({ ...contact }, guess(n))));
      expect(ends.filter((end) => end.kind === "wrong")).to.have.length(5);
    });

    it("stops everybody after fifty wrong codes in an hour", async () => {
      for (let n = 0; n < 10; n++) {
        const contact = await aContact(test);
        for (let m = 0; m < 5; m++) expect((await bind(contact, guess(m))).kind).to.equal("wrong");
      }
      const code = await issue((await aPerson(test)).id);
      expect(await bind(await aContact(test), code)).to.deep.equal({ kind: "limited" });
    });

    it("supersedes the old contact, tells it, and sends what waits to the new one", async () => {
      const person = await aPerson(test);
      const old = await aContact(test);
      await bind(old, await issue(person.id));
      await test.act((work) =>
        notify(work, { personId: person.id, key: "n", kind: "reminder", body: "请填表" }),
      );
      const fresh = await aContact(test);
      later(1);
      await bind(fresh, await issue(person.id));
      expect(await reread(old)).to.deep.include({ personId: null, supersededAt: test.clock.now() });
      expect((await reread(fresh)).personId).to.equal(person.id);
      const letters = await test.db.find(Outbox, { order: { id: "ASC" } });
      expect(letters.map((letter) => [letter.contactId, letter.body?.slice(0, 7)])).to.deep.equal([
        [fresh.id, "请填表"],
        [old.id, "您的身份已改绑"],
      ]);
      expect(await commands()).to.include("supersede");
    });
  });
});
