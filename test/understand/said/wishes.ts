/** Wishes for more time, for a successor, to be known, to be reminded: said by many, in many ways. */
export const WISHES = `
汇总表: 能不能给我宽到这周日 | 我礼拜天之前一定报上去行吗 | 周末交行不行 => extend-request to=2018-08-19
汇总表: 再给五天 | 请宽限五天 | 我需要再多五天时间 | 往后推五天吧 | 延后5日 | 再缓五天可以吗 | 俺想往后挪五天 => extend-request to=2018-08-26
汇总表: 晚一个星期行不行 | 再给一礼拜 | 延期7天 | 宽限一周呗 => extend-request to=2018-08-28
汇总表: 再给俩礼拜行不领导 | 延14天 => extend-request to=2018-09-04
汇总表: 延一个月 | 推迟一个月吧 => extend-request to=2018-09-21
汇总表: 申请延期半个月 => extend-request by=P15D to=2018-09-05
汇总表: 8.30给您成不成 | 0830交行吗 | 8月30日之前报 | 三十号交可以不 | 八月三十号交上来行吗 | 廿号不行,三十号交行吗 => extend-request to=2018-08-30
汇总表: 下下周三交可以吗 | 8/29之前交行吗 | 下下礼拜三给你行不 => extend-request to=2018-08-29
汇总表: 大后天给你行不 | 这周末交可以吗 => extend-request to=2018-08-19
汇总表: 十天后再报行吗 | 申请十天后再交 | 8月26号(周日)交行吗 => extend-request to=2018-08-26
汇总表: 月底再交行么 | 这个月最后一天交 | 8月31号周五交行不 => extend-request to=2018-08-31
汇总表: 国庆节前交行不行 => extend-request to=2018-09-30
汇总表: 中秋前能交 | 中秋节之前交行吗 => extend-request to=2018-09-23
汇总表: 教师节当天交可以吧 => extend-request to=2018-09-10
汇总表: 延到明年1月5号可以不 => extend-request to=2019-01-05
汇总表: 过几天给你 | 晚几天交成吗 | 迟个三四天可以不 | 宽限几天吧 | 国庆以后交行吗 | 教师节后交行不行 | 延到下个月 | 下周交行吗 | 中旬再交可以吗 | 延个十来天 => extend-request ask !to
汇总表: 29号或者30号交行吗 | 周四还是周五交都可以 | 明后天交行吗 | 二十八九号交行吗 | 28、29号交行吗 => extend-request ask !to
汇总表: 9月31号交行不行 | 延到2月30日 | 8月32号给你行吗 | 9月5号星期五交行吗 => extend-request error ask !to
汇总表: 延到8月10号 => extend-request ask warn=日期已过 !to
汇总表: 延到20号行不 => extend-request to=2018-08-20 warn
汇总表: 原定21号报，我想改成30号，材料还没签字 => extend-request to=2018-08-30 reason=材料还没签字
汇总表: 21号肯定完不成，30号没问题 | 不是29号，是30号交 | 20号交不了，得30号 => extend-request to=2018-08-30
汇总表: 校长25号回来，26号交可以吗 => extend-request to=2018-08-26 reason=校长25号回来
汇总表: 推到25号吧，章在校长手里，他出差了 => extend-request to=2018-08-25 reason=章在校长手里,他出差了
汇总表: 我校9月3号才开学，能不能5号再交 => extend-request reason
汇总表: 延期，到9月12日，原因：负责人住院 => extend-request to=2018-09-12 reason=负责人住院
汇总表: 好的收到，不过25号才能交，校长在外地 => extend-request to=2018-08-25 reason=校长在外地
汇总表: 至少得三天，我一个人要跑六个教学点 => extend-request to=2018-08-24 reason
提醒: 本单位因机房改造断网，特申请延期至2018年9月5日报送，恳请批准。 => extend-request to=2018-09-05 reason
提醒: 那个能不能给俺缓到二十五号啊哦不对二十五号是礼拜六那就二十七号吧二十七号我叫人送去 => extend-request to=2018-08-27
提醒: 今天停电，能不能延期 => extend-request ask !to
确认延期: 改到9月3号吧 | 9月3号 | 还是9月3号稳妥 => extend-request to=2018-09-03
确认延期: 25号周六没人上班，推到下周一 => extend-request to=2018-08-20
管理: 哪些学校申请了延期 => list
责任: 这事以后归副校长陈刚管 | 以后请联系陈刚 | 换成陈刚吧 | 由陈刚接手 | 改由陈刚同志负责 | 陈刚接替我 | 麻烦转交陈刚办理 | 别找我了，找陈刚 => transfer-request to=陈刚
责任: 没时间弄了，剩下的转给副校长陈刚填 => transfer-request to=陈刚
责任: 转给王老师 | 让王老师来弄 | 以后找王老师吧 => transfer-request to=王老师
责任: 以后小李负责 | 交给小李了 | 让小李跟你们对接吧，我带毕业班顾不过来 => transfer-request to=小李
责任: 我生孩子去了，接下来由欧阳晓菲接手 => transfer-request to=欧阳晓菲
责任: 换人了，现在是教务处赵小刚负责 | 联系人改成赵小刚 | 请把负责人变更为教导处赵小刚 | 赵小刚接手了，以后发给他 => transfer-request to=赵小刚
责任: 这摊活儿交给李伟了，往后通知他 | 能把责任人改成李伟吗 | 暂时由李伟代我两周 => transfer-request to=李伟
责任: 俺退休了，新来的张校长管这事 => transfer-request to=张校长
责任: 信息员不是我了，别再发给我，发给后勤老郑 => transfer-request to=老郑
责任: 我调二中去了，这边谁接手还没定呢 | 信息员换人了，还没定谁 => transfer-request ask !to
阅评: 我调走了，以后由周静填 => transfer-request to=周静
未绑定: 俺是第二中学新来的信息员，姓赵，叫赵海波 => bind-request name=赵海波 unit=第二中学
未绑定: 我换微信了，我是柳林小学李敏 | 李敏，柳林小学 | 你好我是柳林小学的李敏老师 | 绑定 柳林小学 李敏 | 绑定柳林小学李敏13812345678 | 柳林小学教导主任李敏 | 柳林小学-李敏 => bind-request name=李敏 unit=柳林小学
未绑定: 我是城关镇中心校张伟 | 城关镇中心校的，叫张伟 | 张伟 城关镇中心校 13500001111 => bind-request name=张伟 unit=城关镇中心校
未绑定: 我是马头镇中心小学的高翔 => bind-request name=高翔 unit=马头镇中心小学
未绑定: 你们弄错了，我不是第一小学的，我是第二小学的 => bind-request unit=第二小学 !name
未绑定: 我們是新橋中學，負責人林志強 => bind-request name=林志强 unit=新桥中学
未绑定: 我是李庄小学的校长 => bind-request unit=李庄小学 ask !name
责任: 这不是我们的事，归信息办管 | 这个应该由信息办负责 | 这是信息办的活 | 这项工作属于信息办 => dispute-responsibility to=信息办
责任: 这个不归我们中心校汇总 | 你们发错人了，我是后勤的 => dispute-responsibility
责任: 我要找信息办 | 我要找宣传科的人 => handoff
提醒: 半小时后提醒我 | 过半小时叫我 | 半个钟头以后再喊我一声 | 三十分钟后提醒我一下 => set-reminder at=2018-08-16T09:30:00+08:00
提醒: 过俩小时再提醒我，正监考 => set-reminder at=2018-08-16T11:00:00+08:00
提醒: 明早八点叫我 | 明天早上8点提醒我一下 | 明早8:00提醒 => set-reminder at=2018-08-17T08:00:00+08:00
提醒: 下午三点半提醒我 | 今天15:30提醒我交表 => set-reminder at=2018-08-16T15:30:00+08:00
提醒: 三点提醒我 => set-reminder at=2018-08-16T15:00:00+08:00
提醒: 礼拜天晚上七点跟我说一声，我那会儿有空 => set-reminder at=2018-08-19T19:00:00+08:00
提醒: 下周一提醒我 | 8月20号提醒我一下 => set-reminder date=2018-08-20 confirm=true
提醒: 国庆后提醒我 | 放学后再提醒我 | 早上八点提醒我 => set-reminder ask !at
汇总表: 截止前一天给我提个醒 | 提前一天提醒我 => set-reminder date=2018-08-20
阅评: 没有书面通知我不知道 => * !at
空闲: 今天先不弄了，明天接着 | 今天没空弄,明天再说 => pause date=2018-08-17
空闲: 把附件1的空表发一下 | 附件1模板发我 => get-template name=附件1
空闲: 给我一份自查汇总表模板 | 自查汇总表的模板有吗 => get-template name=自查汇总表
空闲: 我要填表 => *
汇总表: 校报、广播站，电视台没有 => inventory kinds=校报,广播站 confirm=true
汇总表: 我们有校报和公众号 => inventory kinds=校报,微信公众号 confirm=true
空闲: 把隔壁学校的答案发我参考 | 告诉我李校长的手机号 | 替城关小学全填上是 => refuse
阅评: 等中心校的统计出来再答 => defer
值班: 跟李老师换班 => duty-swap to=李老师
`;
