import type { SimulatedWorld } from "../bot/puppets/simulator-world.ts";
import type { Role } from "../entities/post.ts";
import { people } from "../seeds/county-people.ts";
import type { SimulatorPort } from "./http/simulator/port.ts";
import type { House } from "./work.ts";
import { at, dayOf, plusDays, timeOf, type Workdays } from "./workdays.ts";

/** What the desk is built from. */
export interface DeskParts {
  house: House;
  world: SimulatedWorld;
  /** Runs what is due after the clock was moved, and waits until it is said. */
  catchUp(): Promise<void>;
}

/** Whose phone a newcomer opens first. */
const newcomer = { name: "王秀兰", words: "收到提醒后回“继续”开始答题,回“待办”看全部任务。" };
/** The time of day at which one arrives at a deadline: late on its last day, but before the quiet hours. */
const arrival = "18:00";
/** The hours within which the demo is at its liveliest, and when it opens. */
const office = { from: "09:00", to: "18:00", opening: "09:05" };

/** What the page at /sim asks of the product: the next deadline, what happens after a jump, whom to start with. */
export function simulatorDesk(parts: DeskParts): SimulatorPort {
  const { world, house } = parts;
  return {
    world,
    nextDeadline: () => nextDeadline(parts),
    onMoved: () => parts.catchUp(),
    welcome: async () => {
      await settleWorld(house, world);
      const recommended = people.find((person) => person.name === newcomer.name)?.id;
      const known = world.people().some((person) => person.id === recommended);
      const first = known && recommended ? [{ personId: recommended, words: newcomer.words }] : [];
      const hints = [...first, ...(await bindingHints(house))];
      return { hints, ...(known && recommended ? { recommended } : {}) };
    },
  };
}

/** Gives the world a phone for everybody who holds a post: the demo's people, and those whom a set-up entered. */
export async function settleWorld(house: House, world: SimulatedWorld): Promise<void> {
  const [demo]: { n: number }[] = await house.database.query(
    "SELECT COUNT(*) AS n FROM person WHERE demo = 1",
  );
  const invented = Number(demo?.n) > 0 ? people : [];
  const wanted = [...invented, ...(await enteredPeople(house))];
  const present = new Set(world.people().map((person) => person.id));
  if (wanted.length === present.size && wanted.every((person) => present.has(person.id))) return;
  const group = wanted.filter((person) => person.label.includes("负责人")).map((person) => person.id);
  world.settle(wanted, group.length > 0 ? [{ id: "room-heads", name: "校长工作群", members: group }] : []);
}

const roles: Partial<Record<Role, string>> = {
  "bureau-leader": "局领导",
  "bureau-admin": "管理员",
  "office-operator": "经办人",
  "unit-head": "负责人",
  responsible: "责任人",
};

async function enteredPeople(house: House): Promise<{ id: string; name: string; label: string }[]> {
  const rows: { id: number; name: string; unit: string; role: Role }[] = await house.database.query(
    `SELECT n.id, n.name, u.name AS unit, p.role FROM person n
     JOIN post p ON p.id = (SELECT MIN(q.id) FROM post q WHERE q.person_id = n.id AND q.until_at IS NULL)
     JOIN unit u ON u.id = p.unit_id WHERE n.demo = 0 ORDER BY n.id`,
  );
  return rows.map(({ id, name, unit, role }) => ({
    id: `wx-person-${id}`,
    name,
    label: `${unit} · ${roles[role] ?? "教职工"}`,
  }));
}

/** A moment of the demo's first day at which reminders may go out: now in office hours, else the next morning. */
export function openingMoment(now: Date, workdays: Workdays): Date {
  const [day, time] = [dayOf(now), timeOf(now)];
  if (workdays.isWorkday(day) && time >= office.from && time < office.to) return now;
  const next = time < office.from ? day : plusDays(day, 1);
  return at(workdays.onOrAfter(next), office.opening);
}

/** The evening of the next day on which something falls due. */
async function nextDeadline({ house, world }: DeskParts): Promise<Date | undefined> {
  const now = world.clock.now();
  const today = dayOf(now);
  const from = at(today, arrival) > now ? today : plusDays(today, 1);
  const [next]: { dueAt: Date | null }[] = await house.database.query(
    `SELECT MIN(a.due_at) AS dueAt FROM assignment a JOIN campaign c ON c.id = a.campaign_id
     WHERE a.state IN ('open', 'returned') AND c.state IN ('active', 'closing') AND a.due_at >= ?`,
    [at(from, "00:00")],
  );
  return next?.dueAt ? at(dayOf(next.dueAt), arrival) : undefined;
}

/** People of the demo who are not bound yet. */
async function bindingHints(house: House): Promise<{ personId: string; words: string }[]> {
  const rows: { name: string }[] = await house.database.query(
    `SELECT p.name FROM person p LEFT JOIN contact c ON c.person_id = p.id
     WHERE p.demo = 1 AND c.id IS NULL ORDER BY p.id`,
  );
  const unbound = new Set(rows.map((row) => row.name));
  const words = "还没有绑定:请管理员在 /admin 发一个绑定码,把它发给机器人就绑上了。";
  return people.filter((person) => unbound.has(person.name)).map(({ id }) => ({ personId: id, words }));
}
