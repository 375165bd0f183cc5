import type { WorkTarget } from "../../entities/broadcast.ts";
import type { Scope } from "../../entities/checklist-item.ts";

/** A question that was put to the person, by item and inventory entry. */
export type QuestionKey = string;

/** What the bot waits for, beyond an answer to the question on the table. */
export type Pending =
  | { kind: "batch"; taskId: number; keys: QuestionKey[]; values: string[] }
  | { kind: "doubt"; taskId: number; key: QuestionKey; value: string }
  | { kind: "remark"; taskId: number; key: QuestionKey; value: string }
  | { kind: "evidence"; taskId: number; key: QuestionKey | null }
  | { kind: "inventory"; taskId: number; scope: Exclude<Scope, "unit"> }
  | { kind: "inventory-confirm"; taskId: number; scope: Exclude<Scope, "unit">; names: string[] }
  | { kind: "submit"; taskId: number; hash: string }
  | { kind: "extension-task"; to: string | null; reason: string | null }
  | { kind: "extension-date"; taskId: number; reason: string | null }
  | { kind: "extension-reason"; taskId: number; to: string }
  | { kind: "extension-confirm"; taskId: number; to: string; reason: string }
  | { kind: "handover-to"; postId: number }
  | { kind: "handover-confirm"; postId: number; to: string }
  | {
      kind: "broadcast-text";
      wish: {
        group?: string | undefined;
        whom?: string | undefined;
        township?: string | undefined;
        target?: string | undefined;
      } | null;
      at: string | null;
    }
  | { kind: "broadcast-whom"; text: string; at: string | null }
  | { kind: "broadcast-confirm"; id: number; hash: string; count: number; whom: string; scheduled: boolean }
  | { kind: "room-confirm"; roomId: number; name: string; body: string }
  | { kind: "urge-confirm"; target: WorkTarget; unitIds: number[] | null; title: string; count: number }
  | { kind: "review"; taskId: number; hash: string; count: number }
  | { kind: "notice"; version: number; next: Form | Sure }
  | Form
  | Sure
  | Why
  | { kind: "registry-review"; of: Form["of"]; id: number; revisionId: number | null };

/** What is done only after it was said twice. */
export type Deed =
  | "zero-report"
  | "withdraw-consent"
  | "erase"
  | "reconfirm"
  | "abandon"
  | "retire"
  | "retract"
  | "reinstate";

/** A deed that wants a reason, and for what was taken down the proof once the reason is told. */
export interface Why {
  kind: "why";
  deed: "retire" | "retract" | "reinstate";
  id: number;
  reason: string | null;
}

/** Something that waits to be said a second time. */
export interface Sure {
  kind: "sure";
  deed: Deed;
  id: number | null;
  reason: string | null;
  /** What shows that a work was taken down, in words. */
  proof?: string;
}

/** What a form holds so far, by the name of the item. */
export type Draft = Record<string, string | number | boolean | null>;

/** The registration of an account or a publication, item by item; `at` is the item asked for, null when all is echoed. */
export interface Form {
  kind: "form";
  of: "account" | "publication";
  mode: "new" | "mend" | "change";
  id: number | null;
  draft: Draft;
  at: string | null;
  /** Platforms whose accounts follow this one. */
  queue: string[];
  /** The holder's own accounts that a publication may be put on. */
  accounts: [id: number, words: string][];
}

/** Files of one burst, and the questions that they are likely to prove. */
export interface Held {
  taskId: number;
  files: { hash: string; name: string; inboxId: number }[];
  offer: QuestionKey[];
}

/** A list of others' work that was cut; 更多 goes on with it. */
export interface More {
  view: "progress" | "undone" | "not-begun" | "submitted" | "phones";
  target: WorkTarget | null;
  unitIds: number[] | null;
  title: string;
  shown: number;
}

/** What the bot remembers of its talk with one person. Data only, so that it outlives a restart. */
export interface Memory {
  version: 2;
  /** The one task that has the floor, and the questions of it that were put last. */
  focus: { taskId: number; asked: QuestionKey[] } | null;
  pending: Pending | null;
  /** A form that was left for something else and can be taken up again. */
  laidAside?: Form | null;
  /** Files that came without saying which question they prove, kept until the person says. */
  held: Held | null;
  /** Outbox key of the message that put the question or asked for the confirmation. */
  promptKey: string | null;
  /** The question answered last, for corrections and photos. */
  last: { taskId: number; key: QuestionKey } | null;
  /** The task submitted last, for 撤回. */
  justSubmitted: number | null;
  /** Questions put off until the others are done. */
  skipped: QuestionKey[];
  /** Questions of a list that must be put one by one. */
  single: QuestionKey[];
  /** Requests of others that were shown to this person and wait for his decision. */
  shown: string[];
  /** Messages in a row that were not understood. */
  misses: number;
  /** The person asked for a pause; the next 继续 goes on. */
  paused: boolean;
  /** What is left of the list read last. */
  more?: More | null;
}

/** A talk that has not begun. */
export const freshMemory = (): Memory => ({
  version: 2,
  focus: null,
  pending: null,
  held: null,
  promptKey: null,
  last: null,
  justSubmitted: null,
  skipped: [],
  single: [],
  shown: [],
  misses: 0,
  paused: false,
});
