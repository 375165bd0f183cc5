const VERDICT =
  /不(?:予)?(?:同意|批准?|认可|认同|服|属实|算|通过|合格|行|可以|能销号?|予销号|过关|准|许|对)|同意|批准|退回去?|打回去?|驳回|退回?|返工|没(?:有)?通过|未通过|复查|验收|销号|有?异议|提异议|申诉|申请复核|请?复核|冤枉|不存在|没有这个问题|与事实不符|不符合事实|不是问题|不算问题|重新?(?:整改|改|弄|做)|误判|误报|搞错|弄错|查错|有误|(?:延期|申请|问题|结论|这[条个项]|那[条个项]|第?[\d一二三四五六七八九十]{1,3}[号条项个题]?)/g;
const PARTICLES =
  /[的了是对把给让个那这请我们都就吧啊也先再向该此条项]|理由|原因|因为|说|觉得|认为|本校|我校|学校/g;

/** Whether a few words say the verdict and no more. */
export const isVerdict = (clause: string): boolean =>
  clause.replace(VERDICT, "").replace(PARTICLES, "").trim().length <= 1;

const LEADING_REASON = /^(?:理由|原因)(?:是|为|如下|:)?|^因为|^由于/;

const LEADING_VERDICT =
  /^(?:第?[\d一二三四五六七八九十]{1,3}[号条项个](?:问题)?[:, ]?)?(?:退回去?|打回去?|驳回|不(?:予)?(?:通过|同意|批准?|合格|认可|行))(?=.{2})/;

/** What is said beside a verdict, clause by clause; undefined when nothing is. */
export function reasonBeside(
  bare: string,
  says: (clause: string) => boolean = isVerdict,
): string | undefined {
  const kept = bare
    .split(/[,。;:!? ]+/)
    .filter((clause) => clause !== "" && !says(clause))
    .map((clause) => clause.replace(LEADING_VERDICT, "").replace(LEADING_REASON, "").trim())
    .filter((clause) => clause.length >= 2);
  return kept.join(",") || undefined;
}
