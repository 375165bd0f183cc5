import { createHash, randomBytes, randomInt } from "node:crypto";

/** Without letters and digits that are mistaken for each other. */
const alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

/** A fresh secret of 256 bits for a cookie, a key or a ticket. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** So many groups of letters and digits that can be read out and typed, each of so many; five bits for each sign. */
export const newWords = (groups: number, length: number): string =>
  Array.from({ length: groups }, () =>
    Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join(""),
  ).join("-");

/** What is kept of a secret that is random itself: SHA-256, hexadecimal. */
export const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");
