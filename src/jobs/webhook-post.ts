import { type LookupAddress, lookup as systemLookup } from "node:dns";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { hostOf, isPrivateAddress } from "../actions/webhook-address.ts";
import type { TryOutcome } from "../actions/webhook-sending.ts";

/** What is sent where. */
export interface PostOrder {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** Where a name leads; node's own fits. */
export type Lookup = (
  hostname: string,
  options: { all: true },
  answer: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

/** How far a post may go. */
export interface PostTerms {
  /** Plain http and private networks are allowed too. */
  privateToo: boolean;
  /** Milliseconds until the whole answer must have come; 10 000 unless told. */
  patience?: number;
  lookup?: Lookup;
}

/** Bytes of an answer that are read; the rest is left. */
const mostRead = 65_536;

/** The way leads into a network that is not the receiver's to offer. */
class ClosedWay extends Error {
  readonly code = "CLOSED_WAY";
}

/**
 * Posts once, over a connection of its own, without following redirects. The address is judged when it is connected
 * to, so that a name cannot lead elsewhere a moment later. Never rejects.
 */
export async function postOnce(order: PostOrder, terms: PostTerms): Promise<Omit<TryOutcome, "ms">> {
  const signal = AbortSignal.timeout(terms.patience ?? 10_000);
  try {
    const response = await send(order, terms, signal);
    const status = response.statusCode ?? 0;
    const answer = await readSome(response);
    return { ok: status >= 200 && status < 300, status, answer: isElsewhere(status) ? elsewhere : answer };
  } catch (error) {
    return { ok: false, status: null, answer: signal.aborted ? "没有在规定时间内答复" : wordsFor(error) };
  }
}

function send(order: PostOrder, terms: PostTerms, signal: AbortSignal): Promise<IncomingMessage> {
  const url = new URL(order.url);
  const secure = url.protocol === "https:";
  const host = hostOf(url);
  // A host that is an address is connected to without a lookup.
  if (!terms.privateToo && (!secure || (isIP(host) !== 0 && isPrivateAddress(host))))
    return Promise.reject(new ClosedWay());
  const body = Buffer.from(order.body);
  return new Promise((resolve, reject) => {
    const request = (secure ? requestHttps : requestHttp)(url, {
      method: "POST",
      agent: false,
      signal,
      lookup: lookupWithin(terms),
      headers: {
        ...order.headers,
        "content-type": "application/json",
        "content-length": body.length,
        "user-agent": "duban",
      },
    });
    request.on("response", resolve);
    request.on("error", reject);
    // Of an answer that asks for another protocol there is neither a response nor an error.
    request.on("close", () => reject(new Error("closed")));
    request.end(body);
  });
}

/** Looks a name up; a name that leads inside even once is refused, for it is not known which answer would be taken. */
function lookupWithin({ privateToo, lookup = systemLookup }: PostTerms): LookupFunction {
  const mayGo = privateToo ? () => true : ({ address }: LookupAddress) => !isPrivateAddress(address);
  return (hostname, options, answer) =>
    lookup(hostname, { all: true }, (error, found) => {
      if (error) return answer(error, "");
      const [first] = found;
      if (!first || !found.every(mayGo)) return answer(new ClosedWay(), "");
      return options.all ? answer(null, found) : answer(null, first.address, first.family);
    });
}

/** The answer as text; what is longer than is read is cut off. */
async function readSome(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    parts.push(part);
    size += part.length;
    // Leaving the loop closes the connection.
    if (size >= mostRead) break;
  }
  return Buffer.concat(parts).subarray(0, mostRead).toString("utf8");
}

const isElsewhere = (status: number): boolean => status >= 300 && status < 400;
const elsewhere = "对方要求改送别的地址,没有跟去;请直接填最终的地址";

const words: Record<string, string> = {
  CLOSED_WAY: "地址不是 https 或通往内网,没有发送",
  ENOTFOUND: "找不到这个地址的主机",
  EAI_AGAIN: "暂时查不到这个地址的主机",
  ECONNREFUSED: "对方没有开放这个端口",
  ECONNRESET: "连接中途断开",
  ETIMEDOUT: "连接不上对方",
  EHOSTUNREACH: "连接不上对方",
  ENETUNREACH: "连接不上对方",
  DEPTH_ZERO_SELF_SIGNED_CERT: "对方的证书是自己签发的",
  CERT_HAS_EXPIRED: "对方的证书已过期",
  ERR_TLS_CERT_ALTNAME_INVALID: "对方的证书不是发给这个地址的",
};

function wordsFor(error: unknown): string {
  const { code = "" } = error as { code?: string };
  return words[code] ?? `没有送到${code === "" ? "" : `(${code})`}`;
}
