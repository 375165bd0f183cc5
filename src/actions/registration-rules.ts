import { forbidden } from "../errors.ts";
import { record } from "../machines/event.ts";
import { type RegistrationRules, registrationRules } from "../machines/registration-rules.ts";
import { bureauOperator } from "../machines/who.ts";
import type { Work } from "../work.ts";
import { Complaints } from "./checking.ts";

/** Changes some of the rules of registration. For the bureau; refuses with invalid what is no whole number of days. */
export async function changeRegistrationRules(
  work: Work,
  changes: Partial<RegistrationRules>,
): Promise<RegistrationRules> {
  const whyNot = await bureauOperator(work);
  if (whyNot) throw forbidden(whyNot);
  const complaints = new Complaints();
  const { offices, ...numbers } = changes;
  for (const [field, value] of Object.entries(numbers)) {
    if (!Number.isInteger(value) || value < 0 || value > 3650) complaints.add(field, "应是0到3650的整数");
  }
  complaints.settle();
  await work.db.query("SELECT name FROM setting WHERE name = 'registration-rules' FOR UPDATE");
  const rules = { ...(await registrationRules(work)), ...numbers, ...(offices !== undefined && { offices }) };
  const value = JSON.stringify(rules);
  await work.db.query(
    "INSERT INTO setting (name, value) VALUES ('registration-rules', ?) ON DUPLICATE KEY UPDATE value = ?",
    [value, value],
  );
  await record(work, {
    subject: "setting",
    subjectId: 0,
    command: "registration-rules",
    payload: changes,
  });
  return rules;
}
