import { expect } from "chai";
import { piecesOf } from "../../src/pages/simulator/taps.ts";

const offered = (text: string): string[] =>
  piecesOf(text)
    .filter(({ tap }) => tap)
    .map((piece) => piece.text);

describe("what can be tapped in a message", () => {
  for (const [text, words] of [
    ["请回复“确认”或“取消”。", ["确认", "取消"]],
    ["回“是”“否”“部分”“整改中”或“不涉及”,可以顺便写说明", ["是", "否", "部分", "整改中", "不涉及"]],
    ["没看明白,是“有”还是“没有”?", ["有", "没有"]],
    ["回编号就可以开始,如“#K7”。", ["#K7"]],
    ["答过的都记下了,回“继续”就接着来。", ["继续"]],
    ["✔ 第3题已记“是”。", []],
    ["您问的“要不要盖章”,已经转告信息办的林晓静。", []],
    ["没有引号的话", []],
  ] as const)
    it(`is ${words.join("、") || "nothing"} in “${text}”`, () => {
      expect(offered(text)).to.deep.equal(words);
      expect(
        piecesOf(text)
          .map((piece) => piece.text)
          .join(""),
      ).to.equal(text);
    });
});
