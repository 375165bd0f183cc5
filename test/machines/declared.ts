import type { ObjectLiteral } from "typeorm";
import { answerMachine } from "../../src/machines/answer.ts";
import { assignmentMachine } from "../../src/machines/assignment.ts";
import { broadcastMachine } from "../../src/machines/broadcast.ts";
import { campaignMachine } from "../../src/machines/campaign.ts";
import { deliveryMachine } from "../../src/machines/delivery.ts";
import { extensionMachine } from "../../src/machines/extension.ts";
import { handoverMachine } from "../../src/machines/handover.ts";
import type { Machine, Subject } from "../../src/machines/machine.ts";
import { mediaAccountMachine } from "../../src/machines/media-account.ts";
import { phaseMachine } from "../../src/machines/phase.ts";
import { publicationMachine } from "../../src/machines/publication.ts";
import {
  accountRevisionMachine,
  publicationRevisionMachine,
} from "../../src/machines/registration-revision.ts";
import { submissionMachine } from "../../src/machines/submission.ts";

/** Any of the machines, whatever it moves. */
export type AnyMachine = Machine<Subject & ObjectLiteral>;

/** A machine and what was agreed of it: state, command, next state; and the moves that need a reason. */
export interface Declared {
  machine: AnyMachine;
  steps: string[];
  reasons: string[];
}

/** A `*` marks a move that needs a reason. */
const of = <S extends Subject>(machine: Machine<S>, moves: string[]): Declared => ({
  machine: machine as unknown as AnyMachine,
  steps: moves.map((move) => move.replace(" *", "")),
  reasons: moves.filter((move) => move.endsWith(" *")).map((move) => move.replace(" *", "")),
});

/** Every request that somebody else decides. */
const decided = ["asked grant granted", "asked refuse refused *", "asked void void"];

/** The moves that the county and the program agreed on; a machine has these and no others. */
export const declared: Declared[] = [
  of(campaignMachine, [
    "draft publish active",
    "active extend_scope active",
    "active wind_down closing",
    "active close closed",
    "closing close closed",
    "closed reopen closing *",
    "closed archive archived",
    "draft void void *",
    "active void void *",
    "closing void void *",
  ]),
  of(phaseMachine, [
    "scheduled reschedule scheduled *",
    "scheduled close closed",
    "scheduled skip skipped *",
    "closed reopen scheduled *",
  ]),
  of(assignmentMachine, [
    "open submit submitted",
    "returned submit submitted",
    "submitted withdraw open",
    "submitted accept accepted",
    "submitted return returned *",
    "accepted reopen returned *",
    "open reassign open",
    "returned reassign returned",
    "submitted reassign submitted",
    "open waive waived *",
    "returned waive waived *",
    "waived restore open *",
    "open void void",
    "returned void void",
    "submitted void void",
  ]),
  of(answerMachine, [
    "blank say proposed",
    "proposed say proposed",
    "proposed confirm confirmed",
    "proposed discard blank",
    "blank enter confirmed",
    "confirmed enter confirmed",
    "confirmed say proposed",
    "confirmed flag flagged *",
    "flagged say proposed",
    "flagged enter confirmed",
    "flagged unflag confirmed",
  ]),
  of(submissionMachine, [
    "draft submit submitted",
    "draft discard withdrawn",
    "submitted withdraw withdrawn",
    "submitted accept accepted",
    "submitted return returned *",
    "returned supersede superseded",
    "accepted supersede superseded",
  ]),
  of(extensionMachine, decided),
  of(handoverMachine, decided),
  of(deliveryMachine, [
    "queued suppress suppressed",
    "queued lease sending",
    "sending ok sent",
    "sending retry queued",
    "sending fail failed",
    "sending lose unknown",
    "queued expire expired",
    "sent ack acked",
    "sent expire expired",
  ]),
  of(broadcastMachine, [
    "draft confirm scheduled",
    "scheduled start sending",
    "sending finish done",
    "draft cancel cancelled",
    "scheduled cancel cancelled",
    "sending cancel cancelled",
  ]),
  of(mediaAccountMachine, [
    "draft submit unit_review",
    "unit_review pass bureau_review",
    "unit_review return draft *",
    "unit_review recall draft",
    "bureau_review pass effective",
    "bureau_review return draft *",
    "effective propose_change effective",
    "effective reconfirm effective",
    "effective request_retire retiring *",
    "retiring pass retired",
    "retiring return effective *",
    "effective void voided *",
    "retired reinstate draft *",
  ]),
  of(publicationMachine, [
    "draft submit unit_review",
    "draft file_post_hoc unit_review",
    "unit_review pass cleared",
    "unit_review escalate bureau_review",
    "unit_review file published",
    "unit_review return draft *",
    "bureau_review pass cleared",
    "bureau_review return draft *",
    "cleared publish published",
    "cleared revise draft",
    "published amend published",
    "published retract retracted *",
    "draft abandon abandoned",
  ]),
  of(accountRevisionMachine, [
    "draft submit unit_review",
    "draft discard discarded",
    "unit_review recall draft",
    "unit_review pass bureau_review",
    "unit_review return draft *",
    "bureau_review approve approved",
    "bureau_review return draft *",
    "approved supersede superseded",
  ]),
  of(publicationRevisionMachine, [
    "unit_review approve approved",
    "draft submit unit_review",
    "draft discard discarded",
    "unit_review recall draft",
    "unit_review pass bureau_review",
    "unit_review return draft *",
    "bureau_review approve approved",
    "bureau_review return draft *",
    "approved supersede superseded",
  ]),
];
