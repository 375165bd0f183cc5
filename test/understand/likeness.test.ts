import { readFileSync } from "node:fs";
import { expect } from "chai";
import { exampleText, readExamples } from "../../bot/understand/likeness/examples.ts";
import { digestOfLessons } from "../../bot/understand/likeness/learn.ts";
import { likenesses, type Weights } from "../../bot/understand/likeness/likeness.ts";
import { hear } from "../../bot/understand/text/normalise.ts";

const weights = JSON.parse(
  readFileSync(new URL("../../bot/understand/likeness/weights.json", import.meta.url), "utf8"),
) as Weights;

describe("what messages are like", function () {
  this.timeout(60_000);

  it("was learnt from the examples as they are now (else run: npm run learn)", () => {
    expect(weights.of).to.equal(digestOfLessons(exampleText()));
  });

  it("is learnt from sentences that have one meaning in one situation", () => {
    const meanings = new Map<string, string>();
    const torn = readExamples(exampleText()).filter(({ text, context, label }) => {
      const place = `${JSON.stringify(context)} ${text}`;
      const other = meanings.get(place);
      meanings.set(place, label);
      return other !== undefined && other !== label;
    });
    expect(torn.map(({ text, label }) => `${text} ${label}`)).to.deep.equal([]);
  });

  it("is nothing where there are no examples of a situation", () => {
    expect(likenesses(hear("好的"), { kind: "review", count: 3 })).to.deep.equal([]);
  });

  it("is a belief that adds up to one at most, the strongest first", () => {
    const likes = likenesses(hear("能不能宽限两天"), { kind: "reminder" });
    expect(likes[0]?.label).to.equal("extend-request");
    expect(likes.map(({ share }) => share)).to.deep.equal(
      likes.map(({ share }) => share).toSorted((a, b) => b - a),
    );
    expect(likes.reduce((sum, { share }) => sum + share, 0)).to.be.at.most(1.000001);
  });
});
