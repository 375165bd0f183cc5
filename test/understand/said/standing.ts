/** Standing work: who reviews and proofreads, duty, what is reported. */
export const STANDING = `
空闲: 初审张丽 复审王主任 终审李校长 | 初审张丽复审王主任终审李校长 | 张丽初审、王主任复审、李校长终审 => review-chain people=张丽,王主任,李校长 seats=初审张丽,复审王主任,终审李校长
空闲: 那篇的三审人:宋佳、赵鹏、李校长 => review-chain people=宋佳,赵鹏,李校长 seats=初审宋佳,复审赵鹏,终审李校长
空闲: 公众号稿子一审是我,二审教务主任老孙,三审校长 => review-chain people=我,老孙,校长
空闲: 初审复审都让小刘来,终审我 => review-chain people=小刘,我 seats=初审小刘,复审小刘,终审我
空闲: 复审换人了,原来的吴老师休产假,现在是冯主任 => review-chain people=冯主任 seats=复审冯主任
空闲: 广播站的稿子先给苗老师看,再给团委阮书记,最后柴校长点头 => review-chain people
空闲: chushen zhang san fushen li si zhongshen wang wu => review-chain people
空闲: 张老师初审了,王主任复审,还差终审 => review-chain people=张老师,王主任
空闲: 三校: 小王、小李、老张 | 三校分别是小王、小李、老张 => proof people=小王,小李,老张 seats=一校小王,二校小李,三校老张
空闲: 一校我,二校小马,三校老姚,都签过字了 => proof people=我,小马,老姚
空闲: 校对:李敏、孙强 => proof people=李敏,孙强
空闲: 能不能复审和校对同一个人 => question
值班: 8月30号的班我和刘芳对调 => duty-swap people=刘芳 to=刘芳 date=2018-08-30
值班: 24号张老师和李老师换班 => duty-swap people=李老师,张老师 to=李老师 date=2018-08-24
值班: 嗯我明天晚上有点事我叫我们组的小郑帮我值一下 => duty-swap to=小郑 date=2018-08-17
值班: 下周一不是我值了,换成马老师 => duty-swap to=马老师 date=2018-08-20
值班: 25号的班让给老周 => duty-swap to=老周 date=2018-08-25
值班: 发烧了,今晚谁能替下我啊 => duty-swap !to date=2018-08-16 ask
值班: 昨晚值班一切正常 => duty-log date=2018-08-15
值班: 换班要谁批 | 没网的时候怎么巡查 => question
值班: 发现一条谣言说明天停课 => report-sensitive
空闲: 学校公众号被盗了,半夜群发了贷款广告 => report-sensitive topic=网络安全
空闲: 班里有学生打架受伤送医院了 => report-sensitive topic=安全事件
`;
