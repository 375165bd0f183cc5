/** Who opened the mini-program, by WeChat's word, or why that is not known. */
export type MiniIdentity =
  | { kind: "ok"; openid: string; unionid?: string }
  | { kind: "used-or-wrong" | "too-often" | "busy" | "blocked" | "misconfigured" };

/** The bureau's mini-program at WeChat. */
export interface MiniSettings {
  appId: string;
  secret: string;
  /** Where codes are exchanged. */
  url: string;
  /** Milliseconds to wait; 5000 unless told. */
  patience?: number;
}

const usualPatience = 5_000;
/** Bytes; a true answer has some two hundred. */
const longestAnswer = 10_000;

const meanings = new Map<number, Exclude<MiniIdentity["kind"], "ok">>([
  [40029, "used-or-wrong"],
  [40163, "used-or-wrong"],
  [45011, "too-often"],
  [-1, "busy"],
  [40226, "blocked"],
]);

/**
 * Opens the exchange of `wx.login` codes for identities. It never throws: what WeChat does not answer in time or in
 * order is `busy`, an error that names our own settings is `misconfigured`. The session key that WeChat sends along
 * is dropped here.
 */
export function openMiniProgram(settings: MiniSettings): (code: string) => Promise<MiniIdentity> {
  return async (code) => {
    try {
      const response = await fetch(addressOf(settings, code), {
        signal: AbortSignal.timeout(settings.patience ?? usualPatience),
        redirect: "error",
      });
      const text = await readShort(response);
      return response.ok && text !== null ? understand(JSON.parse(text)) : { kind: "busy" };
    } catch {
      // Its message could carry the address, and with it the secret.
      return { kind: "busy" };
    }
  };
}

function addressOf({ url, appId, secret }: MiniSettings, code: string): URL {
  const address = new URL(url);
  const asked = { appid: appId, secret, js_code: code, grant_type: "authorization_code" };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  return address;
}

/** The body, or null when it is too long. */
async function readShort(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > longestAnswer) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function understand(answer: unknown): MiniIdentity {
  if (typeof answer !== "object" || answer === null) return { kind: "busy" };
  const { errcode, openid, unionid } = answer as Record<string, unknown>;
  if (typeof errcode === "number" && errcode !== 0) return { kind: meanings.get(errcode) ?? "misconfigured" };
  if (!isName(openid)) return { kind: "busy" };
  return { kind: "ok", openid, ...(isName(unionid) && { unionid }) };
}

const isName = (value: unknown): value is string => typeof value === "string" && /^[\w-]{1,128}$/.test(value);
