import { type Listener, openListener } from "../../bot/listen.ts";
import { codeOf } from "../../src/actions/assignments.ts";
import { queueLetter } from "../../src/actions/mail.ts";
import { type Delivery, openDelivery } from "../../src/jobs/deliver.ts";
import type { ChannelProfile, Letter, SendOutcome } from "../../src/letter.ts";
import type { Log } from "../../src/log.ts";
import type { House } from "../../src/work.ts";
import { aCounty, aHolder, aRunningCampaign, type County, type Running } from "./campaigns.ts";
import { aUnit, type TestHouse } from "./house.ts";

/** A channel that needs no gentleness. */
const quickProfile: ChannelProfile = {
  name: "simulator",
  gap: 0,
  jitter: 0,
  perPersonGap: 0,
  burst: 0,
  burstRest: 0,
  dailyLimit: 0,
  coolDown: 0,
  longestText: 2_000,
};

/** Somebody with a checklist to answer. */
export interface Talker {
  address: string;
  code: string;
}

/** A county in which so many people have the same checklist to answer, 王秀兰 the first of them. */
export async function someTalkers(
  test: TestHouse,
  { people, questions, due }: { people: number; questions: number; due?: string },
): Promise<{ county: County; campaign: Running; talkers: Talker[] }> {
  const county = await aCounty(test);
  for (let no = 1; no < people; no++) {
    const school = await aUnit(test, { name: `第${no}小学`, parentId: county.central.id });
    await aHolder(test, school, "responsible", `老师${no}`);
  }
  const items = Array.from({ length: questions }, (_, no) => ({ question: `第${no + 1}项制度是否落实?` }));
  const wishes = { starts: "2018-08-14", items, ...(due && { due }) };
  const campaign = await aRunningCampaign(test, county, wishes);
  const rows: { address: string; id: number }[] = await test.db.query(
    `SELECT c.address, a.id FROM contact c JOIN post o ON o.person_id = c.person_id AND o.role = 'responsible'
     JOIN assignment a ON a.unit_id = o.unit_id AND a.requirement_id = ? ORDER BY c.id`,
    [campaign.checklist.id],
  );
  return { county, campaign, talkers: rows.map(({ address, id }) => ({ address, code: codeOf(id) })) };
}

/** What the doors complain of goes here. */
export class Complaints {
  readonly errors: unknown[] = [];
  readonly log = {
    info: () => undefined,
    warn: () => undefined,
    error: (facts: object) => void this.errors.push(facts),
  };
}

/** The bot's ear for a house. */
export const earOf = (test: Pick<TestHouse, "clock">, house: House, { log }: Complaints): Listener =>
  openListener({ house, clock: test.clock, poke: () => undefined, log: log as unknown as Log });

/** The bot's mouth for a house; each letter is put on `sent` and ends as `outcome` says. */
export function mouthOf(
  {
    test,
    house,
    complaints,
    ...more
  }: { test: Pick<TestHouse, "clock">; house: House; complaints: Complaints; patience?: number },
  sent: Letter[],
  outcome: (letter: Letter) => SendOutcome | Promise<SendOutcome> = ({ key }) => ({
    kind: "sent",
    messageId: key,
  }),
): Delivery {
  const send = async (letter: Letter): Promise<SendOutcome> => {
    sent.push(letter);
    return outcome(letter);
  };
  const channel = { profile: quickProfile, isOnline: () => true, send };
  return openDelivery({ house, clock: test.clock, log: complaints.log, channel, ...more });
}

let messages = 0;

/** A message of plain words, new each time unless it has an id. */
export const message = (test: TestHouse, address: string, text: string, messageId = `say-${++messages}`) => ({
  channel: "simulator",
  address,
  messageId,
  text,
  sentAt: test.clock.now(),
});

/** Queues words for an address; a reminder, unless told otherwise. */
export async function queueFor(
  test: TestHouse,
  address: string,
  body: string,
  priority: 0 | 1 | 2 = 1,
): Promise<void> {
  const [{ id: contactId }] = await test.db.query("SELECT id FROM contact WHERE address = ?", [address]);
  const key = `test:${++messages}`;
  await test.act((work) => queueLetter(work, { key, contactId, body, priority }));
}

/** Everything queued reaches the phones. */
export const arriveAll = (test: TestHouse): Promise<unknown> =>
  test.db.query("UPDATE outbox SET status = 'sent', sent_at = ? WHERE status = 'queued'", [test.clock.now()]);
