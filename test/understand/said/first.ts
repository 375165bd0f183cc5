/** What headmasters, staff, inspectors and administrators of the first county typed. */
export const FIRST = `
3校: 是 | 已落实 | shi => answer item=cur value=是 verdict=合格
阅评: 有 => answer item=cur value=是 verdict=合格
阅评: 没有 | 没 => answer item=cur value=否 verdict=问题
外包: 没有 | 不存在 => answer item=cur value=否 verdict=合格
外包: 有 => answer item=cur value=是 verdict=问题
阅评: 正在整改 => answer value=整改中 verdict=问题
3校: 部分落实 => answer value=部分 verdict=问题 ask
工作站: 不涉及 => answer value=不涉及 ask !verdict
校报三审: 我们学校没有校报 => answer value=不涉及 note=没有校报 scope=校报 !ask
3校: 下一题 => next
3校: 上一题 => prev
3校: 先停一下 => pause
3校: 明天再填 => pause date=2018-08-17
暂停: 继续 => resume
3校: 跳过这题 => skip item=cur
已答: 第3条填错了改成否 => edit item=3 value=否
列表5: 1是2否3是 => answers items=1是,2否,3是 left=4,5 !confirm
列表6: 除了第4条其他都是 => answers items=4否 others=是 confirm=true
列表负3: 都没有 => answers others=否 verdict=合格 confirm=true
责任: 帮我看下还有哪些没交 => query-outstanding scope=本单位
报告: 延期到8月25号 => extend-request to=2018-08-25 warn=早于原截止日
汇总表: 能不能宽限两天 => extend-request to=2018-08-23 by=P2D
菜单: 啥时候截止 => query-deadline scope=本单位
答完: 提交 => submit confirm=true
确认提交: 确认 => confirm
确认提交: 取消 => cancel
菜单: 帮助 => help
3校: ? => help
3校: 👌 => ambiguous ask
空闲: 👍 | 收到 => ack
提醒: 收到 | 好的,马上弄 => ack
3校: 是的,每期三校都有签字 => answer value=是 note=每期三校都有签字
不同人: 没有,就我一个人弄公众号 => answer value=否 verdict=问题 note=就我一个人弄公众号
阅评: 不知道这个是啥意思 => explain item=cur
3校: 这个我不清楚,要问下校长 => defer item=cur note=问校长
空闲: 有人举报我校公众号文章失实,家长在群里闹 => report-sensitive topic=舆情
空闲: 登记一下我的抖音号 => register-account platform=抖音
登记: 我有个微信公众号叫阳光语文,粉丝大概800 => register-account platform=微信公众号 name=阳光语文 followers=800
登记: 我没有个人自媒体 => register-none
告知书: 同意 => consent
告知书: 不同意 => decline
已登记: 把我的抖音注销登记,号已经不用了 => deregister platform=抖音
已登记: 删除我的信息 => data-delete-request
空闲: 昨天发了篇招生的推文 => register-publication date=2018-08-15 topic=招生 ask
台账: 2号问题已经改好了 => rectify-done problem=2 ask
佐证: 整改照片发你了 => attach problem=2
督查: 复查没通过,退回去 => review-reject problem=2 ask
督查: 同意销号 => review-close problem=2
空闲: 谁今天值班 => query-duty date=2018-08-16
责任: 以后发给王老师,我调走了 => transfer-request to=王老师
管理: 催一下没交的 => remind scope=未交
管理: 导出附件2 => export name=互联网信息平台自查汇总表
管理: 给各中心校发通知:自查表8月21号之前交 => broadcast group=中心校 text=自查表8月21号之前交 confirm=true
管理: 批准一小延期 => approve-extension unit=第一小学 confirm=true
空闲: 人工 => handoff
3校: 人工 => handoff
选项: 1 => answer value=是
问题2: 都改完了但是还没复查 => rectify-done problem=2
3校: 嗯嗯 => answer value=是 confirm=true
空闲: 你是机器人吗 => smalltalk
3校: 你是机器人吗 => smalltalk
空闲: 今天天气真好 => out-of-scope
外包: 我们这个算不算违规外包?网站是电信公司帮做的 => question item=cur
培训: 是的 | 好的 | 有的 | 已落实 | ok | ✅ | 都做好了 => answer value=是
培训: 不是 | 还没 | 没完成 | no => answer value=否
培训: 部分完成 | 大部分完成，还差消防通道 => answer value=部分
培训: 正在整改 => answer value=整改中
培训: 是不是 | 我问一下 => asked ask
多选: 第二个 | B | ２ | （2） => answer choices=1 value=实验室安全
多选: 消防 => answer choices=2
多选: 第一 => answer choices=0
多选: 都选 => answer choices=0,1,2
多选: D => ambiguous ask
`;
