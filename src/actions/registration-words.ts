import { bureauReviewers, type Registered, unitReviewers } from "../machines/registration-reviewers.ts";
import type { Work } from "../work.ts";
import { notify } from "./mail.ts";
import { nameOf } from "./people.ts";

/** Something registered, as a message names it. */
export interface Spoken extends Registered {
  code: string;
  /** Such as 抖音账号“王老师讲数学”. */
  title: string;
  /** What is asked of the reviewers where it is no first registration, such as 申请注销抖音账号“王老师讲数学”. */
  wish?: string;
  revisionId: number;
  /** How often it has moved: what makes a message of this move another than one of the next. */
  rowVersion: number;
}

/** A thing's title before and after a change, as 申请变更 and 申请更正 name them; one title when it stays. */
export const renamed = (before: string, after: string): string =>
  before === after ? before : `${before}→${after}`;

/** Asks those who look at it for the unit or the bureau; `except` has looked at it already. */
export async function askReviewers(
  work: Work,
  spoken: Spoken,
  stage: "unit" | "bureau",
  except: number | null = null,
): Promise<void> {
  const reviewers = await (stage === "unit" ? unitReviewers : bureauReviewers)(work, spoken);
  const who = await nameOf(work, spoken.holderId);
  const [unit]: { name: string }[] = await work.db.query("SELECT name FROM unit WHERE id = ?", [
    spoken.unitId,
  ]);
  for (const personId of reviewers) {
    if (personId === except) continue;
    await notify(work, {
      personId,
      key: `registration:${spoken.code}:${spoken.revisionId}:${spoken.rowVersion}:${stage}:${personId}`,
      kind: "approval",
      body: `【待审核】${unit?.name ?? ""} ${who}${spoken.wish ?? `登记了${spoken.title}`}(#${spoken.code})。\n回“看 #${spoken.code}”查看内容;看过后回“#${spoken.code} 通过”,或“#${spoken.code} 退回 原因”。`,
    });
  }
}

/** Tells the holder what was decided on his registration. */
export async function tellHolder(work: Work, spoken: Spoken, outcome: string): Promise<void> {
  await notify(work, {
    personId: spoken.holderId,
    key: `registration:${spoken.code}:${spoken.revisionId}:${spoken.rowVersion}:told`,
    kind: "decision",
    body: `您登记的${spoken.title}(#${spoken.code})${outcome}`,
  });
}
