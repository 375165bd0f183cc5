/** The five recorded values of a checklist answer. */
export type Value = "是" | "否" | "部分" | "整改中" | "不涉及";

/** Whether a value is compliant on its question. */
export type Verdict = "合格" | "问题";

/** "+": 是 is compliant; "-": 是 is a problem. */
export type Polarity = "+" | "-";

/** Which item is meant: the one on the table, the one answered last, or a number. */
export type ItemRef = "cur" | "last" | number;

/** Who is talking, as far as the bot knows. */
export type Role =
  | "responsible"
  | "administrator"
  | "inspector"
  | "staff"
  | "central-school"
  | "duty-officer"
  | "unbound";

/** One question of a list that was put all at once. */
export interface ListItem {
  no: number;
  polarity: Polarity;
  question?: string;
}

/** The question on the table. */
export interface QuestionContext {
  kind: "question";
  item?: number | string;
  polarity: Polarity;
  question: string;
  choices?: string[];
  previousValue?: Value;
}

/** Several questions on the table. */
export interface ListContext {
  kind: "list";
  items: ListItem[];
}

/** What the bot has just said or asked; decides what short words mean. */
type Situation =
  | QuestionContext
  | ListContext
  | { kind: "answered"; answered: number; of: number; last?: { item: number; value: Value } }
  | { kind: "paused"; left: number }
  | { kind: "confirm"; of: "submission" | "batch" | "extension" | "broadcast"; to?: string }
  | { kind: "reminder" }
  | { kind: "menu" }
  | { kind: "idle" }
  | { kind: "deliverable"; due: string; name: string }
  | { kind: "ledger"; no?: number; until?: string }
  | { kind: "register-account"; registered?: string[] }
  | { kind: "registered"; platforms?: string[] }
  | { kind: "consent" }
  | { kind: "register-publication" }
  | { kind: "duty" }
  | { kind: "evidence"; no?: number; item?: number | string }
  | { kind: "remark"; item?: number | string; value: Value }
  | { kind: "inventory"; of: "media" | "platforms" | "targets"; kinds: string[] }
  | { kind: "review"; count: number; code?: string }
  | { kind: "approve"; of: "extension" | "handover"; to?: string; count: number }
  | { kind: "extend-reason"; to?: string }
  | { kind: "handover-to" };

/** The situation with what every situation may carry; `offered` maps a number to a question, `due` is an ISO day. */
export type Context = Situation & {
  role?: Role;
  offered?: Record<string, string>;
  due?: string;
};

/** What may accompany any meaning: a question back, a second thing said, a warning, a wish to have it confirmed. */
export interface Extras {
  /** One short Chinese question that must be asked before anything is recorded. */
  ask?: string | undefined;
  /** True when it must be echoed and confirmed first. */
  confirm?: boolean | undefined;
  note?: string | undefined;
  /** A question asked along the way, to be answered or passed on. */
  question?: string | undefined;
  warn?: string | undefined;
  error?: string | undefined;
}

/** A yes/no answer to one question. */
export interface Answer extends Extras {
  intent: "answer";
  item: ItemRef;
  value: Value;
  verdict?: Verdict | undefined;
  scope?: string | undefined;
}

/** One or several of the choices offered: `value` joins their names, `choices` are their places from 0. */
export interface Choice extends Extras {
  intent: "answer";
  item: ItemRef;
  value: string;
  values: string[];
  choices: number[];
}

/** Answers to several questions: `items` by number, `others` for all the rest, `left` the numbers without a value. */
export interface Answers extends Extras {
  intent: "answers";
  items: Record<string, Value>;
  others?: Value | undefined;
  left?: number[] | undefined;
  /** What is said beside the value, by number; `note` holds all of it. */
  notes?: Record<string, string> | undefined;
  verdict?: Verdict | undefined;
}

/** Intents that concern one item and may carry a value. */
export interface ItemMeaning extends Extras {
  intent: "edit" | "undo" | "add-note" | "goto" | "skip" | "defer" | "repeat" | "explain" | "question";
  item?: ItemRef | undefined;
  value?: Value | undefined;
  verdict?: Verdict | undefined;
  text?: string | undefined;
  topic?: string | undefined;
  problem?: number | undefined;
}

/** Intents that say it all by their name, perhaps with a day or a moment. */
export interface PlainMeaning extends Extras {
  intent:
    | "next"
    | "prev"
    | "restart"
    | "resume"
    | "pause"
    | "set-reminder"
    | "show-answers"
    | "progress"
    | "submit"
    | "submit-file"
    | "confirm"
    | "cancel"
    | "ack"
    | "help"
    | "handoff"
    | "smalltalk"
    | "out-of-scope"
    | "reminders-off"
    | "reminders-on"
    | "zero-report"
    | "consent"
    | "consent-withdraw"
    | "data-access-request"
    | "data-delete-request"
    | "decline"
    | "register-none";
  date?: string | undefined;
  at?: string | undefined;
  name?: string | undefined;
  topic?: string | undefined;
  text?: string | undefined;
  reason?: string | undefined;
}

/** Nothing may be recorded: `ask` is what to ask instead; a day read along the way is kept. */
export interface AskMeaning extends Extras {
  intent: "ambiguous" | "unsure" | "ask" | "refuse";
  ask: string;
  reason?: string | undefined;
  date?: string | undefined;
  at?: string | undefined;
  items?: Record<string, Value> | undefined;
}

/** How questions come from now on: one by one or five at a time. */
export interface Pace extends Extras {
  intent: "pace";
  size: 1 | 5;
}

/** Questions about the work. */
export interface QueryMeaning extends Extras {
  intent:
    | "query-outstanding"
    | "query-deadline"
    | "query-duty"
    | "get-template"
    | "list"
    | "list-submitted"
    | "show-problems";
  scope?: string | undefined;
  unit?: string | undefined;
  group?: string | undefined;
  /** 柳河镇. */
  township?: string | undefined;
  /** The work it is about: 任务2, 附件1, or a word of its title. */
  target?: string | undefined;
  date?: string | undefined;
  name?: string | undefined;
}

/** Requests that another person decides; `by` is an ISO duration counted from the deadline. */
export interface RequestMeaning extends Extras {
  intent: "extend-request" | "transfer-request" | "bind-request" | "dispute-responsibility";
  to?: string | undefined;
  by?: string | undefined;
  reason?: string | undefined;
  name?: string | undefined;
  unit?: string | undefined;
}

/** The media, platforms or targets a unit has; `others` are names the bot did not offer. */
export interface Inventory extends Extras {
  intent: "inventory";
  kinds: string[];
  others?: string[] | undefined;
  none?: true | undefined;
}

/** Personal accounts and what is published. */
export interface RegistrationMeaning extends Extras {
  intent:
    | "register-account"
    | "register-for-other"
    | "update-account"
    | "deregister"
    | "register-publication";
  platform?: string | undefined;
  platforms?: string[] | undefined;
  name?: string | undefined;
  followers?: number | undefined;
  url?: string | undefined;
  people?: string[] | undefined;
  date?: string | undefined;
  topic?: string | undefined;
  text?: string | undefined;
}

/** Standing work: manuscripts, sensitive matters, duty. */
export interface StandingMeaning extends Extras {
  intent: "review-chain" | "proof" | "report-sensitive" | "duty-log" | "duty-swap";
  people?: string[] | undefined;
  /** Who did which of the steps: 初审, 复审, 终审, 一校 … */
  seats?: Record<string, string> | undefined;
  to?: string | undefined;
  date?: string | undefined;
  at?: string | undefined;
  text?: string | undefined;
  topic?: string | undefined;
}

/** The ledger of problems, reviews of submissions, and evidence. */
export interface LedgerMeaning extends Extras {
  intent:
    | "rectify-plan"
    | "rectify-done"
    | "edit-problem"
    | "dispute"
    | "add-problem"
    | "attach"
    | "review-accept"
    | "review-reject"
    | "review-close";
  problem?: number | undefined;
  /** All of them where several are named. */
  problems?: number[] | undefined;
  item?: ItemRef | undefined;
  items?: number[] | undefined;
  owner?: string | undefined;
  measure?: string | undefined;
  date?: string | undefined;
  to?: string | undefined;
  reason?: string | undefined;
  text?: string | undefined;
  unit?: string | undefined;
}

/** What an administrator or an approver orders. */
export interface AdministrationMeaning extends Extras {
  intent:
    | "remind"
    | "broadcast"
    | "broadcast-outcome"
    | "broadcast-replies"
    | "cancel-broadcast"
    | "phone-list"
    | "tell-room"
    | "export"
    | "report"
    | "approve-extension"
    | "reject-extension"
    | "approve-handover"
    | "reject-handover"
    | "edit-phase";
  scope?: string | undefined;
  unit?: string | undefined;
  group?: string | undefined;
  /** Who is told, as it was said. */
  whom?: string | undefined;
  /** 柳河镇. */
  township?: string | undefined;
  /** The work it is about: 任务2, 附件1, or a word of its title. */
  target?: string | undefined;
  text?: string | undefined;
  name?: string | undefined;
  reason?: string | undefined;
  to?: string | undefined;
  at?: string | undefined;
  date?: string | undefined;
}

/** What was meant, told apart by `intent`. */
export type Meaning =
  | Answer
  | Choice
  | Answers
  | ItemMeaning
  | PlainMeaning
  | AskMeaning
  | Pace
  | QueryMeaning
  | RequestMeaning
  | Inventory
  | RegistrationMeaning
  | StandingMeaning
  | LedgerMeaning
  | AdministrationMeaning;
