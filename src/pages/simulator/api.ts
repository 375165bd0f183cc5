import type { Fault, Message, Person, Room, Talk, WorldState } from "./types.ts";

/** A refusal by the server, in words for the reader. */
class Refused extends Error {}

async function call<T>(method: string, path: string, body?: object): Promise<T> {
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { "Content-Type": "application/json" };
  }
  const response = await fetch(`/sim/api${path}`, init).catch(() => {
    throw new Refused("连不上服务器,请稍后再试");
  });
  if (response.status === 204) return undefined as T;
  const answer = (await response.json().catch(() => ({}))) as { title?: string };
  if (!response.ok) throw new Refused(answer.title ?? "没有成功,请稍后再试");
  return answer as T;
}

const person = (id: string): string => `/people/${encodeURIComponent(id)}`;

export const api = {
  state: () => call<WorldState>("GET", "/state"),
  people: async () => (await call<{ people: Person[] }>("GET", "/people")).people,
  rooms: async () => (await call<{ rooms: Room[] }>("GET", "/rooms")).rooms,
  talks: async (id: string) => (await call<{ talks: Talk[] }>("GET", `${person(id)}/talks`)).talks,
  transcript: async (id: string, isRoom: boolean) => {
    const path = isRoom ? `/rooms/${encodeURIComponent(id)}` : person(id);
    return (await call<{ messages: Message[] }>("GET", `${path}/transcript`)).messages;
  },
  say: (said: object) => call<{ id: string }>("POST", "/say", said),
  read: (who: string, room?: string) => call<void>("POST", "/read", { person: who, room }),
  clock: (move: object) => call<{ now: string }>("POST", "/clock", move),
  faults: async () => (await call<{ faults: Fault[] }>("GET", "/faults")).faults,
  setFault: (fault: Fault) => call<unknown>("PUT", "/faults", fault),
  clearFault: (kind: string, who: string) =>
    call<unknown>("DELETE", `/faults?${new URLSearchParams({ kind, person: who })}`),
  logIn: () => call<unknown>("POST", "/login"),
  logOut: () => call<unknown>("POST", "/logout"),
};
