import "reflect-metadata";
import { IsIn, IsInt, Matches, Max, Min, ValidateBy, ValidateIf, validateSync } from "class-validator";
import { type DataKey, readDataKeys } from "./data-keys.ts";

/** One environment variable: its name, what holds when it is absent, and one sentence for `.env.example`. */
interface Setting {
  name: string;
  fallback: string;
  says: string;
}

const settings: Setting[] = [
  {
    name: "DATABASE_URL",
    fallback: "",
    says: "MySQL 或 MariaDB 的地址,如 mysql://用户:口令@主机:3306/库名;不填则在数据目录里运行自带的私有数据库。",
  },
  {
    name: "TEST_DATABASE_URL",
    fallback: "",
    says: "只供 npm test 使用:改用这个数据库做测试,库名里必须含有 test;不填则用一个用完即删的数据库。",
  },
  { name: "PORT", fallback: "3000", says: "网页和接口的端口,1 到 65535 之间的整数。" },
  {
    name: "HOST",
    fallback: "127.0.0.1",
    says: "网页和接口监听的地址;默认只有本机能打开,要让别的电脑访问请填 0.0.0.0,并先关掉模拟器。",
  },
  { name: "DATA_DIR", fallback: "./data", says: "数据目录,存放佐证文件和私有数据库,备份时备份它。" },
  { name: "NODE_ENV", fallback: "development", says: "运行环境:development、test 或 production(正式使用)。" },
  {
    name: "LOG_LEVEL",
    fallback: "info",
    says: "日志的详细程度:trace、debug、info、warn、error、fatal 或 silent。",
  },
  {
    name: "SIMULATOR",
    fallback: "",
    says: "微信模拟器页面 /sim 的开关:on 或 off;不填则正式环境关、其他环境开,正式环境不许打开。",
  },
  { name: "QUIET_FROM", fallback: "20:30", says: "免打扰时段从几点开始(北京时间,时:分),此后不主动发消息。" },
  { name: "QUIET_TO", fallback: "07:30", says: "免打扰时段到几点结束(北京时间,时:分)。" },
  { name: "REMIND_AT", fallback: "09:00", says: "每天几点发催办消息(北京时间,时:分),不能落在免打扰时段里。" },
  {
    name: "WORKDAY_OVERRIDES",
    fallback: "",
    says: "与国家公布的放假调休不同的日子,work 为上班、rest 为休息,如 2027-02-06=work,2027-02-08=rest。",
  },
  { name: "POOL_SIZE", fallback: "10", says: "数据库连接池的大小,2 到 200 之间的整数。" },
  {
    name: "CHANNEL",
    fallback: "",
    says: "用哪个通道收发消息:simulator(模拟器)或 none(不收发);不填则模拟器开着就用它,否则不收发。",
  },
  {
    name: "PUBLIC_URL",
    fallback: "",
    says: "别人打开本系统用的网址,如 https://duban.example.cn,写进消息里的链接用它;可以不填。",
  },
  { name: "MINI_APPID", fallback: "", says: "小程序的 AppID;不填则不接小程序,要填就和 MINI_SECRET 一起填。" },
  { name: "MINI_SECRET", fallback: "", says: "小程序的 AppSecret,从不写进日志。" },
  {
    name: "MINI_CODE2SESSION_URL",
    fallback: "https://api.weixin.qq.com/sns/jscode2session",
    says: "用小程序登录码换身份的地址,一般不用改。",
  },
  {
    name: "DATA_KEY",
    fallback: "",
    says: "给手机号加密的密钥,形如 编号:64个十六进制字符,几把用逗号分开,第一把用来写、其余只用来读;不填则第一次启动时在数据目录里生成 data.key。",
  },
  {
    name: "BEHIND_PROXY",
    fallback: "off",
    says: "前面有没有自己的反向代理:on 或 off;on 时按代理给的 X-Forwarded-For 认来访地址,没有代理不要打开。",
  },
  {
    name: "WEBHOOK_PRIVATE",
    fallback: "off",
    says: "事件推送能否用 http 和送到本机、内网的地址:on 或 off;没有特别需要不要打开。",
  },
];

const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d$/;
const given = (name: keyof Config) => ValidateIf((config: Config) => config[name] !== undefined);

/** Holds when `test` says so of the value and the whole configuration. */
const Holds = (test: (value: unknown, config: Config) => boolean, message: string): PropertyDecorator =>
  ValidateBy(
    {
      name: "holds",
      validator: { validate: (value, about) => test(value, about?.object as Config) },
    },
    { message },
  );

/** The product's settings, each checked; times of day are HH:MM in Asia/Shanghai. */
export class Config {
  /** Absent: the program runs a private database of its own. */
  @given("databaseUrl")
  @Holds(isDatabaseUrl, "DATABASE_URL 应形如 mysql://用户:口令@主机:3306/库名")
  databaseUrl: string | undefined;

  @given("testDatabaseUrl")
  @Holds(isDatabaseUrl, "TEST_DATABASE_URL 应形如 mysql://用户:口令@主机:3306/库名_test")
  @Holds(isForTests, "TEST_DATABASE_URL 的库名里必须含有 test,以免误删真实数据")
  testDatabaseUrl: string | undefined;

  @IsInt({ message: "PORT 应是 1 到 65535 之间的整数" })
  @Min(1, { message: "PORT 应是 1 到 65535 之间的整数" })
  @Max(65_535, { message: "PORT 应是 1 到 65535 之间的整数" })
  port = 0;

  @Matches(/^[\w.:-]+$/, { message: "HOST 应是一个主机名或 IP 地址" })
  host = "";

  /** As given; relative to the folder in which the program was started. */
  @Matches(/^[^\0]+$/, { message: "DATA_DIR 应是一个文件夹路径" })
  dataDir = "";

  @IsIn(["development", "test", "production"], { message: "NODE_ENV 只能是 development、test 或 production" })
  environment: "development" | "test" | "production" = "development";

  @IsIn(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
    message: "LOG_LEVEL 只能是 trace、debug、info、warn、error、fatal 或 silent",
  })
  logLevel = "";

  @IsIn(["on", "off"], { message: "SIMULATOR 只能是 on 或 off" })
  @Holds(
    (value, config) => value !== "on" || !config.production,
    "正式环境(NODE_ENV=production)不许打开 SIMULATOR",
  )
  simulator: "on" | "off" = "off";

  @Matches(timeOfDay, { message: "QUIET_FROM 应是 时:分,如 20:30" })
  quietFrom = "";

  @Matches(timeOfDay, { message: "QUIET_TO 应是 时:分,如 07:30" })
  quietTo = "";

  @Matches(timeOfDay, { message: "REMIND_AT 应是 时:分,如 09:00" })
  @Holds(
    (_, config) => !isQuiet(config),
    "REMIND_AT 落在免打扰时段(QUIET_FROM 到 QUIET_TO)里,催办消息会发不出去",
  )
  remindAt = "";

  /** Days (YYYY-MM-DD) that differ from the published calendar; true is worked. */
  @Holds(
    (value) => value instanceof Map,
    "WORKDAY_OVERRIDES 应形如 2027-02-06=work,2027-02-08=rest,日期须真实且不重复",
  )
  workdayOverrides: ReadonlyMap<string, boolean> = new Map();

  /** Connections to the database. */
  @IsInt({ message: "POOL_SIZE 应是 2 到 200 之间的整数" })
  @Min(2, { message: "POOL_SIZE 应是 2 到 200 之间的整数" })
  @Max(200, { message: "POOL_SIZE 应是 2 到 200 之间的整数" })
  poolSize = 0;

  @IsIn(["simulator", "none"], { message: "CHANNEL 只能是 simulator 或 none" })
  @Holds(
    (value, config) => value !== "simulator" || config.simulator !== "off",
    "CHANNEL=simulator 要求打开 SIMULATOR",
  )
  channel: "simulator" | "none" = "none";

  @given("publicUrl")
  @Holds(isWebAddress, "PUBLIC_URL 应是 http:// 或 https:// 开头的网址")
  publicUrl: string | undefined;

  /** Absent: there is no mini-program. */
  @Holds(
    (value, config) => (value === undefined) === (config.miniSecret === undefined),
    "MINI_APPID 和 MINI_SECRET 要么都填,要么都不填",
  )
  miniAppId: string | undefined;

  miniSecret: string | undefined;

  @Holds(isWebAddress, "MINI_CODE2SESSION_URL 应是 http:// 或 https:// 开头的网址")
  miniUrl = "";

  /** Newest first; none: the data folder's own. */
  @Holds((value) => Array.isArray(value), "DATA_KEY 应形如 编号:64个十六进制字符,几把用逗号分开,编号不能重复")
  dataKeys: DataKey[] = [];

  @IsIn(["on", "off"], { message: "BEHIND_PROXY 只能是 on 或 off" })
  behindProxy: "on" | "off" = "off";

  @IsIn(["on", "off"], { message: "WEBHOOK_PRIVATE 只能是 on 或 off" })
  webhookPrivate: "on" | "off" = "off";

  /** Is this the real thing, with real people? */
  get production(): boolean {
    return this.environment === "production";
  }
}

/** The environment is wrong; `complaints` are sentences for the person who set it. */
export class ConfigProblem extends Error {
  readonly complaints: string[];

  constructor(complaints: string[]) {
    super(`配置有误:\n${complaints.map((complaint) => `  - ${complaint}。`).join("\n")}`);
    this.name = "ConfigProblem";
    this.complaints = complaints;
  }
}

/** Reads and checks every setting; throws one ConfigProblem with all complaints. Empty means absent. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const config = new Config();
  const fallbacks = new Map(settings.map((setting) => [setting.name, setting.fallback]));
  const text = (name: string): string => env[name]?.trim() || (fallbacks.get(name) ?? "");
  const optional = (name: string): string | undefined => text(name) || undefined;
  Object.assign(config, {
    databaseUrl: optional("DATABASE_URL"),
    testDatabaseUrl: optional("TEST_DATABASE_URL"),
    port: wholeNumber(text("PORT")),
    host: text("HOST"),
    dataDir: text("DATA_DIR"),
    environment: text("NODE_ENV"),
    logLevel: text("LOG_LEVEL"),
    quietFrom: text("QUIET_FROM"),
    quietTo: text("QUIET_TO"),
    remindAt: text("REMIND_AT"),
    workdayOverrides: readOverrides(text("WORKDAY_OVERRIDES")),
    poolSize: wholeNumber(text("POOL_SIZE")),
    publicUrl: text("PUBLIC_URL").replace(/\/+$/, "") || undefined,
    behindProxy: text("BEHIND_PROXY"),
    webhookPrivate: text("WEBHOOK_PRIVATE"),
    miniAppId: optional("MINI_APPID"),
    miniSecret: optional("MINI_SECRET"),
    miniUrl: text("MINI_CODE2SESSION_URL"),
  });
  Object.assign(config, { dataKeys: text("DATA_KEY") === "" ? [] : readDataKeys(text("DATA_KEY")) });
  const simulator = text("SIMULATOR") || (config.production ? "off" : "on");
  const channel = text("CHANNEL") || (simulator === "on" ? "simulator" : "none");
  Object.assign(config, { simulator, channel });
  const complaints = validateSync(config).flatMap((problem) => Object.values(problem.constraints ?? {}));
  if (complaints.length > 0) throw new ConfigProblem([...new Set(complaints)]);
  return config;
}

/** The text of `.env.example`: every setting with its sentence and what holds without it. */
export function envExample(): string {
  const lines = settings.map(({ name, fallback, says }) => `# ${says}\n#${name}=${fallback}\n`);
  const heading = [
    "# 全部设置。不填就用这里写的默认值;启动前一次查完,有错一并指出。",
    "# 可以设成环境变量,也可以把本文件复制为 .env,去掉行首的 # 再改;两处都有时以环境变量为准。",
  ];
  return `${heading.join("\n")}\n\n${lines.join("\n")}`;
}

const asUrl = (value: unknown): URL | undefined =>
  URL.canParse(String(value)) ? new URL(String(value)) : undefined;

function isDatabaseUrl(value: unknown): boolean {
  const url = asUrl(value);
  return url !== undefined && /^(mysql|mariadb):$/.test(url.protocol) && /^\/[^/]+$/.test(url.pathname);
}

function isForTests(value: unknown): boolean {
  return asUrl(value)?.pathname.toLowerCase().includes("test") ?? false;
}

function isWebAddress(value: unknown): boolean {
  return /^https?:$/.test(asUrl(value)?.protocol ?? "");
}

const wholeNumber = (text: string): number => (/^\d+$/.test(text) ? Number(text) : Number.NaN);

function isQuiet({ quietFrom, quietTo, remindAt }: Config): boolean {
  if (![quietFrom, quietTo, remindAt].every((time) => timeOfDay.test(time))) return false;
  if (quietFrom <= quietTo) return quietFrom <= remindAt && remindAt < quietTo;
  return remindAt >= quietFrom || remindAt < quietTo;
}

/** Days with true for worked; undefined when the text is not understood. */
function readOverrides(text: string): Map<string, boolean> | undefined {
  const days = new Map<string, boolean>();
  for (const part of text.split(/[,\uff0c\s]+/).filter(Boolean)) {
    const [, day, kind] = /^(\d{4}-\d\d-\d\d)=(work|rest)$/.exec(part) ?? [];
    if (!day || !isRealDay(day) || days.has(day)) return undefined;
    days.set(day, kind === "work");
  }
  return days;
}

function isRealDay(day: string): boolean {
  const instant = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(day);
}
