import { createHash } from "node:crypto";
import { expect } from "chai";
import { codePage } from "../../src/http/code-page.ts";
import { at } from "../../src/workdays.ts";

const card = { personId: 1, name: "王秀兰", units: ["大王庄小学", "前营小学"], code: "W8M3GHQ2" };
const page = (name: string, unit = "大王庄小学") =>
  codePage({ expiresAt: at("2018-08-21", "09:00"), cards: [card, { ...card, name, units: [unit] }] });

describe("the page of binding codes", () => {
  it("shows each person's units, the code in two halves, three steps and the last day", () => {
    const { body } = page("魏春燕");
    expect(body).to.include("<strong>王秀兰</strong><span>大王庄小学、前营小学</span>");
    expect(body.match(/W8M3<i><\/i>GHQ2/g)).to.have.length(2);
    expect(body.match(/<ol><li>.*?<\/li><li>.*?<\/li><li>.*?<\/li><\/ol>/g)).to.have.length(2);
    expect(body).to.include("2018年8月21日(周二)前有效");
    expect(body).to.include("1px dashed");
  });

  it("takes names for words, never for markup", () => {
    const { body } = page('<script>alert("王")</script>', '"><img src=x onerror=alert(1)>&');
    expect(body).to.not.match(/<script|<img/);
    expect(body).to.include("&lt;script&gt;alert(&quot;王&quot;)&lt;/script&gt;");
    expect(body).to.include("&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&amp;");
  });

  it("allows its own style and nothing else", () => {
    const { body, policy } = page("魏春燕");
    const style = /<style>(.*?)<\/style>/s.exec(body)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(policy).to.equal(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    expect(body).to.include("Content-Security-Policy");
    expect(body).to.not.match(/https?:|style="|\son\w+="/);
  });
});
