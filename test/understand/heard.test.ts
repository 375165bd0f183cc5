import { expect } from "chai";
import { judged, type Outcome, utterancesIn } from "./heard.ts";

/** How many utterances of a file ended how, and what was taken for something else. */
function outcomesOf(file: string): Record<Outcome, string[]> {
  const found: Record<Outcome, string[]> = { right: [], asked: [], other: [], facts: [] };
  for (const said of utterancesIn(file)) {
    const { meaning, outcome } = judged(said);
    found[outcome].push(`${said.text} => ${JSON.stringify(meaning)}`);
  }
  return found;
}

/** Intents that write something down or set something going. */
const RECORDING =
  /"intent":"(?:answer|answers|edit|submit|confirm|consent|register-none|review-close|review-reject|approve-extension|reject-extension|broadcast)"/;
/** A single answer, or several of which some were not understood, that are echoed first are not recorded yet, nor is a change that is asked about. */
const ECHOED = /"intent":"answer",.*"confirm":true|"left":\[\d.*"confirm":true|"intent":"edit",.*"ask":/;
/** Differences that were looked at: a note more or less beside a value that is right, or a count read strictly. */
const LOOKED_AT =
  /^(?:统计一下|yi shi er fou san shi|商业的都没有|责任领导有|公众号和网站都有人审|两审两校|跟我们没关系|1、是;2、是;3、否|有呀我一个人干|微博) ?/;

describe("understanding utterances written by people who had not seen the rules", () => {
  for (const [file, least] of [
    ["town.jsonl", 245],
    ["young.jsonl", 262],
    ["county.jsonl", 383],
    ["villages.jsonl", 365],
    ["acceptance.jsonl", 390],
    ["offices.jsonl", 334],
    ["hills.jsonl", 298],
  ] as const) {
    it(`takes at least ${least} of ${file} as they were meant`, () => {
      expect(outcomesOf(file).right.length).to.be.at.least(least);
    });

    it(`records nothing that ${file} did not mean`, () => {
      const { other, facts } = outcomesOf(file);
      const wrong = [...other, ...facts].filter(
        (line) => RECORDING.test(line) && !ECHOED.test(line) && !LOOKED_AT.test(line),
      );
      expect(wrong).to.deep.equal([]);
    });
  }
});
