import type { Unit } from "../entities/unit.ts";

/** One unit of the invented county; `parent` is a code. */
export interface CountyUnit {
  code: string;
  name: string;
  kind: Unit["kind"];
  parent: string | null;
  aliases: string[];
}

const bureau = "qinghe";

type Named = [code: string, name: string, ...aliases: string[]];

const offices: Named[] = [
  ["julingdao", "局领导", "领导班子"],
  ["xinxiban", "信息办", "教体局信息办", "信息化办公室"],
  ["xuanchuanke", "宣传科", "教体局宣传科"],
  ["anquanke", "安全科", "教体局安全科"],
  [
    "zhenggaizu",
    "整改专项工作组",
    "专项工作组",
    "教体局中央意识形态工作责任制巡视检查反馈意见整改专项工作组",
  ],
];

const townships: { central: Named; schools: Named[] }[] = [
  {
    central: ["liuhe", "柳河镇中心校", "柳河中心校"],
    schools: [
      ["liuhe-dawangzhuang", "大王庄小学", "大王庄"],
      ["liuhe-chuzhong", "柳河镇初级中学", "柳河中学"],
      ["liuhe-xiaoyangzhuang", "小杨庄小学", "小杨庄"],
      ["liuhe-qianying", "前营小学", "前营"],
      ["liuhe-houying", "后营小学", "后营"],
      ["liuhe-youeryuan", "柳河镇中心幼儿园", "柳河幼儿园"],
    ],
  },
  {
    central: ["shiqiao", "石桥镇中心校", "石桥中心校"],
    schools: [
      ["shiqiao-chuzhong", "石桥镇初级中学", "石桥中学"],
      ["shiqiao-xiaoxue", "石桥小学"],
      ["shiqiao-zhaojiagou", "赵家沟小学", "赵家沟"],
      ["shiqiao-madian", "马店小学", "马店"],
      ["shiqiao-zhouzhuang", "周庄教学点", "周庄小学", "周庄"],
      ["shiqiao-youeryuan", "石桥镇中心幼儿园", "石桥幼儿园"],
    ],
  },
  {
    central: ["zaolin", "枣林乡中心校", "枣林中心校"],
    schools: [
      ["zaolin-chuzhong", "枣林乡初级中学", "枣林中学"],
      ["zaolin-xiaoxue", "枣林小学"],
      ["zaolin-zaowan", "枣湾小学", "枣湾"],
      ["zaolin-ligang", "李岗小学", "李岗"],
      ["zaolin-beipo", "北坡小学", "北坡"],
      ["zaolin-sunmiao", "孙庙小学", "孙庙"],
    ],
  },
  {
    central: ["dongguan", "东关街道办事处中心校", "东关中心校", "东关街道中心校"],
    schools: [
      ["dongguan-chuzhong", "东关初级中学", "东关中学"],
      ["dongguan-xiaoxue", "东关小学"],
      ["dongguan-wenchang", "文昌路小学", "文昌小学"],
      ["dongguan-hebin", "河滨小学", "河滨"],
      ["dongguan-chaoyang", "朝阳小学", "朝阳"],
      ["dongguan-youeryuan", "城东幼儿园"],
    ],
  },
];

const affiliated: Named[] = [
  ["yizhong", "青禾县第一中学", "一中", "县一中"],
  ["erzhong", "青禾县第二中学", "二中", "县二中"],
  ["shiyan", "青禾县实验小学", "实验小学", "实小"],
  ["yixiao", "青禾县第一小学", "一小", "县一小", "第一小学"],
  ["jiguan", "青禾县机关幼儿园", "机关幼儿园"],
  ["zhijiao", "青禾县职业教育中心", "职教中心"],
  ["tejiao", "青禾县特殊教育学校", "特教学校"],
  ["jinxiu", "青禾县教师进修学校", "进修学校"],
];

const asUnit =
  (kind: Unit["kind"], parent: string | null) =>
  ([code, name, ...aliases]: Named): CountyUnit => ({ code, name, kind, parent, aliases });

/** The units of the invented county, each after its parent. */
export const countyUnits: CountyUnit[] = [
  asUnit("bureau", null)([bureau, "青禾县教育体育局(演示)", "青禾县教体局", "教体局"]),
  ...offices.map(asUnit("office", bureau)),
  ...townships.flatMap(({ central, schools }) => [
    asUnit("central-school", bureau)(central),
    ...schools.map(asUnit("school", central[0])),
  ]),
  ...affiliated.map(asUnit("affiliated", bureau)),
];
