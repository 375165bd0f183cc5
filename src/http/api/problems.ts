/** Every code that a problem may bear. They never change their meaning. */
export const problemCodes = [
  "invalid",
  "not-json",
  "too-large",
  "not-signed-in",
  "csrf",
  "password-first",
  "not-bound",
  "forbidden",
  "not-found",
  "not-allowed",
  "guard-failed",
  "stale",
  "version-wanted",
  "too-many",
  "busy",
  "internal",
];
