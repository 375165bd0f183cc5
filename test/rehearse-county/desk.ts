import { acceptTask, openSubmission } from "../../src/actions/submissions.ts";
import type { Somebody } from "./county.ts";
import { nameOf, type Piece } from "./diary.ts";
import { addDays, dayOf, demandOf, worked } from "./plan.ts";
import type { Scene } from "./scene.ts";
import type { Said, Talk } from "./stage.ts";

/** A submission that a reviewer read of on his phone. */
interface Waiting {
  piece: Piece;
  code: string;
  revision: number;
}

const reviewing = /【待审核】[\s\S]*? #(\w+)《[\s\S]*?第(\d+)稿/u;
const timeAsked = /【延期申请】[\s\S]*?#(\w+)《/u;
const handover = /【工作移交】[\s\S]*?申请把工作移交给(.+?)。/u;

/** Those who review and decide. They work from the letters on their phones, and from nothing else. */
export class Desk {
  private readonly scene: Scene;
  private seen = 0;

  constructor(scene: Scene) {
    this.scene = scene;
  }

  /** Everything that came in since, decided: most over the web, some in chat. */
  async work(): Promise<Talk[]> {
    const letters = this.scene.stage.arrived.slice(this.seen);
    this.seen = this.scene.stage.arrived.length;
    const talks = new Map<string, Generator<Said, void, string>[]>();
    for (const { phone, text } of letters) {
      const me = this.scene.county.people.find((each) => each.phone === phone);
      const deed = me && (await this.deedFor(me, text));
      if (me && deed) talks.set(phone, [...(talks.get(phone) ?? []), deed]);
    }
    return [...talks.values()].map((deeds) => oneAfterAnother(deeds));
  }

  private async deedFor(me: Somebody, text: string): Promise<Talk | null> {
    const [, to] = handover.exec(text) ?? [];
    if (to) return this.isFirst(me, `handover ${to}`) ? this.grantHandover(me, to) : null;
    const asked = this.pieceIn(timeAsked.exec(text));
    if (asked) return this.isFirst(me, nameOf(asked.piece)) ? this.decideTime(me, asked) : null;
    const waiting = this.pieceIn(reviewing.exec(text));
    return waiting ? this.review(me, waiting) : null;
  }

  private pieceIn(found: RegExpExecArray | null): Waiting | null {
    if (!found) return null;
    const [, code = "", revision] = found;
    const piece = this.scene.register.pieces.get(code)?.piece;
    return piece ? { piece, code, revision: Number(revision ?? 0) } : null;
  }

  /** Of several who got the same letter one takes it. */
  private isFirst(me: Somebody, name: string): boolean {
    const seat = this.scene.known.seating.seats.find(({ who }) => who === me.id);
    const colleagues = this.scene.seatsAt(seat?.place ?? "", [seat?.role ?? "staff"]);
    const turn = this.scene.dice("turn", name).below(Math.max(1, colleagues.length));
    return colleagues[turn]?.who === me.id;
  }

  private async review(me: Somebody, waiting: Waiting): Promise<Talk | null> {
    const { piece, revision } = waiting;
    const standing = this.scene.standing(piece);
    const stands = standing.state === "submitted" && standing.revision === revision;
    if (!stands || standing.handedInBy === me.id || !this.isFirst(me, nameOf(piece))) return null;
    const dice = this.scene.dice("review", nameOf(piece), revision);
    const count = this.scene.intents.countOf(piece);
    const empty = count === 0 && demandOf(piece.demand).asks !== undefined;
    if (revision === 1 && !empty && dice.chance(0.12))
      return this.sendBack(me, waiting, dice.below(Math.max(1, count)) + 1);
    if (dice.chance(0.2)) return this.acceptInChat(me, waiting);
    await acceptOnTheWeb(this.scene, me, piece);
    return null;
  }

  private *acceptInChat(me: Somebody, { piece, code, revision }: Waiting): Talk {
    const { scene } = this;
    yield* scene.expect(me, `看 #${code}`, new RegExp(`#${code} .*第${revision}稿`, "u"));
    const done = yield* scene.expect(me, "通过", new RegExp(`✔ 已通过 #${code} `, "u"));
    if (done) scene.note({ is: "accepted", piece });
  }

  private *sendBack(me: Somebody, { piece, code, revision }: Waiting, no: number): Talk {
    const { scene } = this;
    const isPaper = demandOf(piece.demand).asks === undefined;
    yield* scene.expect(me, `看 #${code}`, new RegExp(`#${code} .*第${revision}稿`, "u"));
    const words = isPaper ? "退回 材料没有签字" : `退回${no} 与实际不符`;
    const done = yield* scene.expect(me, words, new RegExp(`✔ 已退回 #${code} `, "u"));
    if (!done) return;
    scene.note({ is: "returned", piece });
    const dice = scene.dice("again", nameOf(piece));
    const day = worked(addDays(dayOf(scene.stage.now), 1 + dice.below(5)), 1);
    scene.agenda.put(day, "morning", { does: "fill", piece });
  }

  private *decideTime(me: Somebody, { piece, code }: Waiting): Talk {
    const { scene } = this;
    const granted = scene.dice("time", nameOf(piece)).chance(0.7);
    const text = granted ? `#${code} 批准` : `#${code} 不同意 时间太紧`;
    const done = yield* scene.expect(me, text, granted ? /✔ 已批准/u : /✔ 没有批准/u);
    if (done) scene.note({ is: granted ? "time-given" : "time-refused", piece });
  }

  private *grantHandover(me: Somebody, to: string): Talk {
    const { scene } = this;
    const done = yield* scene.expect(me, `批准移交 ${to}`, /✔ .*的工作已移交给/u);
    const newcomer = scene.county.people.find(({ name }) => name === to);
    const staff = scene.known.seating.seats.find(({ who, role }) => who === newcomer?.id && role === "staff");
    const [seat] = scene
      .seatsAt(staff?.place ?? "", ["responsible"])
      .filter(({ who }) => scene.person(who).temper === "hands-over");
    if (done && seat && newcomer) scene.note({ is: "handed-over", seat: seat.no, to: newcomer.id });
  }
}

/** Looks at what lies there and accepts it, as the web page does. */
export async function acceptOnTheWeb(scene: Scene, me: Somebody, piece: Piece): Promise<void> {
  const id = scene.rowOf(piece);
  await scene.stage.test.act(async (work) => {
    const { hash } = await openSubmission(work, id);
    await acceptTask(work, id, hash);
  }, scene.actor(me.id));
  scene.note({ is: "accepted", piece });
}

/** Several matters of one person, one after the other. */
export function* oneAfterAnother(deeds: Talk[]): Talk {
  for (const deed of deeds) yield* deed;
}
