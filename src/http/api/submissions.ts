import Type from "typebox";
import { commandSubmission } from "../../actions/assignment-life.ts";
import { listSubmissions, seenSubmission } from "../../actions/request-reads.ts";
import { submissionMachine } from "../../machines/submission.ts";
import { SubmissionShown, showSubmission } from "./assignment-shapes.ts";
import { operation } from "./operation.ts";
import { versioned } from "./order.ts";
import { fields, Id, nextOf, oneOf, pageIn, pageOf, paging, text } from "./schemas.ts";

const tag = "任务";
const Items = Type.Array(Type.Integer({ minimum: 1 }), { maxItems: 500, uniqueItems: true });

const getSubmission = operation({
  id: "getSubmission",
  method: "get",
  path: "/submissions/{submissionId}",
  tag,
  summary: "报送的一稿",
  who: "person",
  answer: SubmissionShown,
  run: async ({ work, params }) => showSubmission(work, await seenSubmission(work, params.submissionId)),
});

/** What was handed in, revision by revision. */
export const submissionOperations = [
  operation({
    id: "listSubmissions",
    method: "get",
    path: "/submissions",
    tag,
    summary: "报送列表",
    who: "person",
    query: fields({
      ...paging,
      assignmentId: Type.Optional(Id),
      state: Type.Optional(oneOf(Object.keys(submissionMachine.states))),
    }),
    answer: pageOf(SubmissionShown),
    run: async ({ work, query: { after, limit, ...filters } }) => {
      const at = pageIn({ after, limit });
      const rows = await listSubmissions(work, { ...filters, ...at });
      return {
        items: await Promise.all(rows.map((row) => showSubmission(work, row))),
        next: nextOf(rows, at.limit),
      };
    },
  }),
  getSubmission,
  operation({
    id: "commandSubmission",
    method: "post",
    path: "/submissions/{submissionId}/commands",
    tag,
    summary: "审核报送",
    who: "person",
    ifMatch: "optional",
    current: getSubmission,
    body: fields({
      command: oneOf(Object.keys(submissionMachine.commands)),
      reason: Type.Optional(text(300)),
      hash: Type.Optional(text(64)),
      items: Type.Optional(Items),
    }),
    answer: SubmissionShown,
    run: async ({ work, params, body, expectedVersion }) =>
      showSubmission(
        work,
        await commandSubmission(work, params.submissionId, { ...body, ...versioned(expectedVersion) }),
      ),
  }),
];
