import { expect } from "chai";
import fc from "fast-check";
import { splitQuote } from "../../bot/wechaty-read.ts";
import { cutText, endingOf } from "../../bot/wechaty-send.ts";

const dashes = "- - - - - - - - - - - - - - -";

describe("words on the wire", () => {
  it("finds the quotation in a reply, with either colon and with lines in it", () => {
    expect(splitQuote(`「督办助手:第3条\n有没有?」\n${dashes}\n没有`)).to.deep.equal({
      quoted: "第3条\n有没有?",
      text: "没有",
    });
    expect(splitQuote(`「督办助手：有没有?」\n${dashes}\n没有\n真的`)).to.deep.equal({
      quoted: "有没有?",
      text: "没有\n真的",
    });
  });

  it("leaves words alone that only look a little like a reply", () => {
    for (const text of ["「引号」", `第一行\n${dashes}\n第二行`, "「某人:话」没有", ""]) {
      expect(splitQuote(text)).to.deep.equal({ text });
    }
  });

  it("never cuts a part longer than allowed, nor loses a visible character", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("是", "\n", "a", "😀"), { maxLength: 60 }),
        fc.integer({ min: 2, max: 20 }),
        (letters, longest) => {
          const text = letters.join("");
          const parts = cutText(text, longest);
          for (const part of parts) expect(part.length).to.be.at.most(longest);
          const visible = (words: string): string => words.replace(/\n/g, "");
          expect(visible(parts.join(""))).to.equal(visible(text));
          for (const part of parts) expect(part).not.to.match(/\p{Surrogate}/u);
        },
      ),
    );
  });

  it("knows a request for rest, an absent account and an unknown ending apart", () => {
    expect(endingOf(new Error("操作过于频繁,请稍后再试"), 0).kind).to.equal("throttled");
    expect(endingOf(new Error("request too frequent"), 0).kind).to.equal("throttled");
    expect(endingOf(new Error("not logged in"), 0).kind).to.equal("offline");
    expect(endingOf(new Error("socket hang up"), 0).kind).to.equal("unknown");
    expect(endingOf(new Error("操作过于频繁"), 1).kind).to.equal("unknown");
  });
});
