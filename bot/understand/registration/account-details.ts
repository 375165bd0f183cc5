import type { Heard } from "../text/normalise.ts";
import { accountNameIn } from "./account-name.ts";
import { followersIn } from "./followers.ts";
import { findUrl, platformOf } from "./links.ts";
import { partsAbout, platformsHad } from "./named-platforms.ts";

/** Name, followers, platform and link of an account as told in one message. */
export interface AccountDetails {
  platform?: string | undefined;
  platforms?: string[] | undefined;
  name?: string | undefined;
  followers?: number | undefined;
  url?: string | undefined;
}

const LINKS = /https?:\S+/g;

/** The prepared text without its links, whose letters name nothing. */
export const unlinked = ({ text }: Heard): string => text.replace(LINKS, " ");

const IN_COMMON = /[都全](?:叫|是|用)|同名|同一个名|名字?(?:都|全|也)?(?:一样|相同|统一)|一个名/;

/** Of several accounts the facts of the first; a name may be common to all. */
const factsOf = (heard: Heard, platforms: readonly string[]): Pick<AccountDetails, "name" | "followers"> => {
  const [first] = platforms;
  if (first === undefined || platforms.length === 1)
    return { name: accountNameIn(heard.said), followers: followersIn(unlinked(heard)) };
  const isCommon = IN_COMMON.test(heard.text);
  return {
    name: accountNameIn(isCommon ? heard.said : partsAbout(first, heard.said)),
    followers: followersIn(partsAbout(first, unlinked(heard))),
  };
};

/** What one message tells of an account; of several on different platforms the first. */
export function detailsOf(heard: Heard): AccountDetails {
  const url = findUrl(heard.said);
  const named = platformsHad(unlinked(heard));
  const linked = url ? platformOf(url) : undefined;
  return {
    platform: linked ?? named[0],
    platforms: named.length > 1 ? named : undefined,
    ...factsOf(heard, named),
    url,
  };
}

/** The only one of a list, which is meant when none is named. */
export const onlyOne = (all: readonly string[] | undefined): string | undefined =>
  all?.length === 1 ? all[0] : undefined;
