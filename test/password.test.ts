import { expect } from "chai";
import { hashPassword, verifyPassword } from "../src/password.ts";

describe("a password", () => {
  it("is kept with a salt of its own, and known again", async () => {
    const [one, other] = [await hashPassword("清河县-2018"), await hashPassword("清河县-2018")];
    expect(one).not.to.equal(other);
    expect(one.length).to.be.below(200);
    expect(await verifyPassword("清河县-2018", one)).to.equal(true);
    expect(await verifyPassword("清河县-2019", one)).to.equal(false);
  });

  it("matches nothing that is not kept by us", async () => {
    for (const kept of ["", "scrypt", "bcrypt$1$2$3$4$5", "清河县-2018"]) {
      expect(await verifyPassword("清河县-2018", kept)).to.equal(false);
    }
  });
});
