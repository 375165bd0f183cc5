import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";

/** Some 60 ms and 32 MB on a small machine. */
const cost = { N: 32_768, r: 8, p: 1 };
const saltLength = 16;
const hashLength = 32;

/** A password as it is kept: scrypt with its parameters and a salt of its own, ASCII, under 200 characters. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltLength);
  const hash = await derive(password, salt, { ...cost, length: hashLength });
  return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), hash.toString("base64url")].join("$");
}

let decoy: Promise<string> | undefined;

/** A kept password that nobody has, made at the same cost: trying it takes as long and never succeeds. */
export function decoyHash(): Promise<string> {
  decoy ??= hashPassword(randomBytes(32).toString("hex"));
  return decoy;
}

/** Is it this password? A kept text that is not one of ours matches nothing. */
export async function verifyPassword(password: string, kept: string): Promise<boolean> {
  const [kind, N, r, p, salt, hash] = kept.split("$");
  if (kind !== "scrypt" || !salt || !hash) return false;
  const expected = Buffer.from(hash, "base64url");
  const options = { N: Number(N), r: Number(r), p: Number(p), length: expected.length };
  const found = await derive(password, Buffer.from(salt, "base64url"), options);
  return timingSafeEqual(found, expected);
}

/** Typed with composed or decomposed letters, it is the same password. */
function derive(
  password: string,
  salt: Buffer,
  { length, ...options }: ScryptOptions & { length: number },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const memory = { maxmem: 64 * 1024 * 1024 };
    scrypt(password.normalize("NFKC"), salt, length, { ...options, ...memory }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
