import { Worker } from "node:worker_threads";
import { invalid } from "../errors.ts";
import type { Mark, Sheet } from "./table.ts";

/** Milliseconds and megabytes that work on a workbook may take. */
const patience = 20_000;
const memory = 256;

/** A workbook to read, or to mark. */
export interface Errand {
  bytes: Uint8Array;
  marking?: { headerLine: number | null; marks: Mark[] };
}

/** What came of it; `refusal` in words for the person whose workbook it is. */
export interface Report {
  sheet?: Sheet;
  bytes?: Uint8Array;
  refusal?: string;
}

/** A worker cannot load TypeScript by itself on every version of Node, so it is told how. */
const opening = `import("tsx/esm/api").then(({ tsImport }) => tsImport(${JSON.stringify(
  new URL("./worker.ts", import.meta.url).href,
)}, ${JSON.stringify(import.meta.url)}))`;

const unreadable = "这个表格读不出来,请在 Excel 里另存后再传";

/** Reads or marks a workbook in a thread of its own. Refuses with invalid what is hostile, broken, or takes too long. */
export async function runApart(errand: Errand): Promise<Report> {
  const worker = new Worker(opening, {
    eval: true,
    workerData: { ...errand, bytes: new Uint8Array(errand.bytes) },
    resourceLimits: { maxOldGenerationSizeMb: memory },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    const report = await new Promise<Report>((resolve, reject) => {
      timer = setTimeout(
        () => reject(invalid("这个表格太复杂,读了很久还没读完,请把名单复制到新的工作簿")),
        patience,
      );
      worker.once("message", resolve);
      worker.once("error", () => reject(invalid(unreadable)));
      worker.once("exit", () => reject(invalid(unreadable)));
    });
    if (report.refusal !== undefined) throw invalid(report.refusal);
    return report;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
