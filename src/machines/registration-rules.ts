import type { Work } from "../work.ts";

/** What the county asks of those who register; each may be changed by the setting `registration-rules`. */
export interface RegistrationRules {
  /** Days after its opening within which an account is to be registered. */
  lateDays: number;
  /** Days within which a change, such as of the post, is to be reported. */
  changeDays: number;
  /** Working days within which a closed account is to be retired. */
  retireWorkdays: number;
  /** Days without a publication after which an account counts as dormant. */
  dormantDays: number;
  /** Days after which a registration is to be confirmed again. */
  reconfirmDays: number;
  /** Days after it appeared within which a publication is to be filed. */
  filingDays: number;
  /** Years after its end that a registration is kept readable; 0: it is masked at once. */
  retentionYears: number;
  /** Units whose operators look at registrations for the bureau; null: the offices 信息办 and 宣传科. */
  offices: number[] | null;
}

/** What holds where the county has said nothing else. */
const usual: RegistrationRules = {
  lateDays: 30,
  changeDays: 30,
  retireWorkdays: 7,
  dormantDays: 180,
  reconfirmDays: 365,
  filingDays: 7,
  retentionYears: 3,
  offices: null,
};

/** The rules of registration as they stand. */
export async function registrationRules(work: Work): Promise<RegistrationRules> {
  const [row]: { value: string }[] = await work.db.query(
    "SELECT value FROM setting WHERE name = 'registration-rules'",
  );
  return { ...usual, ...(row && (JSON.parse(row.value) as Partial<RegistrationRules>)) };
}
