import type { Meaning } from "../meaning.ts";
import { namesIn } from "../naming/names.ts";
import type { Rule } from "../rule.ts";
import type { Heard } from "../text/normalise.ts";

const KIND =
  "小学|中学|幼儿园|学校|中心校|高中|初中|完小|教学点|职高|职校|职教中心|进修学校|特校|附[小中幼]|中心园|[一二三四五六七八九十实]小(?!学)|[一二三四五六七八九十实]中(?!学|心)|[一二三四五六七八九十]幼(?!儿)";
const UNIT = new RegExp(`[\\p{Script=Han}\\d]{0,14}?(?:${KIND})(?:${KIND})?`, "gu");
/** What leads up to the name of a unit. */
const LEADING =
  /^.*(?:是|来自|在|系|绑定?|绑上|认证|叫|关联|登记|属于|加入|新来|代表|我们|俺们?|咱们?|我|那个|这里|这边|的)/;

/** The unit that somebody says is his; one that he says is not is passed over. */
const unitIn = (text: string): { unit: string; from: number; to: number } | undefined => {
  for (const found of text.matchAll(UNIT)) {
    const unit = found[0].replace(LEADING, "");
    const to = found.index + found[0].length;
    const from = to - unit.length;
    if (!NO_UNIT.test(unit) && !/不(?:是|在)(?:那个)?$/.test(text.slice(0, from))) return { unit, from, to };
  }
  return undefined;
};
const NO_UNIT = /^(?:个|哪个?|什么|各|每个|所有|全部|本|这个?|其他|别的)?(?:学校|小学|中学|幼儿园|中心校)$/;

const CALLED = /(?:叫|姓名:?|名字:?|是|本人|负责人|信息员|校长|老师|我)$/;

/** The name of who is speaking: a full one rather than a title, and rather where "I am called" stands before it. */
const nameIn = (text: string): string | undefined => {
  const names = namesIn(text);
  const full = names.filter((one) => one.full);
  const called = full.find(({ from }) => CALLED.test(text.slice(0, from)));
  return (called ?? full[0] ?? names[0])?.name;
};

interface Who {
  unit?: string | undefined;
  name?: string | undefined;
}

const whoIn = (bare: string): Who => {
  const found = unitIn(bare);
  const rest = found ? `${bare.slice(0, found.from)},${bare.slice(found.to)}` : bare;
  const name = nameIn(rest.replace(/\d+/g, ",").replace(/^(.*?)(?:的|,)(?=[^的]*$)/u, "$1,"));
  return { unit: found?.unit, name };
};

const asked = (who: Who): Meaning => ({
  intent: "bind-request",
  ...who,
  ask: who.unit && who.name ? undefined : "请写单位和姓名,例如:我是第一小学张三。",
});

/** Who somebody says that he is, as far as he says it. */
export const introduced = ({ bare }: Heard): Meaning => asked(whoIn(bare));

const BINDING =
  /^(?:我要|请|帮我|申请|怎么)?(?:绑定|认证|身份认证|实名|关联)(?:一下|单位|学校|身份|账号|我的|手机号?|微信|我){0,5}(?:1\d{10})?$/;
const MYSELF = /^(?:我|俺|本人)(?:是|叫|来自|在)/;
/** Beside the name and the unit nothing else is said. */
const REST =
  /^(?:我|俺|是|叫|的|来自|在|老师|校长|副|主任|书记|园长|信息员|联络员|负责人|新来|新任|咋进来|绑定|,| |\d){0,12}$/;

/** Of a stranger the bare name is enough; of others, and beside other words, only the unit with the name. */
const isIntroduction = ({ unit, name }: Who, bare: string, unbound: boolean): boolean => {
  if (unbound && name === bare) return true;
  if (!unit || !name || !(unbound || MYSELF.test(bare))) return false;
  return REST.test(bare.replace(unit, "").replace(name, ""));
};

/** Somebody says who he is, or wants to be known. */
export const bind: Rule = ({ bare }, { context }) => {
  if (BINDING.test(bare)) return asked({});
  if (bare.length > 40) return undefined;
  const who = whoIn(bare);
  return isIntroduction(who, bare, context.role === "unbound") ? asked(who) : undefined;
};
