import { AFTER_NAME, LONG_SURNAMES, NO_NAMES, SURNAMES } from "./surnames.ts";

/** Somebody named in a text. */
export interface Named {
  /** A full name without its title, or a surname with its title ("王老师", "老郑"). */
  name: string;
  full: boolean;
  from: number;
  to: number;
}

const TITLE =
  /^(?:副?(?:校长|主任|书记|园长|科长|局长|处长|股长|组长|所长|站长)|老师|教师|会计|干事|同志|助理|总务|工程师)/;
/** Signs that stand in no given name. */
const NOT_GIVEN = /[谁我你您他她它们哪啥吗吧了的这那都也没不站局科办处室校社馆股镇乡县厂]/;
const isGiven = (sign: string): boolean => /^\p{Script=Han}$/u.test(sign) && !NOT_GIVEN.test(sign);

const surnameAt = (text: string): string | undefined => {
  const long = LONG_SURNAMES.exec(text)?.[0];
  if (long) return long;
  const sign = text.charAt(0);
  return sign !== "" && SURNAMES.includes(sign) ? sign : undefined;
};

/** How many signs of a given name stand here: none, one or two. */
const givenLength = (rest: string): number => {
  if (!isGiven(rest.charAt(0))) return 0;
  if (AFTER_NAME.test(rest.slice(1))) return 1;
  return isGiven(rest.charAt(1)) && AFTER_NAME.test(rest.slice(2)) ? 2 : 0;
};

/** 任 at the end of a title or of 责任 begins no name. */
const inWord = (text: string, from: number): boolean =>
  /[主责]$/.test(text.slice(0, from)) && text.startsWith("任", from);

/** 老郑, 小李: how many signs. */
const familiarLength = (rest: string): number => {
  const surname = /^[老小](?!师|学)/.test(rest) ? surnameAt(rest.slice(1)) : undefined;
  return surname && AFTER_NAME.test(rest.slice(1 + surname.length)) ? 1 + surname.length : 0;
};

const titleLength = (rest: string): number => TITLE.exec(rest)?.[0].length ?? 0;

/** A full name: how many signs. */
const fullLength = (rest: string, surname: string): number => {
  if (surname.length === 1 && NO_NAMES.test(rest)) return 0;
  const given = givenLength(rest.slice(surname.length));
  return given === 0 ? 0 : surname.length + given;
};

const nameAt = (text: string, from: number): Named | undefined => {
  const rest = text.slice(from);
  const named = (length: number): Named => ({
    name: rest.slice(0, length),
    full: false,
    from,
    to: from + length,
  });
  const familiar = familiarLength(rest);
  if (familiar > 0) return named(familiar);
  const surname = inWord(text, from) ? undefined : surnameAt(rest);
  if (surname === undefined) return undefined;
  const title = titleLength(rest.slice(surname.length));
  if (title > 0) return named(surname.length + title);
  const full = fullLength(rest, surname);
  if (full === 0) return undefined;
  return { ...named(full), full: true, to: from + full + titleLength(rest.slice(full)) };
};

/** Everybody who is named in a text by surname, in order; what only begins like a name may be among them. */
export function namesIn(text: string): Named[] {
  const names: Named[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const named = nameAt(text, at);
    if (!named) continue;
    names.push(named);
    at = named.to - 1;
  }
  return names;
}
