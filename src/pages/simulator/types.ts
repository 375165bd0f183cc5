/** What the interface under /sim/api answers. */

export interface Person {
  id: string;
  name: string;
  label: string;
  unread: number;
}

export interface Room {
  id: string;
  name: string;
  members: string[];
}

export interface Message {
  id: string;
  kind: string;
  from: string;
  fromName: string;
  talk: string;
  text: string;
  file?: { name: string; size: number; url: string };
  quote?: { id: string; name: string; text: string };
  at: string;
  status: "waiting" | "held" | "delivered" | "handled" | "arrived" | "lost";
}

export interface Talk {
  id: string;
  name: string;
  unread: number;
  last?: Message;
}

export interface Fault {
  kind: string;
  person?: string;
  direction?: string;
  ms?: number;
  count?: number;
}

export interface Hint {
  personId: string;
  words: string;
}

export interface WorldState {
  bot: { id: string; name: string };
  online: boolean;
  now: string;
  recommended?: string;
  hints: Hint[];
}

export type WorldEvent =
  | { type: "message"; message: Message }
  | { type: "status"; id: string; talk: string; status: Message["status"] }
  | { type: "unread"; person: string; talk: string; count: number; total: number }
  | { type: "clock"; now: string }
  | { type: "online"; online: boolean }
  | { type: "people" }
  | { type: "faults" };
