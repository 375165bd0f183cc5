import { ConsentNotice } from "../entities/consent-notice.ts";
import type { Work } from "../src/work.ts";

/** The first text of the notice; a bureau publishes its own as the next version. */
export const firstNotice = {
  version: 1,
  title: "个人自媒体登记信息告知书",
  body: `登记之前,请您先看完这份说明。同意以后我们才会保存您的信息。
一、谁在处理:县教育体育局(以下称教体局)。单位审核人和教体局负责登记的人员能看到您登记的内容,其他人看不到。
二、为什么:掌握教职工个人自媒体账号的基本情况,审核和备案与学校、学生有关的作品,防止冒名和不当信息。不用于商业,不作评优以外的排名。
三、收集什么:您的姓名、单位和岗位(取自已有岗位信息);账号的平台、名称、账号、主页链接、是否认证、是否显示单位或职务、粉丝数量范围、内容方向、是否出现学生、是否有收入、开通日期;作品的标题、链接、日期、类别、是否原创和转载来源、是否出现学生;审核结果。
四、不收集什么:身份证号、账号密码、粉丝名单、聊天记录。请不要发给我们。
五、作品里有学生的脸或姓名,属于敏感信息,请先取得家长同意。
六、保存多久:账号注销后保存3年(教体局另有公布的按公布的时间),到期抹去名称、账号和链接。登记号、日期、审核结论和操作记录按备案和审计要求保留。
七、您的权利:随时可以查看、更正、导出、要求删除,也可以撤回同意。回复“我的数据”可查看,回复“撤回同意”即可撤回,和同意一样方便。撤回以后不再收集,已登记的账号随即注销;撤回之前做过的审核仍然有效。不同意不影响您使用其他功能。
八、有疑问或要投诉:回复“人工”,或联系教体局信息办。`,
};

/** Publishes the first notice where there is none yet; the bureau's own stays. */
export async function seedNotice(work: Work): Promise<ConsentNotice> {
  const present = await work.db.findOne(ConsentNotice, { where: {}, order: { version: "DESC" } });
  return present ?? work.db.save(ConsentNotice, { ...firstNotice, publishedAt: work.now });
}
