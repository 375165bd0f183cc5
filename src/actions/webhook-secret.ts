import { createHmac, randomBytes } from "node:crypto";
import { type DataKey, seal, unseal } from "../data-keys.ts";

const prefix = "whsec_";
const placeOf = (webhookId: number): string => `webhook:${webhookId}`;

/** A new secret: whsec_ and 32 random bytes in base64. */
export const newSecret = (): string => `${prefix}${randomBytes(32).toString("base64")}`;

/** A webhook's secret as it is kept. */
export function sealSecret(keys: DataKey[], secret: string, webhookId: number): string {
  const { keyId, cipher } = seal(keys, secret, placeOf(webhookId));
  return `${keyId}.${cipher}`;
}

/** A webhook's secret; null when it cannot be read, for its key is missing or another. */
export function openSecret(keys: DataKey[], sealed: string, webhookId: number): string | null {
  const [keyId = "", cipher = ""] = sealed.split(".");
  try {
    return unseal(keys, { keyId, cipher }, placeOf(webhookId));
  } catch {
    return null;
  }
}

/** What is signed: the id that stays the same for every try, seconds since 1970, and the body as it is sent. */
export interface SignedMessage {
  id: string;
  timestamp: number;
  body: string;
}

/** The three headers of Standard Webhooks. */
export function signedHeaders(
  secret: string,
  { id, timestamp, body }: SignedMessage,
): Record<string, string> {
  const key = Buffer.from(secret.slice(prefix.length), "base64");
  const mac = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": `${timestamp}`, "webhook-signature": `v1,${mac}` };
}
