import { Correction } from "../../entities/correction.ts";
import { forbidden, notFound, stale } from "../errors.ts";
import { record } from "../machines/event.ts";
import { personOf } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { notify } from "./mail.ts";
import { administrators } from "./people.ts";
import { checkedName, keepsCounty } from "./people-rights.ts";
import { setPhone } from "./phones.ts";

/** Somebody's wish for another name, as the administrator sees it. */
export interface AskedCorrection {
  id: number;
  personId: number;
  name: string;
  wanted: string;
  askedAt: Date;
}

/**
 * Corrects what is kept of the actor: the number at once, the name after the bureau has agreed. Refuses with
 * forbidden for the program, with invalid, and as setPhone does.
 */
export async function correctMyData(
  work: Work,
  change: { name?: string; phone?: string | null },
): Promise<{ nameAsked: boolean; phone: string | null }> {
  const personId = personOf(work);
  if (personId === null) throw forbidden("只有本人可以更正自己的信息");
  const phone = change.phone === undefined ? null : await setPhone(work, personId, change.phone);
  if (change.name === undefined) return { nameAsked: false, phone };
  const wanted = checkedName(change.name, "name", 40);
  await work.db.update(Correction, { personId, state: "asked" }, { state: "void" });
  const { identifiers } = await work.db.insert(Correction, {
    personId,
    state: "asked",
    wanted,
    askedAt: work.now,
  });
  const id = Number(identifiers[0]?.id);
  await record(work, { subject: "correction", subjectId: id, command: "ask" });
  for (const admin of await administrators(work)) {
    await notify(work, {
      personId: admin.personId,
      key: `correction:${id}:${admin.personId}`,
      kind: "approval",
      body: `【更正姓名】有人申请把姓名更正为“${wanted}”,请到管理页面核对后处理。`,
    });
  }
  return { nameAsked: true, phone };
}

/** Undecided wishes, oldest first. Refuses with forbidden unless the bureau's administrator asks. */
export async function correctionsToDecide(work: Work): Promise<AskedCorrection[]> {
  if (!(await keepsCounty(work))) throw forbidden("只有教体局管理员可以处理更正申请");
  return work.db.query(
    `SELECT c.id, c.person_id AS personId, n.name, c.wanted, c.asked_at AS askedAt FROM correction c
     JOIN person n ON n.id = c.person_id WHERE c.state = 'asked' ORDER BY c.id LIMIT 200`,
  );
}

/** Grants or refuses a wish and tells who asked. Refuses with forbidden, not-found, and stale when it was decided. */
export async function decideCorrection(work: Work, id: number, { grant }: { grant: boolean }): Promise<void> {
  if (!(await keepsCounty(work))) throw forbidden("只有教体局管理员可以处理更正申请");
  const correction = await work.db.findOneBy(Correction, { id });
  if (!correction) throw notFound("这项更正申请");
  if (correction.personId === personOf(work)) throw forbidden("不能批准自己的申请");
  const { personId, wanted } = correction;
  const result = await work.db.update(
    Correction,
    { id, state: "asked" },
    { state: grant ? "granted" : "refused", decidedBy: personOf(work), decidedAt: work.now },
  );
  if (result.affected !== 1) throw stale("这项申请已经处理过了");
  await record(work, { subject: "correction", subjectId: id, command: grant ? "grant" : "refuse" });
  if (grant) {
    await work.db.query("UPDATE person SET name = ?, row_version = row_version + 1 WHERE id = ?", [
      wanted,
      personId,
    ]);
    await record(work, { subject: "person", subjectId: personId, command: "rename" });
  }
  await notify(work, {
    personId,
    key: `correction-decision:${id}`,
    kind: "decision",
    body: grant ? `您的姓名已更正为“${wanted}”。` : "您更正姓名的申请没有批准,请联系教体局管理员。",
  });
}
