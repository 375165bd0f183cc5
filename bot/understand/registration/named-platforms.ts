import { type Mention, mentionsIn } from "../naming/platforms.ts";

/** What stands right before and right after a platform that a text names. */
interface Place {
  mention: Mention;
  /** "抖音和快手同名" names two. */
  listed: boolean;
  /** What stands before the platform that is named before this one. */
  previous: string | undefined;
  before: string;
  after: string;
}

type Test = (place: Place) => boolean;

const ALIKE =
  /^(?:号|那个|账号|上|里|那边|的|名字|名称|用|都|是)*(?:一样|同名|一致|相同|一个名|差不多|一块|合|重名|统一)/;

/** "跟抖音一样", "与公众号同名": another account is only compared with. */
const isCompared: Test = ({ listed, before, after }) =>
  !listed &&
  /(?:跟|和|与|同|随|像|按)(?:我|我的|那个|之前的?|原来的?|已登记的?){0,2}$/.test(before) &&
  ALIKE.test(after);

const DENIED_BEFORE =
  /(?:没有|没|没开|没注册|没玩|没弄|不玩|不用|不是|不开|无|除了|不叫)(?:过|个|什么|啥|开通|注册)?$/;
const DENIED_AFTER =
  /^(?:号|账号|帐号|我|俺|也|都|倒|是|就|真|这些|那些|什么的|啥的|[、, ]){0,4}(?:没有|没开|没注册|没玩|没弄|没得|没搞|没申请|木有|不玩|不用(?!了)|不会|从来不|从不|从没|冇|莫得|没(?=[,。; ]|$)|无(?=[,。; ]|$))/;
/** In "快手没有抖音有" what stands between belongs to the first. */
const isDeniedBefore: Test = ({ previous, before }) =>
  DENIED_BEFORE.test(before) &&
  (previous === undefined || DENIED_BEFORE.test(previous) || /[,。;、 ]/.test(before) || before.length > 4);
const isDenied: Test = (place) => isDeniedBefore(place) || DENIED_AFTER.test(place.after);

const KEPT =
  /^(?:号|账号|帐号|的|那个|我|先|都|也){0,3}(?:还在?|继续|照常|接着|正常)?(?:用|用着|在用|留着?|保留|不动|不变|不销|不注销|没变)/;
const isKept: Test = ({ before, after }) =>
  (KEPT.test(after) && !/^.{0,4}不用/.test(after)) ||
  /(?:留着|保留|留下|只留|只要|不动|不要动)(?:我的?)?$/.test(before);

const REACH = 14;

const placesIn = (text: string): Place[] => {
  const mentions = mentionsIn(text);
  const before = mentions.map(({ at }, index) =>
    text.slice(Math.max(mentions[index - 1]?.end ?? 0, at - REACH), at),
  );
  return mentions.map((mention, index) => ({
    mention,
    previous: before[index - 1],
    listed: index > 0 && /^(?:号)?[、,和跟与 ]?$/.test(before[index] ?? ""),
    before: before[index] ?? "",
    after: text.slice(mention.end, mention.end + REACH),
  }));
};

/** What is said of one platform of a list is said of all: before the first, or after the last. */
const spread = (places: readonly Place[], dropped: readonly boolean[]): boolean[] => {
  const back = [...dropped];
  for (let at = places.length - 2; at >= 0; at -= 1)
    if (back[at + 1] && places[at + 1]?.listed) back[at] = true;
  return places.map((place, at) => {
    const last = places[at - 1];
    return (
      (back[at] ?? false) ||
      (last !== undefined && /^号?[和跟与及或、]$/.test(place.before) && isDeniedBefore(last))
    );
  });
};

const without = (text: string, drop: Test): string[] => {
  const places = placesIn(text);
  const dropped = spread(places, places.map(drop));
  return [...new Set(places.filter((_, at) => !dropped[at]).map(({ mention }) => mention.name))];
};

const STOPPED =
  /^(?:号|账号|的|早就?|去年|已经?|我|都|也){0,3}(?:停了|停更|不发了|不玩了|注销|关了|卸|删了|不更|不用了|没了)/;
const isStopped: Test = ({ after }) => STOPPED.test(after);

/** The platforms on which somebody says to have an account; those given up only where there is no other. */
export const platformsHad = (text: string): string[] => {
  const had = without(text, (place) => isCompared(place) || isDenied(place));
  if (had.length < 2) return had;
  const running = without(text, (place) => isCompared(place) || isDenied(place) || isStopped(place));
  return running.length > 0 ? running : had;
};

/** The parts of a text that tell of one platform: what stands before any is named belongs to the first. */
export function partsAbout(platform: string, text: string): string {
  const places = mentionsIn(text);
  const parts = places.map(({ name, at }, index) =>
    name === platform ? text.slice(index === 0 ? 0 : at, places[index + 1]?.at) : "",
  );
  return parts.filter((part) => part !== "").join("\n");
}

/** The platforms whose account is given up, of all that are named. */
export const platformsLeft = (text: string): string[] =>
  without(text, (place) => isCompared(place) || isKept(place));

/** Whether platforms are named and every one of them is denied. */
export const deniesAll = (text: string): boolean =>
  (mentionsIn(text).length > 1 || (/都没|啥|什么/.test(text) && mentionsIn(text).length > 0)) &&
  without(text, isDenied).length === 0;
