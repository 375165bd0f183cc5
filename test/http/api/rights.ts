import type { Role } from "../../../entities/post.ts";
import type { Thing, Visitor } from "../../support/two-towns.ts";

/*
 * Who may see and do what, said once more in plain words. It is written from what the bureau wants, not from the
 * program: where the two differ, one of them is wrong.
 */

/** A rule about one visitor and one thing. */
export type Right = (visitor: Visitor, thing: Thing) => boolean;

const has = (visitor: Visitor, ...roles: Role[]): boolean =>
  roles.some((role) => visitor.roles.includes(role));
/** The bureau's administrator, leader and auditor see everything. */
const county: Right = (visitor) => has(visitor, "bureau-admin", "bureau-leader", "auditor");
const office: Right = (visitor) => visitor.office !== null;
const isHis: Right = (visitor, { personId }) => visitor.personId === personId;
const isBelow: Right = (visitor, { places }) => places.some(({ unitId }) => visitor.below.includes(unitId));
const isThere: Right = (visitor, { places }) => places.some(({ unitId }) => visitor.at.includes(unitId));
const goesToHim: Right = (visitor, { places }) =>
  visitor.office !== null && places.some(({ officeId }) => officeId === visitor.office);
const account: Right = (visitor, { also }) => visitor.accountId === also.accountId;
/** 宣传科 keeps the register; it is the office to which the whole county's work goes. */
const keepsRegister: Right = (visitor) => visitor.name === "周敏之";
const answersThere: Right = (visitor, thing) =>
  isThere(visitor, thing) && has(visitor, "responsible", "unit-head");

const any =
  (...rights: Right[]): Right =>
  (visitor, thing) =>
    rights.some((right) => right(visitor, thing));
const work = any(county, isBelow, goesToHim);
const register = any(county, keepsRegister, isHis, isBelow);
const own = any(county, isHis);

/** Who sees a thing, by its noun. What nobody is named for, nobody sees. */
export const sees: Record<string, Right> = {
  unit: any(county, office, isBelow, isThere),
  "empty-unit": any(county, office),
  person: any(county, office, isBelow, isHis),
  post: any(county, office, isBelow, isThere),
  account: (visitor) => has(visitor, "bureau-admin"),
  session: account,
  token: account,
  "running-campaign": work,
  "running-phase": work,
  checklist: work,
  "published-version": work,
  assignment: work,
  "open-assignment": work,
  "handed-in": work,
  submission: work,
  extension: work,
  handover: any(county, isBelow, isHis),
  "past-handover": any(county, isBelow, isHis),
  "draft-campaign": county,
  "draft-task": county,
  "draft-phase": county,
  "draft-requirement": county,
  "draft-version": county,
  "draft-broadcast": own,
  "sent-broadcast": own,
  "effective-account": register,
  "waiting-account": register,
  "draft-account": register,
  "draft-work": register,
  "waiting-work": register,
  "cleared-work": register,
  "published-work": register,
  "zero-report": register,
  export: county,
  import: (visitor) => has(visitor, "bureau-admin"),
  webhook: (visitor) => has(visitor, "bureau-admin", "bureau-leader"),
  delivery: (visitor) => has(visitor, "bureau-admin", "bureau-leader"),
  correction: (visitor) => has(visitor, "bureau-admin"),
};

/** The administrator everybody; a head his own people, a central school's head those below too. */
const manages: Right = (visitor, thing) => {
  if (has(visitor, "bureau-admin")) return true;
  if (!has(visitor, "unit-head") || isHis(visitor, thing)) return false;
  const managed: unknown[] = isThere(visitor, thing)
    ? ["responsible", "staff"]
    : ["unit-head", "responsible", "staff"];
  return isBelow(visitor, thing) && managed.includes(thing.also.role);
};

/** Who may do something with a thing that he sees. */
export const may = {
  read: () => true,
  /** Administrator or leader. */
  bureau: (visitor) => has(visitor, "bureau-admin", "bureau-leader"),
  admin: (visitor) => has(visitor, "bureau-admin"),
  /** The administrator, for accounts that are not his own. */
  others: (visitor, thing) => has(visitor, "bureau-admin") && !isHis(visitor, thing),
  leader: (visitor) => has(visitor, "bureau-leader"),
  /** Whoever answers for the unit does its work; nobody does another's. */
  answers: answersThere,
  /** The office that takes the work in, or the administrator. */
  reviews: any(goesToHim, (visitor) => has(visitor, "bureau-admin")),
  moves: any(
    (visitor, thing) => isThere(visitor, thing) && has(visitor, "unit-head"),
    (visitor) => has(visitor, "bureau-admin", "bureau-leader"),
  ),
  his: isHis,
  /** An author his own, the bureau everybody's. */
  sends: any(isHis, (visitor) => has(visitor, "bureau-admin", "bureau-leader")),
  /** Head and responsible person of the unit, for others than themselves. */
  passes: (visitor, thing) => answersThere(visitor, thing) && !isHis(visitor, thing),
  retires: any(isHis, answersThere),
  retracts: any(isHis, keepsRegister, (visitor) => has(visitor, "bureau-admin")),
  manages,
  /** A number of one's own is one's own business. */
  phones: (visitor, thing) => isHis(visitor, thing) || manages(visitor, thing),
} satisfies Record<string, Right>;
