import { readFile } from "node:fs/promises";
import Type from "typebox";
import { enterAnswer } from "../../actions/answers.ts";
import { commandAssignment } from "../../actions/assignment-life.ts";
import { assignmentDetail, listAssignments, ownTask, timelineOf } from "../../actions/assignment-reads.ts";
import type { Task } from "../../actions/assignments.ts";
import { attachFiles, evidenceFile, removeEvidence } from "../../actions/evidence.ts";
import { keepFile, largestFile, pathOf, registerFile } from "../../actions/files.ts";
import { declareInventory } from "../../actions/inventories.ts";
import { type Question, questionnaireOf } from "../../actions/questions.ts";
import { invalid } from "../../errors.ts";
import { assignmentMachine } from "../../machines/assignment.ts";
import type { Work } from "../../work.ts";
import {
  AssignmentDetailShown,
  AssignmentShown,
  showAssignment,
  showWhole,
  Value,
} from "./assignment-shapes.ts";
import { operation } from "./operation.ts";
import { versioned } from "./order.ts";
import { fields, Id, iso, Moment, nextOf, oneOf, orNull, pageIn, pageOf, paging, text } from "./schemas.ts";

const tag = "任务";
const Items = Type.Array(Type.Integer({ minimum: 1 }), { maxItems: 500, uniqueItems: true });

const getAssignment = operation({
  id: "getAssignment",
  method: "get",
  path: "/assignments/{assignmentId}",
  tag,
  summary: "一项任务,连同题目、答复、佐证和报送",
  who: "person",
  answer: AssignmentDetailShown,
  run: async ({ work, params }) => showWhole(work, await assignmentDetail(work, params.assignmentId)),
});

const again = async (work: Work, id: number) => showWhole(work, await assignmentDetail(work, id));

const readOperations = [
  operation({
    id: "listAssignments",
    method: "get",
    path: "/assignments",
    tag,
    summary: "任务列表",
    notes: "责任人看到本单位的,中心校连同下属学校,科室看到报送给自己的,教体局看到全部。",
    who: "person",
    query: fields({
      ...paging,
      campaignId: Type.Optional(Id),
      taskId: Type.Optional(Id),
      requirementId: Type.Optional(Id),
      unitId: Type.Optional(Id),
      state: Type.Optional(oneOf(Object.keys(assignmentMachine.states))),
      overdue: Type.Optional(Type.Boolean()),
      text: Type.Optional(text(80)),
    }),
    answer: pageOf(AssignmentShown),
    run: async ({ work, query: { after, limit, ...filters } }) => {
      const at = pageIn({ after, limit });
      const rows = await listAssignments(work, { ...filters, ...at });
      return {
        items: await Promise.all(rows.map((row) => showAssignment(work, row))),
        next: nextOf(rows, at.limit),
      };
    },
  }),
  getAssignment,
  operation({
    id: "getTimeline",
    method: "get",
    path: "/assignments/{assignmentId}/timeline",
    tag,
    summary: "任务的经过",
    who: "person",
    answer: fields({
      items: Type.Array(
        fields({
          at: Moment,
          who: Type.String(),
          subject: Type.String(),
          command: Type.String(),
          title: Type.String(),
          from: orNull(Type.String()),
          to: orNull(Type.String()),
          reason: orNull(Type.String()),
        }),
      ),
    }),
    run: async ({ work, params }) => ({
      items: (await timelineOf(work, params.assignmentId)).map(
        ({ at, who, subject, command, title, from, to, reason }) => ({
          at: iso(at),
          who,
          subject,
          command,
          title,
          from,
          to,
          reason,
        }),
      ),
    }),
  }),
];

/** The questions of a checklist by their keys; refuses with invalid, naming those that are not asked. */
async function questionsOf(work: Work, task: Task, keys: string[]): Promise<Question[]> {
  const { questions } = await questionnaireOf(work, task);
  return keys.map((key, place) => {
    const question = questions.find((each) => each.key === key);
    if (!question)
      throw invalid("没有这道题", [{ field: `answers.${place}.key`, message: "这份清单里没有这道题" }]);
    return question;
  });
}

const changeOperations = [
  operation({
    id: "answer",
    method: "post",
    path: "/assignments/{assignmentId}/answers",
    tag,
    summary: "作答",
    notes:
      "与微信对话是同一份清单,可以交替着填。“部分”和“不涉及”要写说明;报送以前可以反复改,每次修改都留底。",
    who: "person",
    body: fields({
      answers: Type.Array(fields({ key: text(40), value: Value, note: Type.Optional(orNull(text(2000))) }), {
        minItems: 1,
        maxItems: 200,
      }),
    }),
    status: 200,
    answer: AssignmentDetailShown,
    run: async ({ work, params: { assignmentId }, body: { answers } }) => {
      const task = await ownTask(work, assignmentId);
      const questions = await questionsOf(
        work,
        task,
        answers.map((each) => each.key),
      );
      for (const [place, question] of questions.entries()) {
        const said = answers[place];
        if (said)
          await enterAnswer(work, assignmentId, question, { value: said.value, note: said.note ?? null });
      }
      return again(work, assignmentId);
    },
  }),
  operation({
    id: "declareInventory",
    method: "put",
    path: "/assignments/{assignmentId}/inventories/{scope}",
    tag,
    summary: "填写本单位有哪些媒体、平台或治理对象",
    notes: "scope 为 medium、platform 或 target。没有的填空列表,就是零报告。",
    who: "person",
    body: fields({ names: Type.Array(text(80), { maxItems: 100, uniqueItems: true }) }),
    answer: AssignmentDetailShown,
    run: async ({ work, params: { assignmentId, scope }, body }) => {
      if (scope !== "medium" && scope !== "platform" && scope !== "target")
        throw invalid("清单类别不对", [{ field: "scope", message: "只能是:medium、platform、target" }]);
      await declareInventory(work, await ownTask(work, assignmentId), scope, body.names);
      return again(work, assignmentId);
    },
  }),
  operation({
    id: "addEvidence",
    method: "post",
    path: "/assignments/{assignmentId}/evidence",
    tag,
    summary: "上传佐证",
    notes:
      "内容是文件本身。收照片(jpg、png、webp、heic)和 pdf、docx、xlsx、zip。key 写明证明哪道题,不写是整项任务的。",
    who: "person",
    accepts: { bytes: largestFile },
    query: fields({ name: text(200), key: Type.Optional(text(40)) }),
    status: 201,
    answer: AssignmentDetailShown,
    prepare: ({ file, rules }) => keepFile(rules.filesFolder, file.bytes),
    run: async ({ work, params: { assignmentId }, query: { name, key }, ready }) => {
      const task = await ownTask(work, assignmentId);
      const [question] = key === undefined ? [] : await questionsOf(work, task, [key]);
      await registerFile(work, ready);
      await attachFiles(work, task, question ?? null, [{ hash: ready.hash, name, inboxId: null }]);
      return again(work, assignmentId);
    },
  }),
  operation({
    id: "getEvidence",
    method: "get",
    path: "/assignments/{assignmentId}/evidence/{evidenceId}",
    tag,
    summary: "下载佐证",
    who: "person",
    answer: "file",
    run: async ({ work, params, rules }) => {
      const { name, hash, mime } = await evidenceFile(
        work,
        (await ownTask(work, params.assignmentId)).id,
        params.evidenceId,
      );
      return { name, type: mime, bytes: await readFile(pathOf(rules.filesFolder, hash)) };
    },
  }),
  operation({
    id: "removeEvidence",
    method: "delete",
    path: "/assignments/{assignmentId}/evidence/{no}",
    tag,
    summary: "撤下佐证",
    notes: "no 是佐证在任务里的序号。",
    who: "person",
    run: async ({ work, params }) => {
      await removeEvidence(work, await ownTask(work, params.assignmentId), Number(params.no));
    },
  }),
  operation({
    id: "commandAssignment",
    method: "post",
    path: "/assignments/{assignmentId}/commands",
    tag,
    summary: "报送、撤回、通过、退回、免办、移交等",
    notes: "通过和退回要带 hash(审的那一稿);退回要写 reason,items 是要退的题号;移交要写 postId。",
    who: "person",
    ifMatch: "optional",
    current: getAssignment,
    body: fields({
      command: oneOf(Object.keys(assignmentMachine.commands)),
      reason: Type.Optional(text(300)),
      hash: Type.Optional(text(64)),
      items: Type.Optional(Items),
      remark: Type.Optional(text(2000)),
      postId: Type.Optional(Id),
    }),
    answer: AssignmentDetailShown,
    run: async ({ work, params: { assignmentId }, body, expectedVersion }) => {
      await commandAssignment(work, assignmentId, { ...body, ...versioned(expectedVersion) });
      return again(work, assignmentId);
    },
  }),
];

/** Work of units: what is asked, answered, proved and decided. */
export const assignmentOperations = [...readOperations, ...changeOperations];
