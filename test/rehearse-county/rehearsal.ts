import { drawAgenda } from "./agenda.ts";
import { bureauActs, endCampaign } from "./bureau.ts";
import { drawCounty, isBelow, piecesOf, type Size } from "./county.ts";
import { sitDown } from "./course.ts";
import { Desk } from "./desk.ts";
import { Intents } from "./intent.ts";
import { judgeLetters } from "./judge.ts";
import { judgeEndings } from "./ledger.ts";
import { Model } from "./model.ts";
import { addDays, type Day, endOf, instant, isWorked } from "./plan.ts";
import { Scene } from "./scene.ts";
import { settle } from "./settle.ts";
import { Stage } from "./stage.ts";
import { Story } from "./story.ts";

/** What is rehearsed: how large a county, by which chance, and until when. */
export interface Order extends Size {
  until: Day;
  /** Server; the test run's own unless told. */
  url?: string;
}

/** How it went. */
export interface Outcome {
  differences: string[];
  figures: Record<string, number>;
}

const issued = "2018-08-06";
const outage = "2018-08-29";
/** Plays a campaign from publication to archive, and judges everything that was said and kept. */
export async function rehearse(order: Order, say: (line: string) => void): Promise<Outcome> {
  const stage = await Stage.open(instant(issued, "09:40"), order.url);
  try {
    return await new Rehearsal(stage, order, new Story(say)).play();
  } finally {
    await stage.close();
  }
}

class Rehearsal {
  private readonly stage: Stage;
  private readonly order: Order;
  private readonly story: Story;
  private readonly differences: string[] = [];

  constructor(stage: Stage, order: Order, story: Story) {
    this.stage = stage;
    this.order = order;
    this.story = story;
  }

  async play(): Promise<Outcome> {
    const scene = await this.open();
    const desk = new Desk(scene);
    for (let day = issued; day <= this.order.until; day = addDays(day, 1)) await this.live(scene, desk, day);
    await this.at(addDays(this.order.until, 1), "10:00");
    await endCampaign(scene);
    await this.strike(scene, addDays(this.order.until, 2), "09:30");
    return this.judge(scene);
  }

  private async open(): Promise<Scene> {
    const { stage, order } = this;
    const county = drawCounty(order);
    const plain = new Set(
      county.seats
        .filter(
          ({ role, who }) =>
            role === "responsible" && county.people.some((one) => one.id === who && one.inLists),
        )
        .map(({ place }) => place),
    );
    for (const person of county.people) if (person.temper === "unreachable") stage.dead.add(person.phone);
    const known = new Model(county, issued);
    const agenda = drawAgenda({ county, pieces: piecesOf(county), issued, seed: order.seed });
    const register = await settle(stage, county, issued);
    const intents = new Intents(order.seed, plain);
    this.story.opens(county, register.codes.size);
    return new Scene({ stage, county, intents, agenda, register, seed: order.seed, known });
  }

  private async live(scene: Scene, desk: Desk, day: Day): Promise<void> {
    const { stage } = this;
    await this.strike(scene, day, "07:30");
    if (day === outage) stage.online = false;
    await this.strike(scene, day, "09:00");
    if (day === outage) await this.comeBack(day);
    await this.strike(scene, day, "09:41");
    await this.at(day, "13:30");
    await sitDown(scene, day, "morning");
    await this.strike(scene, day, "15:00");
    await sitDown(scene, day, "afternoon");
    await this.strike(scene, day, "17:00");
    if (isWorked(day)) await this.office(scene, desk, day);
    await this.strike(scene, day, "20:25");
    await this.at(day, "20:40");
    await sitDown(scene, day, "evening");
    await this.strike(scene, day, "22:30");
    this.story.tells(scene, day);
  }

  private at(day: Day, time: string): Promise<void> {
    return this.stage.moveTo(instant(day, time));
  }

  private async strike(scene: Scene, day: Day, time: string): Promise<void> {
    await this.at(day, time);
    await this.stage.tick();
    scene.learn();
  }

  private async comeBack(day: Day): Promise<void> {
    await this.at(day, "11:10");
    this.stage.online = true;
    await this.stage.rest();
  }

  private async office(scene: Scene, desk: Desk, day: Day): Promise<void> {
    await this.stage.converse(await desk.work(), (message) => message % 37 === 0);
    scene.learn();
    this.differences.push(...(await bureauActs(scene, day, this.story)));
  }

  private async judge(scene: Scene): Promise<Outcome> {
    const { stage } = this;
    const model = new Model(drawCounty(this.order), issued);
    for (const entry of stage.diary) model.read(entry);
    const letters = judgeLetters({
      county: scene.county,
      model,
      register: scene.register,
      arrived: stage.arrived,
      dead: stage.dead,
      phonesOf: (who, at) => phonesOf(scene, who, at),
    });
    const endings = await judgeEndings(stage, { model, intents: scene.intents, register: scene.register });
    const differences = [
      ...stage.complaints,
      ...this.differences,
      ...letters.differences,
      ...endings.differences,
    ];
    return {
      differences,
      figures: {
        units: scene.county.places.filter(isBelow).length,
        people: scene.county.people.length,
        assignments: model.standings.size,
        messages: stage.messages,
        answers: endings.answers,
        corrections: scene.corrections,
        submissions: [...model.standings.values()].reduce((sum, { revision }) => sum + revision, 0),
        reminders: letters.reminders,
        escalations: model.reminders.filter(({ others }) => others.length > 0).length,
        letters: letters.letters,
        days: Math.round((endOf(this.order.until) - instant(issued, "00:00")) / 86_400_000),
      },
    };
  }
}

/** The phone that somebody has at a moment, and all that he had by then; null for whoever was never bound. */
function phonesOf(scene: Scene, who: string, at: number): { now: string; ever: string[] } | null {
  const person = scene.person(who);
  if (person.temper === "unbound") return null;
  const ever = [person.phone.replace(/-b$/u, "")];
  for (const entry of scene.stage.diary)
    if (entry.is === "bound-anew" && entry.who === who && entry.at <= at) ever.push(entry.phone);
  return { now: ever.at(-1) ?? "", ever };
}
