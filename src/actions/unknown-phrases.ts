import { createHash } from "node:crypto";
import { forbidden, notFound } from "../errors.ts";
import { record } from "../machines/event.ts";
import { bureauOperator } from "../machines/who.ts";
import { later } from "../packets.ts";
import type { Work } from "../work.ts";

/** Words that were not understood, as they were said, and what was on the table. */
export interface Unknown {
  words: string;
  situation: string;
  question: string;
}

const longest = 200;

/** Keeps words that were not understood, for the list of them; who said them is not kept, nor whom they name. */
export async function keepUnknown(work: Work, { words, situation, question }: Unknown): Promise<void> {
  const phrase = withoutPeople(words, await namesNear(work));
  if (phrase === "") return;
  const hash = createHash("sha256").update(`${situation}\n${phrase}`).digest("hex");
  later(
    work,
    `INSERT INTO unknown_phrase (hash, phrase, situation, question, times, first_at, last_at)
     VALUES (?, ?, ?, ?, 1, ?, ?)
     ON DUPLICATE KEY UPDATE times = times + 1, last_at = VALUES(last_at), question = VALUES(question)`,
    [hash, phrase, situation, question.slice(0, 300), work.now, work.now],
  );
}

/** Everybody with a post where the writer has one, and himself: whom he is likely to name. */
async function namesNear(work: Work): Promise<string[]> {
  if (work.actor.kind !== "person") return [];
  const rows: { name: string }[] = await work.db.query(
    `SELECT name FROM person WHERE id = ? UNION
     SELECT p.name FROM post mine JOIN post other ON other.unit_id = mine.unit_id JOIN person p ON p.id = other.person_id
     WHERE mine.person_id = ?`,
    [work.actor.personId, work.actor.personId],
  );
  return rows.map(({ name }) => name).sort((a, b) => b.length - a.length);
}

const titles = "老师|校长|主任|书记|园长|科长|局长|同志|经理|先生|女士";
/** The usual ones: a name of somebody unknown shows by them, before a title. */
const surnames =
  "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜戚谢邹柏窦章苏潘葛范彭鲁韦马苗方任袁柳鲍史唐薛雷贺倪汤罗毕郝常齐康伍余顾孟黄穆萧尹姚邵汪祁毛米贝戴谈宋庞熊纪舒项祝董梁杜阮蓝季贾江童郭梅林钟徐邱骆高夏蔡田樊胡霍万柯卢莫房丁邓洪石崔龚程邢裴陆翁段侯武刘景龙叶黎白蒲赖卓乔谭温庄晏柴瞿阎艾易廖耿文欧聂曾关岳";
const masks: [RegExp, string][] = [
  [/https?:\/\/\S+/gu, "〔链接〕"],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu, "〔邮箱〕"],
  [/\d(?:[\s-]?\d){6,}[\dXx]?/gu, "〔号码〕"],
  [/@\S{1,20}/gu, "@某人"],
  [new RegExp(`[${surnames}]\\p{Script=Han}{0,2}?(?=${titles})`, "gu"), "某"],
];

/** The words with names, numbers and links replaced, on one line, at most 200 characters. */
export function withoutPeople(words: string, names: string[]): string {
  let phrase = words
    .replace(/\s+/gu, " ")
    .trim()
    .slice(0, 5 * longest);
  for (const name of names.filter((each) => each.length > 1)) phrase = phrase.replaceAll(name, "某人");
  for (const [pattern, instead] of masks) phrase = phrase.replace(pattern, instead);
  return [...phrase].slice(0, longest).join("");
}

/** One line of the list. */
export interface UnknownRow {
  id: number;
  phrase: string;
  situation: string;
  question: string;
  times: number;
  lastAt: Date;
}

/** What was not understood, most frequent first; `page` counts from 1. For the bureau's administrators. */
export async function listUnknown(
  work: Work,
  { page, size }: { page: number; size: number },
): Promise<{ rows: UnknownRow[]; total: number }> {
  await forOperators(work);
  const rows: UnknownRow[] = await work.db.query(
    `SELECT id, phrase, situation, question, times, last_at AS lastAt FROM unknown_phrase
     ORDER BY times DESC, last_at DESC, id LIMIT ? OFFSET ?`,
    [size, (page - 1) * size],
  );
  const [count]: { total: string }[] = await work.db.query("SELECT COUNT(*) AS total FROM unknown_phrase");
  return { rows, total: Number(count?.total) };
}

/** Strikes one off the list, once the words are known or of no use. Refuses with not-found. */
export async function dismissUnknown(work: Work, id: number): Promise<void> {
  await forOperators(work);
  const { affectedRows }: { affectedRows: number } = await work.db.query(
    "DELETE FROM unknown_phrase WHERE id = ?",
    [id],
  );
  if (affectedRows === 0) throw notFound("这句话");
  await record(work, { subject: "unknown-phrase", subjectId: id, command: "dismiss" });
}

async function forOperators(work: Work): Promise<void> {
  const whyNot = await bureauOperator(work);
  if (whyNot) throw forbidden(whyNot);
}
