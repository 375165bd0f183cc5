import Type from "typebox";
import { addTask, changeTask, removeTask } from "../../actions/campaign-drafts.ts";
import { commandPhase } from "../../actions/phase-life.ts";
import { addPhase, changePhase, removePhase } from "../../actions/phases.ts";
import { addRequirement, changeRequirement, removeRequirement } from "../../actions/requirements.ts";
import { phaseMachine } from "../../machines/phase.ts";
import { operation } from "./operation.ts";
import { versioned } from "./order.ts";
import {
  PhaseShown,
  phaseFields,
  RequirementShown,
  requirementFields,
  showPhase,
  showRequirement,
} from "./plan-shapes.ts";
import { Count, DayOf, fields, Id, oneOf, text } from "./schemas.ts";

const tag = "方案内容";
const writers = ["bureau-admin", "bureau-leader"] as const;
const campaignVersion = "If-Match 写专项治理(草稿)的版本。";

const TaskShown = fields({
  id: Id,
  campaignId: Id,
  no: Count,
  code: Type.String(),
  title: Type.String(),
  offices: Type.Array(Type.String()),
});
const Offices = Type.Array(text(80), { maxItems: 20 });

const taskOperations = [
  operation({
    id: "addTask",
    method: "post",
    path: "/campaigns/{campaignId}/tasks",
    tag,
    summary: "添加一项专项任务",
    notes: campaignVersion,
    who: writers,
    ifMatch: "optional",
    body: fields({ title: text(160), code: Type.Optional(text(20)), offices: Type.Optional(Offices) }),
    status: 201,
    answer: TaskShown,
    run: async ({ work, params, body, expectedVersion }) => {
      const task = await addTask(work, params.campaignId, { ...body, ...versioned(expectedVersion) });
      const { id, campaignId, no, code, title, offices } = task;
      return { id, campaignId, no, code, title, offices };
    },
  }),
  operation({
    id: "changeTask",
    method: "patch",
    path: "/tasks/{taskId}",
    tag,
    summary: "修改专项任务",
    notes: campaignVersion,
    who: writers,
    ifMatch: "optional",
    body: fields({ title: Type.Optional(text(160)), offices: Type.Optional(Offices) }),
    answer: TaskShown,
    run: async ({ work, params, body, expectedVersion }) => {
      const task = await changeTask(work, params.taskId, { ...body, ...versioned(expectedVersion) });
      const { id, campaignId, no, code, title, offices } = task;
      return { id, campaignId, no, code, title, offices };
    },
  }),
  operation({
    id: "removeTask",
    method: "delete",
    path: "/tasks/{taskId}",
    tag,
    summary: "删除专项任务,连同阶段和要求",
    notes: campaignVersion,
    who: writers,
    ifMatch: "optional",
    run: ({ work, params, expectedVersion }) => removeTask(work, params.taskId, versioned(expectedVersion)),
  }),
];

const phaseOperations = [
  operation({
    id: "addPhase",
    method: "post",
    path: "/tasks/{taskId}/phases",
    tag,
    summary: "添加阶段",
    notes: campaignVersion,
    who: writers,
    ifMatch: "optional",
    body: fields(phaseFields),
    status: 201,
    answer: PhaseShown,
    run: async ({ work, params, body, expectedVersion }) =>
      showPhase(work, await addPhase(work, params.taskId, { ...body, ...versioned(expectedVersion) })),
  }),
  operation({
    id: "changePhase",
    method: "patch",
    path: "/phases/{phaseId}",
    tag,
    summary: "修改草稿里的阶段",
    notes: campaignVersion,
    who: writers,
    ifMatch: "optional",
    body: Type.Partial(fields(phaseFields), { additionalProperties: false }),
    answer: PhaseShown,
    run: async ({ work, params, body, expectedVersion }) =>
      showPhase(work, await changePhase(work, params.phaseId, { ...body, ...versioned(expectedVersion) })),
  }),
  operation({
    id: "removePhase",
    method: "delete",
    path: "/phases/{phaseId}",
    tag,
    summary: "删除草稿里的阶段",
    notes: campaignVersion,
    who: writers,
    ifMatch: "optional",
    run: ({ work, params, expectedVersion }) => removePhase(work, params.phaseId, versioned(expectedVersion)),
  }),
  operation({
    id: "commandPhase",
    method: "post",
    path: "/phases/{phaseId}/commands",
    tag,
    summary: "改期、结束、跳过、重新打开阶段",
    notes: "改期和重新打开要写 day;If-Match 写阶段的版本。",
    who: writers,
    ifMatch: "optional",
    body: fields({
      command: oneOf(Object.keys(phaseMachine.commands)),
      day: Type.Optional(DayOf),
      reason: Type.Optional(text(300)),
    }),
    answer: PhaseShown,
    run: async ({ work, params, body, expectedVersion }) =>
      showPhase(work, await commandPhase(work, params.phaseId, { ...body, ...versioned(expectedVersion) })),
  }),
];

const requirementOperations = [
  operation({
    id: "addRequirement",
    method: "post",
    path: "/tasks/{taskId}/requirements",
    tag,
    summary: "添加自查清单或报送要求",
    notes: campaignVersion,
    who: writers,
    ifMatch: "optional",
    body: fields(requirementFields),
    status: 201,
    answer: RequirementShown,
    run: async ({ work, params, body, expectedVersion }) =>
      showRequirement(await addRequirement(work, params.taskId, { ...body, ...versioned(expectedVersion) })),
  }),
  operation({
    id: "changeRequirement",
    method: "patch",
    path: "/requirements/{requirementId}",
    tag,
    summary: "修改草稿里的要求",
    notes: campaignVersion,
    who: writers,
    ifMatch: "optional",
    body: Type.Partial(fields(requirementFields), { additionalProperties: false }),
    answer: RequirementShown,
    run: async ({ work, params, body, expectedVersion }) =>
      showRequirement(
        await changeRequirement(work, params.requirementId, { ...body, ...versioned(expectedVersion) }),
      ),
  }),
  operation({
    id: "removeRequirement",
    method: "delete",
    path: "/requirements/{requirementId}",
    tag,
    summary: "删除草稿里的要求",
    notes: campaignVersion,
    who: writers,
    ifMatch: "optional",
    run: ({ work, params, expectedVersion }) =>
      removeRequirement(work, params.requirementId, versioned(expectedVersion)),
  }),
];

/** The parts of a plan: its lines of work, their phases, and what units must do. */
export const planOperations = [...taskOperations, ...phaseOperations, ...requirementOperations];
