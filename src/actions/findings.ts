import type { Phase } from "../../entities/phase.ts";
import type { Requirement } from "../../entities/requirement.ts";
import { at, dayOf, sayDay } from "../workdays.ts";

/** Something odd about a plan's dates, for the administrator; nothing is repaired. */
export interface Finding {
  kind: "overlap" | "due-before-phase-ends" | "weekend";
  message: string;
  taskId: number;
  phaseId: number | null;
  requirementId: number | null;
}

type DatedPhase = Pick<Phase, "id" | "taskId" | "title" | "startsAt" | "dueAt">;
type DatedRequirement = Pick<Requirement, "id" | "taskId" | "phaseId" | "title" | "dueAt">;

/** What is odd: phases of one task that overlap, work due before its phase ends, and last days on a week-end. */
export function findingsOf(phases: DatedPhase[], requirements: DatedRequirement[]): Finding[] {
  return [
    ...phases.flatMap((phase) => ofPhase(phase, phases)),
    ...requirements.flatMap((each) => ofWork(each, phases)),
  ];
}

const quoted = (title: string): string => `“${title}”`;

const onWeekend = (moment: Date): boolean => [0, 6].includes(at(dayOf(moment), "12:00").getUTCDay());

function ofPhase(phase: DatedPhase, phases: DatedPhase[]): Finding[] {
  const place = { taskId: phase.taskId, phaseId: phase.id, requirementId: null };
  const later = phases.slice(phases.indexOf(phase) + 1);
  const findings: Finding[] = later
    .filter((other) => other.taskId === phase.taskId && overlap(phase, other))
    .map((other) => ({
      kind: "overlap",
      message: `${quoted(phase.title)}和${quoted(other.title)}的时间有重叠`,
      ...place,
    }));
  if (onWeekend(phase.dueAt)) findings.push({ ...weekend(phase), ...place });
  return findings;
}

/** A phase without a first day is taken to have begun before the other ended. */
const overlap = (one: DatedPhase, other: DatedPhase): boolean =>
  (one.startsAt === null || one.startsAt <= other.dueAt) &&
  (other.startsAt === null || other.startsAt <= one.dueAt);

const weekend = ({ title, dueAt }: { title: string; dueAt: Date }) => ({
  kind: "weekend" as const,
  message: `${quoted(title)}的截止日${sayDay(dayOf(dueAt))}在周末`,
});

function ofWork(requirement: DatedRequirement, phases: DatedPhase[]): Finding[] {
  const { id, taskId, phaseId, title, dueAt } = requirement;
  const place = { taskId, phaseId, requirementId: id };
  const phase = phases.find((each) => each.id === phaseId);
  const findings: Finding[] = [];
  if (phase && dueAt < phase.dueAt) {
    const message = `${quoted(title)}${sayDay(dayOf(dueAt))}截止,早于${quoted(phase.title)}结束的${sayDay(dayOf(phase.dueAt))}`;
    findings.push({ kind: "due-before-phase-ends", message, ...place });
  }
  if (onWeekend(dueAt)) findings.push({ ...weekend(requirement), ...place });
  return findings;
}
