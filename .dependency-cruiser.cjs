/** Who may import whom. The rule of the house, read top to bottom. */
const leaves =
  "src/(asking|clock|code2session|config|data-keys|errors|folder-lock|letter|log|packets|password|reads|secrets|statements|work|workdays)\\.ts";
/** Rooms of the understanding, each with those that it may know beside itself; the last three know none of each other. */
const below = ["text", "dates", "naming", "answers", "lists"];
const understanding = {
  text: [],
  dates: ["text"],
  naming: ["text"],
  answers: ["text", "dates", "naming"],
  lists: ["text", "dates", "naming", "answers"],
  registration: below,
  requests: below,
  orders: below,
};
const only = (name, from, to) => ({
  name,
  severity: "error",
  from: { path: from, pathNot: "^test/" },
  to: { path: "^(entities|src|bot|seeds|test|ormconfig\\.ts)", pathNot: to },
});
module.exports = {
  forbidden: [
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    only("entities-know-only-entities", "^entities/", "^entities/"),
    only("leaves-know-only-leaves", `^${leaves}$`, `^${leaves}$`),
    only(
      "private-database-knows-itself",
      "^src/private-database",
      "^src/(private-database|folder-lock\\.ts)",
    ),
    only("sheets-know-themselves", "^src/sheets/", `^(src/sheets/|${leaves})`),
    only("machines-know-entities", "^src/machines/", `^(entities/|src/machines/|${leaves})`),
    only("actions-know-machines", "^src/actions/", `^(entities/|src/(actions|machines|sheets)/|${leaves})`),
    only("http-knows-actions", "^src/http/", `^(entities/|src/(actions|http|machines|sheets)/|${leaves})`),
    only("jobs-know-actions", "^src/jobs/", `^(entities/|src/(actions|jobs|machines)/|${leaves})`),
    only("understanding-is-pure", "^bot/understand/", "^bot/understand/"),
    ...Object.entries(understanding).map(([room, known]) =>
      only(
        `understanding-of-${room}`,
        `^bot/understand/${room}/`,
        `^bot/understand/((meaning|rule)\\.ts|(${[room, ...known].join("|")})/)`,
      ),
    ),
    only("puppets-know-letters", "^bot/puppets/", `^(bot/puppets/|${leaves})`),
    only("bot-knows-actions", "^bot/", `^(entities/|bot/|src/(actions|machines)/|${leaves})`),
    only("pages-know-themselves", "^src/pages/", "^src/pages/"),
    only("ormconfig-knows-entities", "^ormconfig\\.ts$", "^(entities/|src/config\\.ts)"),
    { name: "nobody-imports-main", severity: "error", from: {}, to: { path: "^src/main\\.ts$" } },
    { name: "nobody-imports-test", severity: "error", from: { pathNot: "^test/" }, to: { path: "^test/" } },
    {
      name: "database-handle-is-passed-not-imported",
      severity: "error",
      from: { pathNot: "^(src/main\\.ts|src/verify-events\\.ts|src/admin-reset\\.ts|seeds/|test/)" },
      to: { path: "^ormconfig\\.ts$" },
    },
    {
      name: "private-database-is-found-in-one-place",
      severity: "error",
      from: { pathNot: "^(src/find-database\\.ts|src/private-database|test/)" },
      to: { path: "^src/private-database" },
    },
    {
      name: "koa-only-behind-the-http-door",
      severity: "error",
      from: { pathNot: "^(src/http/|test/)" },
      to: { path: "node_modules/(@koa/|koa)" },
    },
    {
      name: "wechaty-only-behind-the-bot-door",
      severity: "error",
      from: { pathNot: "^(bot/|test/)" },
      to: { path: "node_modules/wechaty" },
    },
    {
      name: "schedule-only-behind-the-clock-door",
      severity: "error",
      from: { pathNot: "^src/jobs/" },
      to: { path: "node_modules/node-schedule" },
    },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, pathNot: "(\\.d\\.ts$|^src/pages/)" },
      to: {},
    },
    {
      // The programs that the bench is compared with declare their packages in a package.json of their own.
      name: "no-undeclared-package",
      severity: "error",
      from: { pathNot: "^test/bench/peers/" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "unknown"] },
    },
    {
      name: "no-dev-package-in-product",
      severity: "error",
      from: { path: "^(src|bot|entities|seeds|ormconfig)" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "require", "types"],
    },
  },
};
