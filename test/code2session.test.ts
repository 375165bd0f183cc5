import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { openMiniProgram } from "../src/code2session.ts";

/** WeChat's side, on this machine. */
async function wechat(answer: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { server, url: `http://127.0.0.1:${port}/sns/jscode2session` };
}

describe("the exchange of a mini-program's code", () => {
  let servers: Server[] = [];
  afterEach(() => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    servers = [];
  });

  async function ask(answer: RequestListener, patience = 2_000) {
    const { server, url } = await wechat(answer);
    servers.push(server);
    return openMiniProgram({ appId: "wx1", secret: "s3cret", url, patience })("the code");
  }
  const saying =
    (body: unknown, status = 200): RequestListener =>
    (_, response) => {
      response.writeHead(status, { "Content-Type": "text/plain" });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    };

  it("asks with app, secret, code and grant, and drops the session key", async () => {
    let asked = "";
    const found = await ask((request, response) => {
      asked = request.url ?? "";
      saying({ openid: "oAbC-1_2", unionid: "u1", session_key: "top secret==" })(request, response);
    });
    const { pathname, searchParams } = new URL(asked, "http://x");
    expect(pathname).to.equal("/sns/jscode2session");
    expect(Object.fromEntries(searchParams)).to.deep.equal({
      appid: "wx1",
      secret: "s3cret",
      js_code: "the code",
      grant_type: "authorization_code",
    });
    expect(found).to.deep.equal({ kind: "ok", openid: "oAbC-1_2", unionid: "u1" });
  });

  for (const [errcode, kind] of [
    [40029, "used-or-wrong"],
    [40163, "used-or-wrong"],
    [45011, "too-often"],
    [-1, "busy"],
    [40226, "blocked"],
    [40013, "misconfigured"],
    [40125, "misconfigured"],
    [99999, "misconfigured"],
  ] as const) {
    it(`${errcode} means ${kind}, even beside an openid`, async () => {
      const answer = { errcode, errmsg: "s3cret rid", openid: "o1", session_key: "k" };
      expect(await ask(saying(answer))).to.deep.equal({ kind });
    });
  }

  it("takes errcode 0 as no error", async () => {
    expect(await ask(saying({ errcode: 0, openid: "o1" }))).to.deep.equal({ kind: "ok", openid: "o1" });
  });

  for (const [what, answer] of [
    ["garbage", saying("<html>")],
    ["nothing", saying("")],
    ["null", saying("null")],
    ["a list", saying([])],
    ["an openid that is no name", saying({ openid: "a b'\"" })],
    ["an openid that is a number", saying({ openid: 5 })],
    ["an openid without end", saying({ openid: "o".repeat(129) })],
    ["status 500", saying({ openid: "o1" }, 500)],
    ["status 404", saying({ openid: "o1" }, 404)],
    ["ten thousand bytes and more", saying({ openid: "o1", pad: "x".repeat(10_000) })],
    [
      "another address",
      ((_, response) => response.writeHead(302, { Location: "/" }).end()) as RequestListener,
    ],
    ["a line that is cut", ((request) => request.socket.destroy()) as RequestListener],
  ] as const) {
    it(`is busy when the answer is ${what}`, async () => {
      expect(await ask(answer)).to.deep.equal({ kind: "busy" });
    });
  }

  it("is busy when no answer comes in time, or only its beginning", async () => {
    expect(await ask(() => undefined, 50)).to.deep.equal({ kind: "busy" });
    expect(await ask((_, response) => void response.write("{"), 50)).to.deep.equal({ kind: "busy" });
  });

  it("reads no further when the answer has no end", async () => {
    const endless: RequestListener = (_, response) => {
      const more = (): void => {
        while (response.write("x".repeat(1_000)));
        response.once("drain", more);
      };
      more();
    };
    expect(await ask(endless)).to.deep.equal({ kind: "busy" });
  });

  it("is busy when nobody is there", async () => {
    const { server, url } = await wechat(() => undefined);
    await new Promise((resolve) => {
      server.close(resolve);
    });
    expect(await openMiniProgram({ appId: "a", secret: "s", url })("c")).to.deep.equal({ kind: "busy" });
  });
});
