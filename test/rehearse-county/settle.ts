import { Contact } from "../../entities/contact.ts";
import { Person } from "../../entities/person.ts";
import { Post } from "../../entities/post.ts";
import { Unit } from "../../entities/unit.ts";
import { seedPlan } from "../../seeds/demo.ts";
import { codeOf } from "../../src/actions/assignments.ts";
import { commandCampaign } from "../../src/actions/campaign-life.ts";
import type { Actor, Work } from "../../src/work.ts";
import type { County, Seat, Somebody } from "./county.ts";
import { nameOf } from "./diary.ts";
import type { Stage } from "./stage.ts";

/** What the program calls the people and pieces of the county. */
export interface Register {
  campaignId: number;
  units: Map<string, number>;
  people: Map<string, number>;
  /** Rows of seats by their number; those of newcomers are added. */
  posts: Map<number, number>;
  /** Pieces of work by the code that people type, and the other way round; their rows. */
  pieces: Map<string, { piece: { place: string; demand: string }; id: number }>;
  codes: Map<string, string>;
}

/** Writes the county down and publishes the plan, issued on that day, as the bureau's administrator does. */
export async function settle(stage: Stage, county: County, issued: string): Promise<Register> {
  const { test } = stage;
  const written = await test.act((work) => writeCounty(work, county));
  const campaignId = await test.act((work) => seedPlan(work, { issuedOn: issued }));
  const [admin] = county.seats.filter(({ role }) => role === "bureau-admin");
  const actor: Actor = { kind: "person", personId: written.people.get(admin?.who ?? "") ?? 0 };
  await test.act((work) => commandCampaign(work, campaignId, { command: "publish" }), actor);
  stage.note({ is: "published" });
  return { ...written, campaignId, ...(await readCodes(stage, campaignId)) };
}

async function writeCounty(
  work: Work,
  county: County,
): Promise<Pick<Register, "units" | "people" | "posts">> {
  const units = new Map<string, number>();
  for (const { parent, ...place } of county.places) {
    const row = {
      ...place,
      parentId: parent === null ? null : (units.get(parent) ?? null),
      aliases: [],
      demo: false,
    };
    units.set(place.code, idOf((await work.db.insert(Unit, row)).identifiers[0]));
  }
  const inserted = await work.db.insert(
    Person,
    county.people.map(({ name }) => ({ name, demo: false })),
  );
  const people = new Map(county.people.map(({ id }, index) => [id, idOf(inserted.identifiers[index])]));
  const posts = await writePosts(work, county.seats, { units, people });
  await bind(work, county.people, people);
  return { units, people, posts };
}

async function writePosts(
  work: Work,
  seats: Seat[],
  { units, people }: Pick<Register, "units" | "people">,
): Promise<Map<number, number>> {
  const fromAt = new Date(work.now.getTime() - 1_000);
  const { identifiers } = await work.db.insert(
    Post,
    seats.map(({ place, who, role }) => ({
      unitId: units.get(place) ?? 0,
      personId: people.get(who) ?? 0,
      role,
      fromAt,
      untilAt: null,
    })),
  );
  return new Map(seats.map(({ no }, index) => [no, idOf(identifiers[index])]));
}

async function bind(work: Work, people: Somebody[], ids: Map<string, number>): Promise<void> {
  const bound = people.filter(({ temper }) => temper !== "unbound");
  await work.db.insert(
    Contact,
    bound.map(({ id, phone }) => ({
      channel: "simulator",
      address: phone,
      personId: ids.get(id) ?? 0,
      verifiedAt: work.now,
    })),
  );
}

const idOf = (identifier: { id?: unknown } | undefined): number => Number(identifier?.id);

async function readCodes(stage: Stage, campaignId: number): Promise<Pick<Register, "pieces" | "codes">> {
  const rows: { id: number; place: string; demand: string }[] = await stage.test.db.query(
    `SELECT a.id, u.code AS place, r.code AS demand FROM assignment a JOIN unit u ON u.id = a.unit_id
     JOIN requirement r ON r.id = a.requirement_id WHERE a.campaign_id = ?`,
    [campaignId],
  );
  const named = rows.map(({ id, ...piece }) => ({ id, piece, code: codeOf(id) }));
  return {
    pieces: new Map(named.map(({ code, id, piece }) => [code, { id, piece }])),
    codes: new Map(named.map(({ code, piece }) => [nameOf(piece), code])),
  };
}
