import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { seedPlan } from "../../seeds/demo.ts";
import { previewPlan } from "../../seeds/preview-plan.ts";
import { createAccount } from "../../src/actions/accounts.ts";
import { adminRoutes } from "../../src/http/admin/routes.ts";
import { type HttpServer, httpServer } from "../../src/http/server.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";

const executablePath = "/usr/bin/chromium";
const args = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const table = [
  "单位\t上级单位\t类别\t姓名\t岗位",
  "柳河镇中心校\t\t中心校\t魏春燕\t责任人",
  "柳河镇中心校\t\t\t孟庆和\t负责人",
  "大王庄小学\t柳河镇中心校\t学校\t王秀兰\t责任人",
  "前营小学\t柳河镇中心校\t学校\t田秀英\t责任人",
  "小杨庄小学\t柳河镇中心校\t学校\t\t",
  "县第一中学\t\t局属学校\t高志远\t责任人",
  "信息办\t\t科室\t韩立新\t科室经办人",
].join("\n");

/** The looks in which each page is photographed, when SCREENSHOTS names a folder. */
const looks = [
  { name: "light", colorScheme: "light", viewport: { width: 1200, height: 800 } },
  { name: "dark", colorScheme: "dark", viewport: { width: 1200, height: 800 } },
  { name: "phone", colorScheme: "light", viewport: { width: 375, height: 740 } },
] as const;

describe("first set-up in a browser", function () {
  this.timeout(120_000);
  let browser: Browser;
  let test: TestHouse;
  let server: HttpServer;
  let context: BrowserContext;
  let page: Page;
  let password: string;
  const complaints: string[] = [];

  before(async function () {
    if (!existsSync(executablePath)) this.skip();
    browser = await chromium.launch({ executablePath, args });
    test = await openTestHouse();
    ({ password } = await test.act((work) => createAccount(work, { name: "admin", personId: null })));
    const routes = adminRoutes({
      house: test.house,
      clock: test.clock,
      wall: test.clock,
      makePlan: seedPlan,
      previewPlan,
    });
    server = httpServer({
      log: { error: (facts) => complaints.push(JSON.stringify(facts)) },
      routes: [routes],
    });
    const port = await server.listen(0, "127.0.0.1");
    context = await browser.newContext({
      baseURL: `http://127.0.0.1:${port}`,
      viewport: { width: 1200, height: 800 },
      javaScriptEnabled: false,
    });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on("console", (message) => void (message.type() === "error" && complaints.push(message.text())));
  });
  after(async () => {
    await browser?.close();
    await server?.close();
    await test?.close();
  });

  /** Nothing sticks out at phone width; and pictures for the eye. */
  async function look(name: string): Promise<void> {
    for (const { name: kind, colorScheme, viewport } of looks) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      if (kind === "phone") {
        const width = await page.evaluate("document.documentElement.scrollWidth");
        expect(width, name).to.be.at.most(viewport.width);
      }
      if (process.env.SCREENSHOTS)
        await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}-${kind}.png`), fullPage: true });
    }
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize(looks[0].viewport);
  }
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  const follow = (name: string) => page.getByRole("main").getByRole("link", { name, exact: true }).click();
  const heading = (name: string) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  const sees = (words: string) => page.getByText(words).first().waitFor();

  it("leads from an empty house to a published plan, without any script", async () => {
    await page.goto("/admin");
    await heading("管理员登录");
    await page.getByLabel("登录名").fill("admin");
    await page.getByLabel("口令").fill("wrong");
    await press("登录");
    await sees("登录名或口令不对");
    await look("01-sign-in");
    await page.getByLabel("口令").fill(password);
    await press("登录");

    await heading("先换一个自己的口令");
    await look("02-password");
    await page.getByLabel("现在的口令").fill(password);
    await page.getByLabel("新口令", { exact: false }).first().fill("秋天的第一场雨下了!");
    await page.getByLabel("新口令再填一遍").fill("秋天的第一场雨下了!");
    await press("换口令");

    await heading("第一步:教体局和管理员");
    await look("03-bureau");
    await page.getByLabel("教体局全称").fill("青禾县教育体育局");
    await page.getByLabel("您的姓名").fill("林晓静");
    await press("保存,下一步");

    await heading("单位和人员");
    await look("04-units");
    await page.getByLabel("名单").fill(`${table}\n后营小学\t石桥镇中心校\t学校\t田秀英\t校长`);
    await press("先检查一遍");
    await sees("有 1 行要改");
    await look("05-units-wrong");
    await page.getByLabel("名单").fill(table);
    await press("先检查一遍");
    await sees("还没有写入");
    await look("06-units-planned");
    await press("确认写入");
    await sees("已登记");
    await look("07-units-written");
    await follow("下一步:方案和日期");

    await look("08-plan");
    await page.getByLabel("在这一年办").first().check();
    await page.getByLabel("年份", { exact: true }).fill("2018");
    await page.getByLabel("文件下发日期").fill("2018-08-13");
    await press("看看每个日期");
    await heading("先看看日期对不对");
    await look("09-plan-preview");
    await press("日期没问题,建立草稿");
    await sees("方案已建成草稿");
    await look("10-plan-draft");
    await follow("下一步:打印绑定码");

    await heading("绑定码");
    await look("11-codes");
    await press("生成并显示绑定码");
    await heading("绑定码(7 张)");
    expect(await page.locator(".code-card").count()).to.equal(7);
    await look("12-codes-sheet");
    await page.emulateMedia({ media: "print" });
    expect(await page.getByText("请现在打印").isVisible()).to.equal(false);
    await look("12-codes-print");
    await page.emulateMedia({ media: "screen" });

    await page.goto("/admin");
    await look("13-overview-draft");
    await page.getByRole("link", { name: "发布", exact: true }).click();
    await heading("核对并发布");
    await page.getByLabel("小杨庄小学").check();
    await look("14-publish");
    await press("确认发布");
    await heading("方案已发布");
    await look("15-published");
    await follow("看概况");
    await sees("进行中");
    await page.locator("summary", { hasText: "全部日期" }).click();
    await look("16-overview");
    expect(await test.db.query("SELECT state FROM campaign")).to.deep.equal([{ state: "active" }]);

    await page.goto("/admin/nowhere");
    await sees("没有找到这个页面");
    await look("17-nowhere");
    expect(complaints.filter((words) => !/401|404|422/.test(words))).to.deep.equal([]);
  });
});
