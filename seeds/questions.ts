import type { Scope } from "../entities/checklist-item.ts";
import type { PlanChecklist, PlanItem } from "./plan.ts";

/**
 * Questions that need a photo or document with a compliant answer. Only where the thing is itself a paper or a
 * place that exists once: the written rules, the duty roster, the work station, the inspection procedure. More
 * would double the work of a school that answers for several media; all others may be proved but need not be.
 */
const provedOnPaper = new Set(["A02", "B12", "C01", "D21"]);

/** Questions of one clause: `+` before a question where 是 is compliant, `-` where 是 is a problem. */
type Clause = [basis: string, ...questions: string[]];

interface Sheet {
  code: string;
  title: string;
  letter: string;
  firstNo?: number;
  scope: Scope;
  answeredBy?: string;
  clauses: Clause[];
}

function checklist(sheet: Sheet): PlanChecklist {
  const asked = sheet.clauses.flatMap(([basis, ...questions]) => questions.map((text) => ({ basis, text })));
  const items = asked.map(({ basis, text }, place): PlanItem => {
    const key = `${sheet.letter}${String(place + (sheet.firstNo ?? 1)).padStart(2, "0")}`;
    return {
      key,
      question: text.slice(1),
      polarity: text.startsWith("-") ? "-" : "+",
      scope: sheet.scope,
      answeredBy: sheet.answeredBy ?? "unit",
      evidence: provedOnPaper.has(key) ? "required" : "optional",
      basis,
    };
  });
  return { code: sheet.code, title: sheet.title, items };
}

const media: Sheet = {
  code: "2018-A",
  title: "学校媒体“三审三校”自查",
  letter: "A",
  scope: "medium",
  clauses: [
    [
      "一(一)自查要点1:主体责任与审稿",
      "+主办单位是否担起了意识形态工作主体责任?",
      "+内部管理制度是否健全?",
      "+发稿前是否严格审核把关?",
      "+是否执行“三审制”?",
      "+稿件初审制度是否完善?",
      "+稿件复审制度是否完善?",
      "+稿件终审制度是否完善?",
      "+审过的稿件是否都留底备案?",
    ],
    ["一(一)自查要点2:校对", "+是否严格执行责任校对制度?", "+每篇稿件是否至少校对三次?"],
    [
      "一(一)自查要点3:岗位资格",
      "+审稿、校对上岗前是否都查过资格?",
      "+初审人是否符合条件?",
      "+复审人是否符合条件?",
      "+终审人是否符合条件?",
      "+校对人是否符合条件?",
      "+各审核环节是否都由不同的人担任?",
    ],
    [
      "一(一)自查要点4:个人账号",
      "+是否管好了从业人员个人微博发布的信息?",
      "+是否管好了从业人员个人微信发布的信息?",
      "+是否管好了从业人员其他个人网络账号发布的信息?",
      "+从业人员个人账号发布的信息是否导向正确?",
    ],
    [
      "一(一)自查要点5:三项制度",
      "+是否建立重大敏感报道请示报告制度?",
      "+是否建立阅评制度?",
      "+是否建立责任追究制度?",
    ],
    [
      "一(一)自查要点6:制度完善",
      "+“三审三校”制度整体上是否完善?",
      "+制度上的问题是否已梳理并分析原因?",
      "+有问题的制度是否已修订?",
    ],
  ],
};

const platforms: Sheet = {
  code: "2018-B",
  title: "互联网信息平台自查",
  letter: "B",
  scope: "platform",
  clauses: [
    ["一(二)总要求:全面排查", "+这个平台是否已经全面排查?"],
    [
      "一(二)治理重点1:外包与商业",
      "-平台的信息服务是否违规外包?",
      "-平台是否存在商业化运作?",
      "-平台上是否存在商业行为?",
    ],
    [
      "一(二)治理重点2:责任与队伍",
      "+平台是否明确了责任领导?",
      "+平台是否有责任人管理维护?",
      "+是否配备了必要的信息采编人员?",
      "-是否存在违规聘用采编人员的问题?",
    ],
    [
      "一(二)治理重点3:运营管理",
      "+平台领导机制是否健全?",
      "+平台管理机制是否健全?",
      "+是否有信息安全管理机制?",
      "+是否有值班机制?",
      "+信息内容审核机制是否落实?",
      "+信息发布机制是否落实?",
    ],
  ],
};

const station: Sheet = {
  code: "2018-C",
  title: "“扫黄打非”工作站排查",
  letter: "C",
  scope: "unit",
  clauses: [
    ["一(三)工作站建设", "+学校是否建了“扫黄打非”工作站?", "+“扫黄打非”工作站是否发挥作用?"],
    [
      "一(三)制度落实",
      "+工作站的学习制度是否落实?",
      "+工作站的培训制度是否落实?",
      "+工作站的宣传制度是否落实?",
      "+工作站的巡查制度是否落实?",
    ],
  ],
};

const newsServices: Sheet = {
  code: "2018-D",
  title: "违规互联网新闻信息服务自查",
  letter: "D",
  scope: "target",
  clauses: [
    [
      "一(四)2治理重点:非新闻单位",
      "-是否存在非新闻单位违规采编、发布网络新闻?",
      "-是否存在非新闻单位违规转载网络新闻?",
    ],
    [
      "一(四)2治理重点:违规平台",
      "-是否存在违规采编网络新闻的平台?",
      "-是否存在违规发布网络新闻的平台?",
      "-是否存在违规转载网络新闻的平台?",
      "-是否存在违规集中采编本市新闻的平台?",
      "-是否存在违规集中发布本市新闻的平台?",
      "-是否存在编造假新闻的平台?",
      "-是否存在敲诈勒索的新闻平台?",
    ],
    [
      "一(四)自查整改阶段:自查自清",
      "+新媒体平台是否已及时自查自清?",
      "+来源不规范的新闻是否已全部清理?",
      "+假标来源的新闻是否已全部清理?",
    ],
    [
      "一(四)自查整改阶段:发稿纪律",
      "+发布原创报道前是否都核实真实?",
      "-是否替商业网站违规编新闻、“洗稿”?",
      "-是否登过未备案的非法社会组织的信息?",
      "-是否登过未备案的境外非政府组织的信息?",
      "-是否把没核实的自媒体内容当新闻登过?",
      "-是否存在采编人员借舆论监督谋私利?",
    ],
    [
      "一(四)自查整改阶段:属地自查",
      "+本辖区(单位)违规新闻服务是否已自查?",
      "+查出的违规服务是否已责令限期整改?",
    ],
  ],
};

const summingUp: Sheet = {
  code: "2018-D-zongjie",
  title: "违规互联网新闻信息服务治理总结",
  letter: "D",
  firstNo: 21,
  scope: "unit",
  clauses: [
    [
      "一(四)总结提高阶段:长效机制",
      "+是否建立了违规新闻服务的巡查处置机制?",
      "+是否配合上级网信办建立信用档案?",
      "+是否配合上级网信办建立失信黑名单制度?",
    ],
  ],
};

const demands: Sheet = {
  code: "2018-E",
  title: "工作要求落实情况",
  letter: "E",
  scope: "unit",
  clauses: [
    [
      "二、工作要求1:部署",
      "+是否制定了本单位的排查实施方案?",
      "+工作举措和责任分工是否都明确?",
      "+主要负责人是否负起首责、亲自部署推动?",
    ],
    [
      "二、工作要求2:排查整改",
      "+“报”(校报等)是否已全面排查?",
      "+“台”(广播站、电视台)是否已全面排查?",
      "+“网”(网站)是否已全面排查?",
      "+“微”(微博、微信)是否已全面排查?",
      "+“端”(手机应用)是否已全面排查?",
      "+是否加大了对新媒体的检查力度?",
      "+查出的问题是否马上整改?",
      "+苗头性、潜在性问题是否及时发现解决?",
    ],
    [
      "二、工作要求3:长效机制",
      "+跟不上新要求的制度是否已修改完善?",
      "+重大敏感报道请示报告制度是否进一步完善?",
      "+责任追究制度是否进一步完善?",
      "+教育培训制度是否进一步完善?",
    ],
  ],
};

/** Two checklists of one question each: they fall due on different days. */
const spotCheck: Sheet = {
  code: "2018-X-choucha",
  title: "信息办抽查情况",
  letter: "X",
  scope: "unit",
  answeredBy: "xinxiban",
  clauses: [["一(四)自查整改阶段:抽查", "+信息办是否已抽查新媒体平台自查整改,并查处不力的?"]],
};

const reportUp: Sheet = {
  code: "2018-X-shangbao",
  title: "信息办上报情况",
  letter: "X",
  firstNo: 2,
  scope: "unit",
  answeredBy: "xinxiban",
  clauses: [["一(四)清理整治阶段:上报", "+违规网站、论坛是否已上报市网络新闻管理中心处理?"]],
};

/** The 86 questions of the 2018 plan, by checklist. */
export const checklists2018: PlanChecklist[] = [
  media,
  platforms,
  station,
  newsServices,
  summingUp,
  demands,
  spotCheck,
  reportUp,
].map(checklist);
