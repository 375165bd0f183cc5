import { apiReads } from "./api.ts";
import type { BenchGroup } from "./figure.ts";
import { idle } from "./idle.ts";
import { outbox } from "./outbox.ts";
import { outboxCrowd } from "./outbox-crowd.ts";
import { peerTalks } from "./peer-talks.ts";
import { peersQueue } from "./peers-queue.ts";
import { planning } from "./planning.ts";
import { replicas } from "./replicas.ts";
import { starts } from "./start.ts";
import { turns } from "./turns.ts";
import { understanding } from "./understanding.ts";

/** Everything that is measured, in this order; the names of comparisons with other libraries begin with `peers`. */
export const groups: BenchGroup[] = [
  understanding,
  turns,
  outbox,
  outboxCrowd,
  replicas,
  apiReads,
  starts,
  peerTalks,
  peersQueue,
  planning,
  idle,
];
