import { seedNotice } from "../seeds/consent-notice.ts";
import { seedDemo } from "../seeds/demo.ts";
import { rememberDemo } from "../seeds/demo-setting.ts";
import { createAccount } from "./actions/accounts.ts";
import { publishCampaign } from "./actions/campaigns.ts";
import type { Work } from "./work.ts";

/** The administrator's name at the first sign-in. */
export const adminName = "admin";

/**
 * Sees to it that there is a notice for those who register. On the first start writes the demo and publishes its campaign, or remembers that none is wanted. Later starts, and
 * a database with real units in it, are left as they are. True when the demo was written now.
 */
export async function firstStart(work: Work, { empty }: { empty: boolean }): Promise<boolean> {
  const [known]: { value: string }[] = await work.db.query(
    "SELECT value FROM setting WHERE name = 'demo' FOR UPDATE",
  );
  await seedNotice(work);
  if (known) return false;
  const [real]: { n: number }[] = await work.db.query("SELECT COUNT(*) AS n FROM unit WHERE demo = 0");
  if (empty || Number(real?.n) > 0) {
    await rememberDemo(work, "removed");
    return false;
  }
  await installDemo(work);
  return true;
}

/** Writes what is missing of the demo and publishes its campaign. */
export async function installDemo(work: Work): Promise<void> {
  await seedDemo(work);
  const drafts: { id: number }[] = await work.db.query(
    "SELECT id FROM campaign WHERE demo = 1 AND state = 'draft' ORDER BY id",
  );
  for (const { id } of drafts) await publishCampaign(work, id);
}

/** Makes the administrator's account when there is none, for the bureau's administrator if somebody is; else null. */
export async function firstAccount(work: Work): Promise<{ password: string } | null> {
  const [any]: { id: number }[] = await work.db.query("SELECT id FROM account WHERE name = ?", [adminName]);
  if (any) return null;
  const [admin]: { personId: number }[] = await work.db.query(
    `SELECT person_id AS personId FROM post
     WHERE role = 'bureau-admin' AND from_at <= ? AND (until_at IS NULL OR until_at > ?) ORDER BY id LIMIT 1`,
    [work.now, work.now],
  );
  return createAccount(work, { name: adminName, personId: admin?.personId ?? null });
}
