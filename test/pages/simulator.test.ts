import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { type HttpServer, httpServer } from "../../src/http/server.ts";
import { simulatorRoutes } from "../../src/http/simulator/routes.ts";
import type { Heard } from "../../src/letter.ts";
import { aBench, aWorld, type Bench } from "../simulator/bench.ts";

const executablePath = "/usr/bin/chromium";
const quiet = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
];
const photo = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC",
  "base64",
);

/** Runs in the page: puts a mark on it when the first event of the server has come. */
const markWhenHeard = {
  content: `EventSource = class extends EventSource {
    constructor(url) {
      super(url);
      this.addEventListener("message", () => document.documentElement.setAttribute("data-heard", ""));
    }
  }`,
};

function echo({ file, quoted, text }: Heard): string {
  if (file) return `已收到 ${file.name}`;
  return quoted ? `引用:${quoted},回复:${text}` : `已记录:${text}`;
}

describe("the simulator's page in a browser", function () {
  this.timeout(30_000);
  let browser: Browser;
  let bench: Bench;
  let server: HttpServer;
  let address: string;
  let page: Page;
  const complaints: string[] = [];

  before(async function () {
    if (!existsSync(executablePath)) this.skip();
    const args = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", ...quiet];
    browser = await chromium.launch({ executablePath, args });
  });
  after(() => browser?.close());

  beforeEach(async () => {
    bench = await aBench(aWorld(), async (heard, door) => {
      const { address: to, room, mentioned } = heard;
      if (room !== undefined && !mentioned) return;
      const where = room === undefined ? {} : { room, mention: to };
      await door.channel.send({ key: heard.messageId, address: to, text: echo(heard), ...where });
    });
    const routes = await simulatorRoutes({
      world: bench.world,
      nextDeadline: async () => new Date("2036-11-30T04:00:00.000Z"),
      onMoved: async () => undefined,
      welcome: async () => ({
        recommended: "wang",
        hints: [{ personId: "li", words: "第一步:回复一条提醒。" }],
      }),
    });
    server = httpServer({ log: { error: () => undefined }, routes: [routes] });
    address = `http://127.0.0.1:${await server.listen(0, "127.0.0.1")}/sim`;
    complaints.length = 0;
  });
  afterEach(async () => {
    await page.context().close();
    await server.close();
    await bench.door.stop();
    expect(complaints).to.deep.equal([]);
  });

  async function visit(
    options: BrowserContextOptions = { viewport: { width: 1280, height: 860 } },
  ): Promise<void> {
    await openPage(options);
    await page.goto(address);
  }

  async function openPage(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await browser.newContext(options);
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => void (message.type() === "error" && complaints.push(message.text())));
    return context;
  }

  /** A picture for the eye, when SCREENSHOTS names a folder. */
  async function look(name: string): Promise<void> {
    if (process.env.SCREENSHOTS)
      await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`) });
  }

  const phone = (name: string) => page.getByLabel(`${name}的手机`, { exact: true });
  async function type(name: string, text: string): Promise<void> {
    await phone(name).getByLabel("输入消息").fill(text);
    await phone(name).getByLabel("输入消息").press("Enter");
  }

  it("opens the recommended person's phone; words sent with Enter and the answer appear at once", async () => {
    await visit();
    await type("王秀兰", "是的");
    await phone("王秀兰").getByText("已记录:是的").waitFor();
    expect(await phone("王秀兰").locator(".mine .bubble").textContent()).to.equal("是的");
    await look("simulator-light");
  });

  it("sends what the bot offers when it is tapped, and leaves what is being written", async () => {
    await visit();
    await type("王秀兰", "第3题已记“是”。请回“确认”或“取消”。");
    await phone("王秀兰").getByLabel("输入消息").fill("还没写完");
    await phone("王秀兰").locator(".theirs").getByRole("button", { name: "确认", exact: true }).click();
    await phone("王秀兰").getByText("已记录:确认").waitFor();
    expect(await phone("王秀兰").getByLabel("输入消息").inputValue()).to.equal("还没写完");
    await look("simulator-taps");
  });

  it("quotes a message from its menu", async () => {
    await visit();
    await type("王秀兰", "是");
    await phone("王秀兰").locator(".theirs .bubble").click({ button: "right" });
    await page.getByRole("menuitem", { name: "引用" }).click();
    await type("王秀兰", "改成否");
    await phone("王秀兰").getByText("引用:已记录:是,回复:改成否").waitFor();
  });

  it("sends photos and files, and shows a photo in place", async () => {
    await visit();
    const inputs = phone("王秀兰").locator("input[type=file]");
    await inputs.first().setInputFiles({ name: "制度.png", mimeType: "image/png", buffer: photo });
    await inputs.last().setInputFiles({ name: "方案.docx", mimeType: "", buffer: Buffer.from("x") });
    await type("王秀兰", "都发了");
    await phone("王秀兰").getByText("已记录:都发了").waitFor();
    await phone("王秀兰").getByText("已收到 方案.docx").waitFor();
    const width = await phone("王秀兰")
      .getByAltText("图片 制度.png")
      .evaluate((image) => (image as { naturalWidth?: number }).naturalWidth);
    expect(width).to.equal(10);
  });

  it("puts phones side by side, finds people by unit, and remembers them", async () => {
    await visit();
    await page.getByRole("button", { name: "添加手机" }).click();
    await page.getByLabel("按姓名或单位查找").fill("青石");
    await page.keyboard.press("Enter");
    await type("李建国", "您好");
    await phone("李建国").getByText("已记录:您好").waitFor();
    await page.reload();
    await phone("李建国").getByText("已记录:您好").waitFor();
    await phone("王秀兰").waitFor();
    await page.getByLabel("收起王秀兰的手机").click();
    expect(await page.locator(".phone").count()).to.equal(1);
  });

  it("counts what is unread in the group, and speaks there with a mention", async () => {
    await visit();
    bench.world.say({ person: "li", room: "heads", text: "大家好" });
    await phone("王秀兰").getByLabel("返回会话列表").click();
    await phone("王秀兰").getByRole("button", { name: /群聊/ }).click();
    await phone("王秀兰")
      .getByRole("button", { name: /1 条未读 校长群/ })
      .click();
    await phone("王秀兰").getByText("大家好").waitFor();
    await phone("王秀兰").getByLabel("提到督办助手").click();
    await phone("王秀兰").getByLabel("输入消息").pressSequentially("在吗");
    await page.keyboard.press("Enter");
    await phone("王秀兰").getByText("@王秀兰 已记录:在吗").waitFor();
    expect(bench.world.unread("wang")).to.equal(0);
  });

  it("begins to listen before it reads, and keeps news that overtakes what is being read", async () => {
    const asked: string[] = [];
    const context = await openPage();
    await context.addInitScript(markWhenHeard);
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    page.on("response", (response) => asked.push(`answered ${new URL(response.url()).pathname}`));
    await page.route(/\/talks$/, async (route) => {
      const read = await route.fetch();
      bench.world.say({ person: "li", room: "heads", text: "大家好" });
      await page.locator("[data-heard]").waitFor();
      await route.fulfill({ response: read });
    });
    await page.goto(address);
    await phone("王秀兰").getByLabel("返回会话列表").click();
    await phone("王秀兰")
      .getByRole("button", { name: /1 条未读 校长群/ })
      .waitFor();
    expect(asked.indexOf("/sim/api/people")).to.be.above(asked.indexOf("answered /sim/api/events"));
  });

  it("moves the clock, switches a fault on, and logs the bot out and in", async () => {
    await visit({ viewport: { width: 1280, height: 860 }, colorScheme: "dark" });
    await page.getByRole("button", { name: "下一个期限" }).click();
    await page.getByLabel("控制台").getByText("2036年11月30日星期日").waitFor();
    await page.getByRole("switch", { name: /丢失/ }).click();
    await type("王秀兰", "丢");
    await phone("王秀兰").getByText("网络故障:没有送到助手").waitFor();
    await page.getByRole("button", { name: "让它掉线" }).click();
    await page.getByRole("button", { name: "重新登录" }).click();
    await page.getByText("已登录").waitFor();
    expect(bench.world.faults()).to.deep.equal([{ kind: "drop" }]);
    await look("simulator-dark");
  });

  it("fills the screen of a phone with one phone, and keeps the panel a tap away", async () => {
    await visit({ viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
    await type("王秀兰", "是");
    await phone("王秀兰").getByText("已记录:是").waitFor();
    const box = await phone("王秀兰").boundingBox();
    expect(box?.width).to.equal(390);
    await look("simulator-phone");
    await page.getByRole("button", { name: "控制台" }).click();
    await page.getByRole("button", { name: "打开李建国的手机" }).click();
    await phone("李建国").getByLabel("输入消息").waitFor();
  });
});
