import { readNumber } from "../text/numbers.ts";

const LINE = /(?:任务|专项) ?(?:第)?([一二三四五六七八九十]|\d{1,2})(?![\d点])/;
const ANNEX = /附件 ?([一二]|\d)/;
const TITLE = /《([^》]{2,60})》/;
const TOPICS: readonly (readonly [RegExp, string])[] = [
  [/扫黄打非/, "扫黄打非"],
  [/违规(?:互联网)?新闻/, "违规互联网新闻"],
  [/(?:互联网)?信息平台|平台自查/, "互联网信息平台"],
  [/三审三校|学校媒体|媒体自查/, "媒体"],
  [/工作要求/, "工作要求"],
  [/实施方案/, "实施方案"],
];

/** The work that is named, such as 任务2, 附件1 or a word of its title; undefined when none is. */
export function readTarget(text: string): string | undefined {
  const line = readNumber(LINE.exec(text)?.[1] ?? "");
  if (line !== undefined) return `任务${line}`;
  const annex = readNumber(ANNEX.exec(text)?.[1] ?? "");
  if (annex !== undefined) return `附件${annex}`;
  return TITLE.exec(text)?.[1] ?? TOPICS.find(([pattern]) => pattern.test(text))?.[1];
}

const TOWNSHIP =
  /(?:^|[给向催查看通知发在,。 的]|提醒|一下)?([\p{Script=Han}]{1,3}?[镇乡])(?!中心校|初级|中心幼|中心小|村|里|下)/u;
const NO_TOWNSHIP = /^(?:各|全|每个?|哪个?|所有|本|我们?|这个?|下面|咱们?)?[镇乡]$|乡镇$|[各本全我每哪]/;
const BEFORE_NAME = /^.*(?:给|向|催|查|看|通知|提醒|一下|发|在|至|到|出|把|让|跟|对|和|说)/u;

/** The township named, such as 柳河镇; undefined when none is. */
export function readTownship(text: string): string | undefined {
  const found = TOWNSHIP.exec(text)?.[1]?.replace(BEFORE_NAME, "");
  return found && found.length >= 2 && !NO_TOWNSHIP.test(found) ? found : undefined;
}
