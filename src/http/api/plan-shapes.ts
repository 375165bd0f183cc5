import Type, { type Static } from "typebox";
import type { Phase } from "../../../entities/phase.ts";
import type { Requirement } from "../../../entities/requirement.ts";
import { optionsOf } from "../../machines/machine.ts";
import { phaseMachine } from "../../machines/phase.ts";
import type { Work } from "../../work.ts";
import {
  Commands,
  Count,
  DayOf,
  fields,
  Id,
  iso,
  isoOrNull,
  Moment,
  oneOf,
  orNull,
  text,
  Version,
} from "./schemas.ts";

const PhaseKind = oneOf(["self-check", "rectify", "supervise", "clean-up", "sum-up"]);
const RequirementKind = oneOf(["checklist", "deliverable"]);
const UnitKind = oneOf(["bureau", "office", "central-school", "school", "affiliated"]);

/** A phase, as it is told. */
export const PhaseShown = fields({
  id: Id,
  version: Version,
  taskId: Id,
  no: Count,
  code: Type.String(),
  kind: orNull(PhaseKind),
  title: Type.String(),
  wording: Type.String({ description: "方案里的原话" }),
  startsAt: orNull(Moment),
  dueAt: Moment,
  state: Type.String(),
  stateName: Type.String(),
  commands: Commands,
});

/** Tells a phase. */
export async function showPhase(work: Work, phase: Phase): Promise<Static<typeof PhaseShown>> {
  const { id, rowVersion, taskId, no, code, kind, title, wording, startsAt, dueAt, state } = phase;
  return {
    id,
    version: rowVersion,
    taskId,
    no,
    code,
    kind,
    title,
    wording,
    startsAt: isoOrNull(startsAt),
    dueAt: iso(dueAt),
    state,
    stateName: phaseMachine.states[state] ?? state,
    commands: await optionsOf(work, phaseMachine, phase),
  };
}

const Audience = fields({
  kinds: Type.Array(UnitKind, { maxItems: 5, uniqueItems: true }),
  codes: Type.Array(text(32), { maxItems: 1000, uniqueItems: true }),
});

/** A requirement, as it is told. */
export const RequirementShown = fields({
  id: Id,
  taskId: Id,
  phaseId: orNull(Id),
  code: Type.String(),
  title: Type.String(),
  kind: RequirementKind,
  checklistVersionId: orNull(Id),
  startsAt: orNull(Moment),
  dueAt: Moment,
  wording: Type.String({ description: "方案里的原话" }),
  recipientUnitId: orNull(Id),
  recipient: Type.String(),
  form: Type.Array(Type.String()),
  audience: fields({ kinds: Type.Array(Type.String()), codes: Type.Array(Type.String()) }),
});

/** Tells a requirement. */
export function showRequirement(requirement: Requirement): Static<typeof RequirementShown> {
  const { id, taskId, phaseId, code, title, kind, checklistVersionId, wording } = requirement;
  const { recipientUnitId, recipient, form, audience } = requirement;
  return {
    id,
    taskId,
    phaseId,
    code,
    title,
    kind,
    checklistVersionId,
    wording,
    recipientUnitId,
    recipient,
    form,
    startsAt: isoOrNull(requirement.startsAt),
    dueAt: iso(requirement.dueAt),
    audience: {
      kinds: audience.kinds,
      codes: audience.codes,
    },
  };
}

/** What a phase is made of. */
export const phaseFields = {
  title: text(40),
  due: DayOf,
  from: Type.Optional(orNull(DayOf)),
  kind: Type.Optional(orNull(PhaseKind)),
  code: Type.Optional(text(20)),
  wording: Type.Optional(text(40, 0)),
};

/** What a requirement is made of. */
export const requirementFields = {
  title: text(120),
  kind: RequirementKind,
  due: DayOf,
  from: Type.Optional(orNull(DayOf)),
  phaseId: Type.Optional(orNull(Id)),
  checklistVersionId: Type.Optional(orNull(Id)),
  code: Type.Optional(text(20)),
  wording: Type.Optional(text(40, 0)),
  recipientUnitId: Type.Optional(orNull(Id)),
  recipient: Type.Optional(text(80, 0)),
  form: Type.Optional(Type.Array(text(60), { maxItems: 10 })),
  audience: Audience,
};
