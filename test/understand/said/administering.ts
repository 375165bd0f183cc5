/** Orders of administrators: whom they name, what is told, tables, lists, extensions, phases. */
export const ADMINISTERING = `
管理: 通知第三中学,8月27号前把光盘送来 | 给三中发通知:8月27号前把光盘送来 | 跟第三中学说一声,8月27号前把光盘送来 => broadcast unit=第三中学 !group text=8月27号前把光盘送来
管理: 给柳河二小发通知:补盖章 => broadcast unit=柳河二小 text=补盖章
管理: 告诉李庄中心校,他们的延期没批 => broadcast unit=李庄中心校 !group text=他们的延期没批
管理: 给县一高和二高发:检查组明早九点到校 => broadcast !unit !group whom=县一高、二高
管理: 通知各校把三审单重填 => broadcast group=全部 whom=各校 text=把三审单重填
管理: 请向各乡镇办中心校、局属各学校转发:督查自9月5日开始,分三组进行 => broadcast group=中心校、局属学校 text=督查自9月5日开始,分三组进行
管理: 今晚8点群发给局属学校:明早7点半开会 => broadcast group=局属学校 at=2018-08-16T20:00:00+08:00 text=明早7点半开会
管理: 请各校明天上午报名单,发给中心校 => broadcast group=中心校 text=请各校明天上午报名单
管理: 发个通知给中心校,内容是明天开会 => broadcast group=中心校 text=明天开会
管理: 转告赵庄的,他们表交错科室了 => broadcast !whom text=他们表交错科室了
管理: 发通知给幼儿园 => broadcast group=幼儿园 ask !text
管理: tongzhi ge zhongxinxiao mingtian kaihui => broadcast group=中心校 text=明天开会
确认群发: 范围不对,只发中心校,局属的不用 => broadcast group=中心校
管理: cui yi xia zhongxinxiao => remind group=中心校
管理: 县一高还不交啊,替我催催他们 => remind unit=县一高
管理: 催城关镇第二小学 => remind unit=城关镇第二小学 !township
管理: 那个谁实验小学的值班表到现在没交上来你给他催一下子 => remind unit=实验小学
管理: 各幼儿园也催一哈 => remind group=幼儿园
管理: 逾期的那几家发个催办 => remind scope=逾期
管理: 提醒柳河镇中心校把报告交了 => remind unit=柳河镇中心校
责任: 催一下 => asked
管理: 附件一导一份 | 把媒体平台那张汇总表下一份 => export name=媒体平台自查汇总表
管理: 导出附件2 | fujian 2 daochu => export name=互联网信息平台自查汇总表
管理: 附件1和台账各来一份,word版 => export name=媒体平台自查汇总表、问题台账
管理: 自媒体登记表导出 => export name=个人账号登记表
管理: 导出柳河镇的台账 => export name=问题台账 township=柳河镇
管理: 导出实验小学的自查表 => export unit=实验小学
管理: 导出的表能直接盖章报吗 => question
管理: 写个督查通报 => report name=督查通报
管理: 逾期的有哪些 => list scope=逾期
管理: 待批的延期有哪些 | 申请延期的列出来我批 => list scope=待批
管理: 没销号的单位有哪些 => list scope=未整改
管理: 幼儿园还有哪几家没交 => list scope=未交 group=幼儿园
管理: 不同意县一高延期,他们人手够 => reject-extension unit=县一高 reason=他们人手够
管理: 石桥镇中心校延期的事驳回,理由:已延过一次 => reject-extension unit=石桥镇中心校 reason=已延过一次
管理: 马店小学不给延,别家都交了 => reject-extension unit=马店小学 reason=别家都交了
管理: 延期申请一律不批 => reject-extension scope=全部 ask
管理: 柳河镇那个延期我看可以,就按25号 => approve-extension unit=柳河镇 to=2018-08-25 confirm=true
管理: 特校给延三天 => approve-extension unit=特校
管理: 延期批了以后阶段时间会跟着变吗 => question
管理: pi zhun => asked
提醒: 可以延期吗 | 时间太紧了,至少给我延到月底 => extend-request
管理: zicha jiezhi gai dao 8yue25 => edit-phase name=自查 date=2018-08-25
管理: 自查延到25号 => edit-phase name=自查 date=2018-08-25
管理: 督查顺延一周 => edit-phase name=督查 to=P7D
管理: 自查阶段顺延到2月30号 | 清理整治改成开学后结束 => asked
管理: 自查哪天截止 => query-deadline
`;
