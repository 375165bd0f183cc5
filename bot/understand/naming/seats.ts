import { peopleIn, personIn } from "./people.ts";

/** The steps of a procedure: what each is called, and their names in order. */
export interface Steps {
  pattern: RegExp;
  /** What they are called together. */
  together: string;
  names: readonly string[];
}

/** The three reviews of a manuscript. */
export const REVIEW: Steps = {
  together: "三审|审核|审稿",
  pattern: /初审|复审|终审|一审|二审|三审/g,
  names: ["初审", "复审", "终审"],
};
/** The three times a manuscript is proofread. */
export const PROOF: Steps = {
  together: "三校|校对",
  pattern: /一校|二校|三校(?!次)|校对|第[一二三]遍/g,
  names: ["一校", "二校", "三校"],
};

/** Who did which step. */
export interface Seats {
  people: string[];
  seats?: Record<string, string> | undefined;
}

type Seat = readonly [step: string, person: string];

/** A list behind one word for all steps: "三审人:宋佳、赵鹏、李校长". */
const LIST =
  "(?:人员?|的人|顺序|流程)?(?:分别|依次)?(?:是|为|:| )*([\\p{Script=Han}]{1,6}(?:[、和跟/ ][\\p{Script=Han}]{1,6}){1,3})(?:$|[。;,])";
/** "先给苗老师看,再给团委阮书记,最后柴校长点头". */
const IN_TURN = /(?:^|[,。;])[^,。;]{0,10}(?:先|再|然后|接着|最后)/;
/** "李红→王建国" and "复审换人了,原来的吴老师…,现在是冯主任": the last counts. */
const FORMER = /(?:原来|以前|之前|原先)(?:的|是)?[^,。;]{0,12}(?:[,。;]|$)/g;

const clausesOf = (bare: string, { pattern }: Steps): string[] =>
  bare
    .replace(FORMER, "")
    .replace(new RegExp(`(${pattern.source})[ :,]+(?=\\p{Script=Han})`, "gu"), "$1")
    .split(/[,。;、!? ]+/)
    .filter((clause) => clause !== "");

/** In a clause the person stands behind the step, or before it: 初审张丽, 徐静初审. */
const inClause = (clause: string, { pattern }: Steps): Seat[] => {
  const steps = clause.match(pattern) ?? [];
  const between = clause.split(new RegExp(pattern.source));
  const behind = steps.map((_, at) => between.slice(at + 1).find((words) => words !== "") ?? "");
  const before = (between[0] ?? "").replace(/^.*(?:[:是]|稿子?)/, "");
  const turned = personIn(before) !== undefined && personIn(behind.at(-1) ?? "") === undefined;
  return steps.flatMap((step, at) => {
    const person = personIn((turned ? between[at] : behind[at]) ?? "");
    return person ? [[step, person] as const] : [];
  });
};

/** "复审换人了,…,现在是冯主任": the person stands in a later clause than the step. */
const later = (clauses: readonly string[], { pattern }: Steps): Seat[] => {
  const steps = clauses.join().match(pattern) ?? [];
  const [only] = steps;
  const person = clauses.flatMap((clause) => peopleIn(clause)).at(-1);
  return only && steps.length === 1 && person ? [[only, person]] : [];
};

const listed = (bare: string, { together, names, pattern }: Steps): Seat[] => {
  const words = new RegExp(`(?:${together})${LIST}`, "u").exec(bare)?.[1] ?? "";
  const people = words
    .split(/[、和跟/ ]/)
    .map((one) => (one.search(pattern) === -1 ? personIn(one) : undefined));
  if (people.length < 2 || people.some((person) => person === undefined)) return [];
  const all = people.length === names.length;
  return people.map((person, at) => [all ? (names[at] ?? "") : "", person ?? ""] as const);
};

const inTurn = (bare: string, { names }: Steps): Seat[] => {
  if (!IN_TURN.test(bare)) return [];
  const people = bare
    .split(/[,。;]/)
    .flatMap((clause) => (/先|再|然后|接着|最后/.test(clause) ? (personIn(clause) ?? []) : []));
  return people.length >= 2
    ? people.slice(0, names.length).map((person, at) => [names[at] ?? "", person] as const)
    : [];
};

/** Who did which step of a procedure, in the order in which it was said. */
export function seatsIn(bare: string, steps: Steps): Seats {
  const clauses = clausesOf(bare, steps);
  const ways: (() => Seat[])[] = [
    () => listed(bare, steps),
    () => clauses.flatMap((clause) => inClause(clause, steps)),
    () => later(clauses, steps),
    () => inTurn(bare, steps),
  ];
  for (const way of ways) {
    const found = way();
    if (found.length === 0) continue;
    const people = [...new Set(found.map(([, person]) => person))];
    const seated = found.filter(([step]) => step !== "");
    return { people, seats: seated.length > 0 ? Object.fromEntries(seated) : undefined };
  }
  return { people: [] };
}
