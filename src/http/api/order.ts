/** The version that a caller means, as actions take it. */
export const versioned = (expectedVersion: number | undefined): { expectedVersion?: number } =>
  expectedVersion === undefined ? {} : { expectedVersion };
