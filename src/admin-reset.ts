import { openDatabase } from "../ormconfig.ts";
import { enableAccount, resetPassword } from "./actions/accounts.ts";
import { resetSecondFactor } from "./actions/second-factor.ts";
import { unlockName } from "./actions/sign-in-guard.ts";
import { systemClock } from "./clock.ts";
import { adminName } from "./first-start.ts";
import { visitHouse } from "./visit.ts";

/** `npm run admin:reset`: gives the administrator a new password and takes his second factor away (status 2: no account). */
await visitHouse(openDatabase, async ({ act, say }) => {
  const password = await act(async (work) => {
    const [admin]: { id: number }[] = await work.db.query("SELECT id FROM account WHERE name = ?", [
      adminName,
    ]);
    if (!admin) return null;
    await enableAccount(work, admin.id);
    await resetSecondFactor(work, admin.id);
    await unlockName(work, adminName);
    return (await resetPassword(work, admin.id)).password;
  }, systemClock);
  if (password === null) {
    say(`还没有“${adminName}”这个账号;第一次启动时会建好,并显示初始口令。`);
    return 2;
  }
  say(`管理员 ${adminName} 的新口令是 ${password}(只显示这一次,登录后要改)。`);
  say("原来的口令、动态码、登录和访问令牌都已作废。");
  return 0;
});
