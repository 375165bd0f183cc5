import { Account } from "./account.ts";
import { Answer } from "./answer.ts";
import { AnswerRevision } from "./answer-revision.ts";
import { ApiToken } from "./api-token.ts";
import { Assignment } from "./assignment.ts";
import { BindingAttempt } from "./binding-attempt.ts";
import { BindingCode } from "./binding-code.ts";
import { Broadcast } from "./broadcast.ts";
import { BroadcastRecipient } from "./broadcast-recipient.ts";
import { BroadcastReply } from "./broadcast-reply.ts";
import { Campaign } from "./campaign.ts";
import { Checklist } from "./checklist.ts";
import { ChecklistItem } from "./checklist-item.ts";
import { ChecklistVersion } from "./checklist-version.ts";
import { Consent } from "./consent.ts";
import { ConsentNotice } from "./consent-notice.ts";
import { Contact } from "./contact.ts";
import { Conversation } from "./conversation.ts";
import { Correction } from "./correction.ts";
import { DataExport } from "./data-export.ts";
import { DataExportPerson } from "./data-export-person.ts";
import { Event } from "./event.ts";
import { EventSeal } from "./event-seal.ts";
import { Evidence } from "./evidence.ts";
import { Extension } from "./extension.ts";
import { Handover } from "./handover.ts";
import { IdempotentAnswer } from "./idempotent-answer.ts";
import { ImportRun } from "./import-run.ts";
import { Inbox } from "./inbox.ts";
import { InventoryEntry } from "./inventory-entry.ts";
import { JobRun } from "./job-run.ts";
import { Lane } from "./lane.ts";
import { MediaAccount } from "./media-account.ts";
import { MediaAccountRevision } from "./media-account-revision.ts";
import { MiniCode } from "./mini-code.ts";
import { MiniSession } from "./mini-session.ts";
import { Notice } from "./notice.ts";
import { Outbox } from "./outbox.ts";
import { OutboxAttempt } from "./outbox-attempt.ts";
import { Person } from "./person.ts";
import { Phase } from "./phase.ts";
import { Phone } from "./phone.ts";
import { Post } from "./post.ts";
import { Publication } from "./publication.ts";
import { PublicationRevision } from "./publication-revision.ts";
import { RecoveryCode } from "./recovery-code.ts";
import { ReminderFire } from "./reminder-fire.ts";
import { ReminderRule } from "./reminder-rule.ts";
import { ReminderShare } from "./reminder-share.ts";
import { Requirement } from "./requirement.ts";
import { Room } from "./room.ts";
import { SecondFactor } from "./second-factor.ts";
import { Session } from "./session.ts";
import { Setting } from "./setting.ts";
import { SignInAttempt } from "./sign-in-attempt.ts";
import { SignInTicket } from "./sign-in-ticket.ts";
import { StoredFile } from "./stored-file.ts";
import { Submission } from "./submission.ts";
import { Task } from "./task.ts";
import { Unit } from "./unit.ts";
import { UnknownPhrase } from "./unknown-phrase.ts";
import { Urging } from "./urging.ts";
import { Webhook } from "./webhook.ts";
import { WebhookDelivery } from "./webhook-delivery.ts";
import { ZeroReport } from "./zero-report.ts";

/** Every entity, for the one DataSource. */
export const entities = [
  Account,
  Answer,
  AnswerRevision,
  ApiToken,
  Assignment,
  BindingAttempt,
  BindingCode,
  Broadcast,
  BroadcastRecipient,
  BroadcastReply,
  Campaign,
  Checklist,
  ChecklistItem,
  ChecklistVersion,
  Consent,
  ConsentNotice,
  Contact,
  Conversation,
  Correction,
  DataExport,
  DataExportPerson,
  Event,
  EventSeal,
  Evidence,
  Extension,
  Handover,
  IdempotentAnswer,
  ImportRun,
  Inbox,
  InventoryEntry,
  JobRun,
  Lane,
  MediaAccount,
  MediaAccountRevision,
  MiniCode,
  MiniSession,
  Notice,
  Outbox,
  OutboxAttempt,
  Person,
  Phase,
  Phone,
  Post,
  Publication,
  PublicationRevision,
  RecoveryCode,
  ReminderFire,
  ReminderRule,
  ReminderShare,
  Requirement,
  Room,
  SecondFactor,
  Session,
  Setting,
  SignInAttempt,
  SignInTicket,
  StoredFile,
  Submission,
  Task,
  Unit,
  UnknownPhrase,
  Urging,
  Webhook,
  WebhookDelivery,
  ZeroReport,
];
