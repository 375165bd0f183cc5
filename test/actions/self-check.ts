import type { ChecklistItem } from "../../entities/checklist-item.ts";
import { Notice } from "../../entities/notice.ts";
import { Submission } from "../../entities/submission.ts";
import { enterAnswer } from "../../src/actions/answers.ts";
import {
  acceptTask,
  lacksOf,
  openSubmission,
  returnTask,
  submitTask,
  withdrawTask,
} from "../../src/actions/submissions.ts";
import { taskById } from "../../src/actions/tasks-in-hand.ts";
import type { Work } from "../../src/work.ts";
import {
  aCounty,
  aRunningCampaign,
  as,
  type County,
  type Holder,
  type Running,
  reread,
} from "../support/campaigns.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";

export let test: TestHouse;
export let county: County;
export let running: Running;

/** A house with a county and a running campaign, afresh for each test of the block that calls it. */
export function aSelfCheck(): void {
  before(async () => {
    test = await openTestHouse();
  });
  beforeEach(async () => {
    await test.clear();
    county = await aCounty(test);
    running = await aRunningCampaign(test, county);
  });
  after(() => test.close());
}

/** The house's people at work on 王秀兰's self-check. */

export const by = <T>(who: Holder, act: (work: Work) => Promise<T>) => test.act(act, as(who));
export const submit = (who = county.wang) => by(who, (work) => submitTask(work, running.selfCheck.id));
export const withdraw = (who = county.wang) => by(who, (work) => withdrawTask(work, running.selfCheck.id));
export const accept = (hash: string, who = county.reviewer) =>
  by(who, (work) => acceptTask(work, running.selfCheck.id, hash));
export const sendBack = (hash: string, items: number[], reason = "没有签字", who = county.reviewer) =>
  by(who, (work) => returnTask(work, running.selfCheck.id, { hash, items, reason }));
export const open = (who = county.reviewer) => by(who, (work) => openSubmission(work, running.selfCheck.id));
export const enter = (no: number, value: string, note: string | null = null) =>
  by(county.wang, (work) =>
    enterAnswer(
      work,
      running.selfCheck.id,
      { itemId: running.items[no - 1]?.id ?? 0, entryId: 0 },
      { value, note },
    ),
  );
export const lacks = () =>
  test.act(async (work) => lacksOf(work, await taskById(work, running.selfCheck.id)));
export const state = async () => (await reread(test, running.selfCheck)).state;
export const revisions = async () =>
  (await test.db.find(Submission, { order: { revision: "ASC" } })).map(
    (each) => `${each.revision} ${each.state}`,
  );
export const told = async (person: Holder) =>
  (await test.db.find(Notice, { where: { personId: person.id }, order: { id: "ASC" } })).map(
    ({ body }) => body,
  );

/** A campaign with other questions in place of the one that runs. */
export async function withItems(items: Partial<ChecklistItem>[]): Promise<void> {
  running = await aRunningCampaign(test, county, { items });
}
