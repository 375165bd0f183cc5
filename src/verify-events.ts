import { openDatabase } from "../ormconfig.ts";
import { verifyEvents } from "./actions/events.ts";
import { systemClock } from "./clock.ts";
import { visitHouse } from "./visit.ts";

/** `npm run verify-events`: says whether the recorded events are as they were sealed, and where not (status 2). */
await visitHouse(openDatabase, async ({ act, say }) => {
  const found = await act((work) => verifyEvents(work), systemClock);
  if (!found.ok) {
    say(`记录链断了。${found.words}。`);
    return 2;
  }
  say(`记录链完好:${found.seals}号封条,封着${found.events}条记录;另有${found.unsealed}条还没有封。`);
  if (found.head) say(`最后一号封条是 ${found.head},抄下来存在别处,以后可以对照。`);
  return 0;
});
