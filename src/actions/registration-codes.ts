const letters = { "media-account": "G", publication: "P" } as const;

/** What a code of the register names. */
export interface NamedRegistration {
  kind: keyof typeof letters;
  id: number;
}

/**
 * What people type for an account: G, a 1, its number and a check digit, as in G1018. No task's code has a 0 or 1
 * in it, so neither is taken for the other.
 */
export const accountCode = (id: number): string => codeOf("media-account", id);

/** What people type for a publication, as in P1016. */
export const publicationCode = (id: number): string => codeOf("publication", id);

/** What a code names; null when it is none, or its check digit shows a slip. Whether it exists is not looked up. */
export function registrationOf(code: string): NamedRegistration | null {
  const [, letter, digits] = /^([GP])1(\d{2,10})$/.exec(code.trim().toUpperCase()) ?? [];
  if (!letter || !digits) return null;
  const kind = letter === letters.publication ? "publication" : "media-account";
  const id = Number(digits.slice(0, -1));
  return id > 0 && codeOf(kind, id) === `${letter}1${digits}` ? { kind, id } : null;
}

const codeOf = (kind: NamedRegistration["kind"], id: number): string =>
  `${letters[kind]}1${id}${checkDigit(kind, String(id))}`;

/** ISO 7064 MOD 11,10: notices every wrong digit and nearly every swapped pair; the kind counts as a first digit. */
function checkDigit(kind: NamedRegistration["kind"], digits: string): number {
  let product = 10;
  for (const digit of `${kind === "publication" ? 8 : 3}${digits}`) {
    product = (((product + Number(digit)) % 10 || 10) * 2) % 11;
  }
  return (11 - product) % 10;
}
