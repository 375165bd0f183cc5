import type { Audience } from "../entities/requirement.ts";
import { type Plan, type PlanOffice, type PlanRequirement, type PlanTask, span } from "./plan.ts";
import { checklists2018 } from "./questions.ts";
import { warnings2018 } from "./warnings.ts";

const offices: PlanOffice[] = [
  { code: "xinxiban", names: ["信息办", "教体局信息办", "信息化办公室"] },
  { code: "xuanchuanke", names: ["宣传科", "教体局宣传科"] },
  { code: "anquanke", names: ["安全科", "教体局安全科"] },
  {
    code: "zhenggaizu",
    names: ["整改专项工作组", "专项工作组", "教体局中央意识形态工作责任制巡视检查反馈意见整改专项工作组"],
  },
];

const tasks: PlanTask[] = [
  {
    code: "Z1",
    title: "学校媒体“三审三校”制度排查",
    offices: ["信息办", "宣传科", "各乡镇办中心校", "局属各学校"],
    phases: [
      { code: "Z1P1", title: "自查阶段", wording: "即日起至8月17日", ...span(null, "2018-08-17") },
      { code: "Z1P2", title: "整改阶段", wording: "8月17日至9月5日", ...span("2018-08-17", "2018-09-05") },
      { code: "Z1P3", title: "督查阶段", wording: "9月5日至15日", ...span("2018-09-05", "2018-09-15") },
    ],
  },
  {
    code: "Z2",
    title: "互联网信息平台专项治理",
    offices: ["信息办", "宣传科", "各乡镇办中心校", "局属各单位"],
    phases: [
      { code: "Z2P1", title: "自查阶段", wording: "即日起至8月21日", ...span(null, "2018-08-21") },
      { code: "Z2P2", title: "整改阶段", wording: "8月18日至21日", ...span("2018-08-18", "2018-08-21") },
      { code: "Z2P3", title: "督查总结阶段", wording: "8月21日至8月底", ...span("2018-08-21", "2018-08-31") },
    ],
  },
  {
    code: "Z3",
    title: "“扫黄打非”工作站排查",
    offices: ["安全科"],
    phases: [
      { code: "Z3P1", title: "排查", wording: "2018年8月5日至9月30日", ...span("2018-08-05", "2018-09-30") },
    ],
  },
  {
    code: "Z4",
    title: "违规互联网新闻信息服务专项治理",
    offices: [],
    phases: [
      { code: "Z4P1", title: "自查整改阶段", wording: "即日起至8月25日", ...span(null, "2018-08-25") },
      {
        code: "Z4P2",
        title: "清理整治阶段",
        wording: "8月26日至9月7日",
        ...span("2018-08-26", "2018-09-07"),
      },
      {
        code: "Z4P3",
        title: "总结提高阶段",
        wording: "9月8日至10月31日",
        ...span("2018-09-08", "2018-10-31"),
      },
    ],
  },
  { code: "ALL", title: "工作要求", offices: [], phases: [] },
];

/** 各学校(单位), 各单位: everybody below the bureau answers for itself. */
const everyUnit: Audience = { kinds: ["central-school", "school", "affiliated"], codes: [] };

/** 各乡镇办中心校、局属各学校: a central school answers for the schools below it. */
const centralAndAffiliated: Audience = { kinds: ["central-school", "affiliated"], codes: [] };

const only = (office: string): Audience => ({ kinds: [], codes: [office] });

const notNamed = "原文未写明";

const workGroup = {
  recipient: "教体局中央意识形态工作责任制巡视检查反馈意见整改专项工作组",
  office: "zhenggaizu",
};
const publicity = { recipient: "教体局宣传科", office: "xuanchuanke" };
const information = { recipient: "教体局信息办", office: "xinxiban" };

/**
 * The plan names no recipient for answered questions. They go to the office that takes the task's papers; the work
 * stations' go to 安全科, which reports on them.
 */
const questions: PlanRequirement[] = [
  {
    code: "A",
    title: "学校媒体“三审三校”自查",
    task: "Z1",
    phase: "Z1P1",
    checklist: "2018-A",
    ...span(null, "2018-08-17"),
    wording: "即日起至8月17日",
    ...publicity,
    form: [],
    audience: everyUnit,
  },
  {
    code: "B",
    title: "互联网信息平台自查",
    task: "Z2",
    phase: "Z2P1",
    checklist: "2018-B",
    ...span(null, "2018-08-21"),
    wording: "即日起至8月21日",
    ...publicity,
    form: [],
    audience: everyUnit,
  },
  {
    code: "C",
    title: "“扫黄打非”工作站排查",
    task: "Z3",
    phase: "Z3P1",
    checklist: "2018-C",
    ...span("2018-08-05", "2018-09-30"),
    wording: "2018年8月5日至9月30日",
    recipient: "教体局安全科",
    office: "anquanke",
    form: [],
    audience: everyUnit,
  },
  {
    code: "D",
    title: "违规互联网新闻信息服务自查",
    task: "Z4",
    phase: "Z4P1",
    checklist: "2018-D",
    ...span(null, "2018-08-25"),
    wording: "即日起至8月25日",
    ...information,
    form: [],
    audience: centralAndAffiliated,
  },
  {
    code: "D-zongjie",
    title: "违规互联网新闻信息服务治理总结",
    task: "Z4",
    phase: "Z4P3",
    checklist: "2018-D-zongjie",
    ...span("2018-09-08", "2018-10-31"),
    wording: "9月8日至10月31日",
    ...information,
    form: [],
    audience: everyUnit,
  },
  {
    code: "E",
    title: "工作要求落实情况",
    task: "ALL",
    phase: null,
    checklist: "2018-E",
    ...span(null, "2018-08-27"),
    wording: "8月27日前",
    ...workGroup,
    form: [],
    audience: everyUnit,
  },
  {
    code: "X-choucha",
    title: "信息办抽查情况",
    task: "Z4",
    phase: "Z4P1",
    checklist: "2018-X-choucha",
    ...span(null, "2018-08-25"),
    wording: "即日起至8月25日",
    recipient: notNamed,
    office: null,
    form: [],
    audience: only("xinxiban"),
  },
  {
    code: "X-shangbao",
    title: "信息办上报情况",
    task: "Z4",
    phase: "Z4P2",
    checklist: "2018-X-shangbao",
    ...span("2018-08-26", "2018-09-07"),
    wording: "8月26日至9月7日",
    recipient: notNamed,
    office: null,
    form: [],
    audience: only("xinxiban"),
  },
];

const deliverables: PlanRequirement[] = [
  {
    code: "R1",
    title: "互联网信息平台自查汇总表(附件2)",
    task: "Z2",
    phase: "Z2P1",
    checklist: null,
    ...span(null, "2018-08-21"),
    wording: "8月21日前",
    ...publicity,
    form: ["附件2表格"],
    audience: everyUnit,
  },
  {
    code: "R2",
    title: "媒体平台自查汇总表(附件1)",
    task: "Z2",
    phase: "Z2P1",
    checklist: null,
    ...span(null, "2018-08-21"),
    wording: "8月21日前",
    ...publicity,
    form: ["附件1表格"],
    audience: everyUnit,
  },
  {
    code: "R3",
    title: "“扫黄打非”工作站排查工作报告",
    task: "Z3",
    phase: "Z3P1",
    checklist: null,
    ...span("2018-08-05", "2018-08-20"),
    wording: "8月20日前",
    ...publicity,
    form: ["工作报告"],
    audience: only("anquanke"),
  },
  {
    code: "R4",
    title: "自查整改情况报告",
    task: "Z4",
    phase: "Z4P2",
    checklist: null,
    ...span("2018-08-26", "2018-09-07"),
    wording: "清理整治阶段内(8月26日至9月7日)",
    ...information,
    form: [],
    audience: centralAndAffiliated,
  },
  {
    code: "R5",
    title: "治理阶段性情况报告",
    task: "Z4",
    phase: "Z4P2",
    checklist: null,
    ...span("2018-08-26", "2018-09-07"),
    wording: "9月7日前",
    ...information,
    form: [],
    audience: centralAndAffiliated,
  },
  {
    code: "R6",
    title: "上报违规互联网站、论坛",
    task: "Z4",
    phase: "Z4P2",
    checklist: null,
    ...span("2018-08-26", "2018-09-07"),
    wording: "清理整治阶段内(8月26日至9月7日)",
    recipient: "市网络新闻管理中心",
    office: null,
    form: [],
    audience: only("xinxiban"),
  },
  {
    code: "R7",
    title: "检查整改和建章立制情况书面材料",
    task: "ALL",
    phase: null,
    checklist: null,
    ...span(null, "2018-08-27"),
    wording: "8月27日前",
    ...workGroup,
    form: ["纸质版1份(主要领导签字、加盖公章)", "电子版(刻录光盘)"],
    audience: everyUnit,
  },
  {
    code: "R8",
    title: "本单位全面排查实施方案",
    task: "ALL",
    phase: null,
    checklist: null,
    // The plan gives no date: the end of the first self-check stands in until an administrator decides.
    ...span(null, "2018-08-17"),
    wording: "原文无日期",
    recipient: notNamed,
    office: null,
    form: [],
    audience: everyUnit,
  },
];

/** The county's work plan of 2018 with its own dates. */
export const plan2018: Plan = {
  title: "规范信息传播专项治理",
  firstDue: "2018-08-17",
  offices,
  tasks,
  checklists: checklists2018,
  requirements: [...questions, ...deliverables],
  warnings: warnings2018,
};
