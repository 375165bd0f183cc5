import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What WeChat does when it is asked about a code: it answers so, or keeps silent. */
type Reaction = Record<string, unknown> | "silence";

/** WeChat's side of signing a mini-program in, on this machine. */
export interface WeChat {
  /** Where codes are exchanged. */
  url: string;
  /** The codes that it was asked about, in order. */
  asked: string[];
  /** The session key that goes along with every identity, and must not be seen anywhere. */
  sessionKey: string;
  /** From now on this code is answered so; every other is wrong. */
  on(code: string, reaction: Reaction): void;
  close(): void;
}

/** Opens WeChat's side on a port of its own. */
export async function openWeChat(): Promise<WeChat> {
  const reactions = new Map<string, Reaction>();
  const asked: string[] = [];
  const sessionKey = "tiihtNczf5v6AKRyjwEUhQ==";
  const answer = (code: string, response: ServerResponse): void => {
    const reaction = reactions.get(code) ?? { errcode: 40029, errmsg: "invalid code" };
    if (reaction === "silence") return;
    response.writeHead(200, { "Content-Type": "text/plain" });
    response.end(JSON.stringify("openid" in reaction ? { session_key: sessionKey, ...reaction } : reaction));
  };
  const server = createServer((request, response) => {
    const code = new URL(request.url ?? "", "http://wechat").searchParams.get("js_code") ?? "";
    asked.push(code);
    answer(code, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/sns/jscode2session`,
    asked,
    sessionKey,
    on: (code, reaction) => void reactions.set(code, reaction),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
