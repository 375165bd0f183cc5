import type { House } from "../../work.ts";
import { accountsOperations } from "./accounts.ts";
import { assignmentOperations } from "./assignments.ts";
import { broadcastOutcomeOperations } from "./broadcast-outcomes.ts";
import { broadcastOperations } from "./broadcasts.ts";
import { campaignOperations } from "./campaigns.ts";
import { checklistOperations } from "./checklists.ts";
import { importOperations } from "./imports.ts";
import { meOperations } from "./me.ts";
import { mediaAccountOperations } from "./media-accounts.ts";
import { type MiniProgram, miniOperations } from "./mini.ts";
import type { AnyOperation } from "./operation.ts";
import { peopleOperations } from "./people.ts";
import { planOperations } from "./plan.ts";
import { progressOperations } from "./progress.ts";
import { publicationOperations } from "./publications.ts";
import { requestOperations } from "./requests.ts";
import { signInOperations } from "./sign-in.ts";
import { submissionOperations } from "./submissions.ts";
import { unitOperations } from "./units.ts";
import { webhookOperations } from "./webhooks.ts";

/** Everything that the API can do, in the order of its reference. */
export const allOperations = (house: House, program: MiniProgram): AnyOperation[] => [
  ...signInOperations,
  ...accountsOperations,
  ...unitOperations,
  ...peopleOperations,
  ...importOperations,
  ...campaignOperations,
  ...planOperations,
  ...checklistOperations,
  ...assignmentOperations,
  ...submissionOperations,
  ...requestOperations,
  ...progressOperations,
  ...broadcastOperations,
  ...broadcastOutcomeOperations,
  ...mediaAccountOperations,
  ...publicationOperations,
  ...meOperations,
  ...webhookOperations,
  ...miniOperations(house, program),
];
