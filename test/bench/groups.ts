import type { BenchGroup } from "./figure.ts";
import { turns } from "./turns.ts";

/** Everything that is measured, in this order. */
export const groups: BenchGroup[] = [turns];
