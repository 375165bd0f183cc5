import { expect } from "chai";
import fc from "fast-check";
import { type Errand, errand, errandForEach, inWords, joined, sayErrand } from "../src/statements.ts";

describe("a statement", () => {
  it("gets its values in words, and only where a question mark stands for one", () => {
    expect(
      inWords(["SELECT '?', `a?b` FROM t WHERE x = ? AND y = '说\\'?' AND z IN (?)", ["它's", [1, 2]]]),
    ).to.equal("SELECT '?', `a?b` FROM t WHERE x = '它\\'s' AND y = '说\\'?' AND z IN (1, 2)");
  });

  it("for each member of a list says them all at once", () => {
    const insert = errandForEach(
      ["INSERT INTO t (a, b) VALUES ? ON DUPLICATE KEY UPDATE b = 1"],
      [[1, "一"]],
    );
    expect(sayErrand(insert)).to.equal("INSERT INTO t (a, b) VALUES (1, '一') ON DUPLICATE KEY UPDATE b = 1");
    const update = errandForEach(["UPDATE t SET a = ? WHERE id IN (?)", ["是?"]], [3, 4], true);
    expect(sayErrand(update)).to.equal("UPDATE t SET a = '是?' WHERE id IN (3, 4)");
    expect(update.rows).to.equal(2);
  });
});

describe("errands of several pieces of work", () => {
  const set = (value: string, ...ids: number[]): Errand =>
    errandForEach(["UPDATE t SET a = ? WHERE id IN (?)", [value]], ids, true);

  it("are said once where they say the same of others", () => {
    const told = joined([
      [set("是", 1), errand(["DO 1"])],
      [set("否", 2), errand(["DO 1"])],
      [set("是", 3), errand(["DO 1"])],
    ]);
    expect(told.map(sayErrand)).to.deep.equal([
      "UPDATE t SET a = '是' WHERE id IN (1, 3)",
      "DO 1",
      "UPDATE t SET a = '否' WHERE id IN (2)",
      "DO 1",
      "DO 1",
    ]);
    expect(told.map(({ rows }) => rows)).to.deep.equal([2, null, 1, null, null]);
  });

  it("that one of them says twice are said twice", () => {
    expect(joined([[set("是", 1), set("是", 1)], [set("是", 2)]]).map(sayErrand)).to.deep.equal([
      "UPDATE t SET a = '是' WHERE id IN (1, 2)",
      "UPDATE t SET a = '是' WHERE id IN (1)",
    ]);
  });

  it("all are said, each piece's in its own order, whatever they are", () => {
    const kind = fc.constantFrom("a", "b", "c", "alone");
    const pieces = fc.array(fc.array(kind, { maxLength: 6 }), { maxLength: 6 });
    fc.assert(
      fc.property(pieces, (wanted) => {
        const all = wanted.map((kinds, piece) =>
          kinds.map((each, no) => {
            const mark = `${piece}.${no}`;
            return each === "alone"
              ? errand(["DO ?", [mark]])
              : errandForEach([`${each} ?`], [mark], each === "a");
          }),
        );
        const told = joined(all);
        const placeOf = (mark: string): number =>
          told.findIndex(({ list, head }) => (list ? list.includes(mark) : head.includes(`'${mark}'`)));
        for (const [piece, kinds] of wanted.entries()) {
          const places = kinds.map((_, no) => placeOf(`${piece}.${no}`));
          expect(places).to.deep.equal([...new Set(places)].sort((one, other) => one - other));
          expect(places).not.to.include(-1);
        }
        const said = told.reduce((sum, { list }) => sum + (list?.length ?? 1), 0);
        expect(said).to.equal(wanted.flat().length);
        for (const { list, rows } of told) if (rows !== null) expect(rows).to.equal(list?.length);
      }),
    );
  });
});
