import type { Role } from "../entities/post.ts";
import { countyUnits } from "./county.ts";

/** One invented person; `address` is the contact id on the simulator channel. */
export interface CountyPerson {
  address: string;
  name: string;
  /** False: has to be bound with a one-time code first. */
  bound: boolean;
  posts: { unit: string; role: Role }[];
}

const holding =
  (role: Role, bound = true) =>
  (address: string, name: string, ...units: string[]): CountyPerson => ({
    address,
    name,
    bound,
    posts: units.map((unit) => ({ unit, role })),
  });

const leader = holding("bureau-leader");
const admin = holding("bureau-admin");
const operator = holding("office-operator");
const head = holding("unit-head");
const responsible = holding("responsible");
const responsibleUnbound = holding("responsible", false);
const staff = holding("staff");

/** At an office that has work of its own, the responsible person stands before the operator and so is assigned it. */
const bureau: CountyPerson[] = [
  leader("wx-zhengshouyi-01", "郑守义", "qinghe"),
  admin("wx-linxiaojing-02", "林晓静", "qinghe"),
  staff("wx-gongjia-03", "龚佳", "julingdao"),
  responsible("wx-shiyuchen-05", "施雨辰", "xinxiban"),
  operator("wx-hanlixin-04", "韩立新", "xinxiban"),
  operator("wx-luwenjuan-06", "陆文娟", "xuanchuanke"),
  responsible("wx-jixiaofeng-08", "纪晓峰", "anquanke"),
  operator("wx-pengguodong-07", "彭国栋", "anquanke"),
  operator("wx-ouyanghui-09", "欧阳慧", "zhenggaizu"),
];

const liuhe: CountyPerson[] = [
  head("wx-mengqinghe-10", "孟庆和", "liuhe"),
  responsible("wx-weichunyan-11", "魏春燕", "liuhe"),
  responsible("wx-wangxiulan-12", "王秀兰", "liuhe-dawangzhuang"),
  head("wx-wangjianguo-13", "王建国", "liuhe-dawangzhuang"),
  staff("wx-luoxiaoyu-14", "罗小雨", "liuhe-dawangzhuang"),
  responsible("wx-duanpeng-15", "段鹏", "liuhe-chuzhong"),
  head("wx-haofenglin-16", "郝凤林", "liuhe-chuzhong"),
  responsible("wx-yangcuiping-17", "杨翠萍", "liuhe-xiaoyangzhuang"),
  responsible("wx-tianxiuying-18", "田秀英", "liuhe-qianying", "liuhe-houying"),
  head("wx-jinwancai-19", "靳万才", "liuhe-qianying"),
  responsible("wx-baixue-20", "白雪", "liuhe-youeryuan"),
];

const shiqiao: CountyPerson[] = [
  head("wx-hechanglin-21", "贺长林", "shiqiao"),
  responsible("wx-jianghaiyan-22", "江海燕", "shiqiao"),
  responsible("wx-leiming-23", "雷鸣", "shiqiao-chuzhong"),
  head("wx-guoqingshan-24", "郭青山", "shiqiao-chuzhong"),
  responsible("wx-xuejing-25", "薛静", "shiqiao-xiaoxue"),
  responsible("wx-zhaoyonggang-26", "赵永刚", "shiqiao-zhaojiagou"),
  responsible("wx-mahongmei-27", "马红梅", "shiqiao-madian"),
  responsibleUnbound("wx-zhoudeshun-28", "周德顺", "shiqiao-zhouzhuang"),
  head("wx-fanlihua-29", "范丽华", "shiqiao-zhouzhuang"),
  responsible("wx-qiuyan-30", "邱艳", "shiqiao-youeryuan"),
];

const zaolin: CountyPerson[] = [
  head("wx-shiyongfu-31", "石永福", "zaolin"),
  responsible("wx-caomin-32", "曹敏", "zaolin"),
  responsible("wx-xiongwei-33", "熊伟", "zaolin-chuzhong"),
  head("wx-dingshuzhen-34", "丁淑珍", "zaolin-chuzhong"),
  responsible("wx-panhongxia-35", "潘红霞", "zaolin-xiaoxue"),
  responsible("wx-lvdawei-36", "吕大伟", "zaolin-zaowan"),
  responsible("wx-liguihua-37", "李桂花", "zaolin-ligang"),
  head("wx-lizhenbang-38", "李振邦", "zaolin-ligang"),
  responsibleUnbound("wx-cuilaigen-39", "崔来根", "zaolin-beipo"),
  head("wx-maofang-40", "毛芳", "zaolin-beipo"),
  responsible("wx-sunlili-41", "孙丽丽", "zaolin-sunmiao"),
];

const dongguan: CountyPerson[] = [
  head("wx-tanzhiyuan-42", "谭志远", "dongguan"),
  responsible("wx-zouli-43", "邹丽", "dongguan"),
  responsible("wx-xiangdongsheng-44", "向东升", "dongguan-chuzhong"),
  head("wx-gujianping-45", "顾建平", "dongguan-chuzhong"),
  responsible("wx-shaoting-46", "邵婷", "dongguan-xiaoxue"),
  head("wx-longzhiqiang-47", "龙志强", "dongguan-xiaoxue"),
  responsible("wx-wankai-48", "万凯", "dongguan-wenchang"),
  responsible("wx-qianyueqin-49", "钱月琴", "dongguan-hebin"),
  head("wx-daihongwei-50", "戴宏伟", "dongguan-hebin"),
  responsible("wx-fuxiaobin-51", "傅晓斌", "dongguan-chaoyang"),
  responsible("wx-shenmengjie-52", "沈梦洁", "dongguan-youeryuan"),
];

const affiliated: CountyPerson[] = [
  responsible("wx-liazhi-53", "黎阿芝", "yizhong"),
  head("wx-qinhaitao-54", "秦海涛", "yizhong"),
  responsible("wx-xuzhengyang-55", "许正阳", "erzhong"),
  head("wx-tangruolan-56", "唐若兰", "erzhong"),
  responsible("wx-zhugelin-57", "诸葛琳", "shiyan"),
  responsible("wx-hulei-58", "胡磊", "yixiao"),
  head("wx-yaoyuzhen-59", "姚玉珍", "yixiao"),
  responsible("wx-fangsisi-60", "方思思", "jiguan"),
  responsible("wx-heyulong-61", "何玉龙", "zhijiao"),
  head("wx-dongliqun-62", "董立群", "zhijiao"),
  responsible("wx-chengwanrou-63", "程婉柔", "tejiao"),
  responsible("wx-yuanhaobo-64", "袁浩波", "jinxiu"),
];

/** The invented people of the county. No two have one name: seeding knows them by it. */
export const countyPeople: CountyPerson[] = [
  ...bureau,
  ...liuhe,
  ...shiqiao,
  ...zaolin,
  ...dongguan,
  ...affiliated,
];

const called: Record<Role, string> = {
  "bureau-leader": "局领导",
  "bureau-admin": "管理员",
  "office-operator": "经办人",
  "unit-head": "负责人",
  responsible: "责任人",
  staff: "工作人员",
  auditor: "审计员",
};

const nameOf = new Map(countyUnits.map((unit) => [unit.code, unit.name]));

function labelOf({ posts, bound }: CountyPerson): string {
  const units = posts.map((post) => nameOf.get(post.unit) ?? post.unit).join("、");
  const roles = [...new Set(posts.map((post) => called[post.role]))].join("、");
  return `${units} · ${roles}${bound ? "" : "(未绑定)"}`;
}

/** The same people as the simulated world shows them. */
export const people: { id: string; name: string; label: string }[] = countyPeople.map((person) => ({
  id: person.address,
  name: person.name,
  label: labelOf(person),
}));
