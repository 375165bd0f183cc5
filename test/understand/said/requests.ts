/** Requests, the standing work, registration, the ledger and administration. */
export const REQUESTS = `
汇总表: 延期到8月25号 | 能不能延到8月25 | 申请延期至8月25日 | 8.25交行吗 | 想延到25号 | 可以推迟到8月25日吗 | 8月25号交可以吗 => extend-request to=2018-08-25 !warn
汇总表: 再宽限两天 | 晚两天交行吗 | 宽限2天 | 延两天 | 推迟两天 | 能多给两天吗 | 再给两天时间 | 延期两天 => extend-request to=2018-08-23
汇总表: 推迟两周 | 延两个星期 => extend-request by=P14D to=2018-09-04
汇总表: 延到下周五 | 下周五交行吗 => extend-request to=2018-08-24
汇总表: 延期一周 | 晚一周 => extend-request to=2018-08-28
汇总表: 延期到月底 | 月底交行不行 | 延到8月底 => extend-request to=2018-08-31
汇总表: 晚两三天 | 能缓几天吗 | 延期 | 我想延期 | 来不及了 | 能不能晚点交 | 开学前交行吗 | 过几天交行吗 | 时间太紧了 => extend-request ask !to
汇总表: 延期到2月30号 => extend-request error ask !to
空闲: 推迟两周 => extend-request by=P14D ask
汇总表: 因为打印机坏了，想延期到8月24号 => extend-request to=2018-08-24 reason=打印机坏了
汇总表: 已经交了 | 表发邮箱了 | 报上去了 | 交了 | 已提交 | 材料送到宣传科了 | [文件] 汇总表.xlsx | 发给你了 => submit-file
汇总表: 模板发我一份 | 有模板吗 | 附件2发一下 | 空白表在哪下载 | 表格格式发我 | 给个模板 => get-template
空闲: 附件2模板发我 | 自查表模板在哪 | 有没有样表 => get-template
责任: 以后找李主任 | 改由李主任负责 | 我退休了,以后找李主任 | 工作移交给李主任 | 我不负责了，换成李主任 | 以后通知李主任 => transfer-request to=李主任
责任: 我调走了 | 我不负责这个了 | 我退休了 | 换人 => transfer-request ask
未绑定: 我是第一小学的张三 => bind-request unit=第一小学 name=张三
未绑定: 第二中学 李四 => bind-request unit=第二中学 name=李四
未绑定: 绑定 | 我要绑定 => bind-request ask
责任: 这个归信息办管 => dispute-responsibility to=信息办
空闲: 今天谁值班 | 值班表 | 谁值班 | 今天带班领导是谁 => query-duty date=2018-08-16
空闲: 明天谁值班 => query-duty date=2018-08-17
空闲: 周六谁值班 => query-duty date=2018-08-18
值班: 一切正常 | 今天值班正常 | 无异常 | 值班记录：一切正常 | 正常 => duty-log date=2018-08-16
值班: 跟李老师换班 | 和李老师换一下 | 我想和李老师调个班 => duty-swap to=李老师 ask
值班: 明天和李老师换班 => duty-swap to=李老师 date=2018-08-17
空闲: 我们公众号被黑了，出现反动内容 => report-sensitive topic=网络安全
空闲: 有学生打架视频传到抖音上了 | 家长在网上发帖说老师体罚学生 | 有记者来学校采访 | 学校门口有家长闹事 | 群里有人造谣 | 我要上报舆情 => report-sensitive
3校: 有人在网上举报我们学校,家长在群里闹 => report-sensitive
空闲: 初审张三,复审李四,终审王五 => review-chain people=张三,李四,王五
空闲: 一校张三,二校李四,三校王五 => proof people=张三,李四,王五
空闲: 我要登记抖音号 | 登记抖音 | 注册一下我的抖音账号 | 我想备案我的抖音 => register-account platform=抖音
空闲: 我要登记个人账号 | 登记自媒体账号 => register-account
登记: 抖音，名字叫快乐数学 | 我有个抖音号叫快乐数学 | 抖音号叫快乐数学 => register-account platform=抖音 name=快乐数学
登记: 快手,名称是王老师讲题,粉丝1.2万 => register-account platform=快手 name=王老师讲题 followers=12000
登记: 视频号 粉丝三千多 => register-account platform=视频号 followers=3000
登记: 抖音和快手 | 我有抖音和快手 => register-account platforms=抖音,快手
登记: 没有 | 我没有 | 没有账号 | 我没开过 | 无 | 都没有 | 我不玩这些 | 零报告 => register-none
空闲: 我没有个人自媒体 => register-none
登记: 6.94 复制打开抖音，看看【张三的作品】 https://v.douyin.com/iRNBho6u/ 12/08 :8pm => register-account platform=抖音 url=https://v.douyin.com/iRNBho6u/
登记: 抖音号：xiaoming123 => register-account platform=抖音 name=xiaoming123 !url
登记: 6.94 复制打开抖音，看看【张三的作品】 https://v.douyin.com/iRNBho6u/ 12/08 :8pm => register-account name=张三
空闲: 7- 长按复制此条消息，打开抖音搜索，查看TA的更多作品。 https://v.douyin.com/iABc9/ :0pm => register-account platform=抖音 url=https://v.douyin.com/iABc9/
空闲: 【阳光语文的个人空间-哔哩哔哩】 https://b23.tv/AbCdEfG => register-account platform=B站 name=阳光语文
空闲: 8.92 复制打开抖音,看看【阳光语文的作品】古诗怎么读 https://v.douyin.com/AbC12x/ 03/14 xSy:/ => register-publication platform=抖音 !date
空闲: 抖音改名为快乐语文 | 抖音号改名叫快乐语文 => update-account platform=抖音 name=快乐语文
空闲: 粉丝涨到5万了 => update-account followers=50000
空闲: 注销快手号,不用了 | 帮我注销快手号 => deregister platform=快手
空闲: 帮王老师登记抖音 | 替王老师登记一下抖音号 => register-for-other people=王老师 platform=抖音
已登记: 注销抖音 | 我的抖音不用了,取消登记 | 抖音号注销了 | 那个号停用了 => deregister platform=抖音
已登记: 抖音改名叫快乐数学了 => update-account platform=抖音 name=快乐数学
已登记: 粉丝涨到5000了 | 现在粉丝5000 => update-account platform=抖音 followers=5000
告知书: 同意 | 我同意 | 已阅读并同意 | 同意登记 | 愿意 | tong yi => consent
告知书: 不同意 | 拒绝 | 不愿意 | 我不想登记 | 不同意收集 => decline
告知书: 嗯 | 好的 | 👌 | 收到 => ambiguous ask
已登记: 撤回同意 | 我要撤回授权 | 不同意了 => consent-withdraw
已登记: 删除我的信息 | 把我的信息删掉 | 我要删除个人信息吧,删除我的信息 => *
已登记: 查看我的信息 | 你们存了我什么信息 | 我想看看我的个人信息 | 导出我的数据 => data-access-request
空闲: 昨天发了一篇招生的推文 => register-publication date=2018-08-15 topic=招生
空闲: 前天在公众号发了篇军训的文章 => register-publication date=2018-08-14 platform=微信公众号
空闲: 8月10号发的招生公告视频 => *
登记发布: https://mp.weixin.qq.com/s/AbCdEf123 => register-publication platform=微信公众号 url=https://mp.weixin.qq.com/s/AbCdEf123
登记发布: 昨天发的 => register-publication date=2018-08-15
台账: 3号问题已整改 | 问题3改好了 | 3号问题整改完成 | 第3个问题解决了 | 问题三已经处理好了 => rectify-done problem=3 ask
问题2: 改好了 | 已整改 | 整改完成了 | 都弄好了 | 已经处理了 | 完成了 => rectify-done problem=2
问题2: 8月25号前整改完 | 争取8月25日之前完成 | 8.25前改好 => rectify-plan problem=2 date=2018-08-25
问题2: 由张主任负责,下周五前完成 => rectify-plan problem=2 owner=张主任 date=2018-08-24
台账: 2号问题责任人张三,月底前整改到位 => rectify-plan problem=2 owner=张三 date=2018-08-31
问题2: 责任人改成李四 => edit-problem problem=2 owner=李四
问题2: 这个问题不属实 | 不认可 | 有异议 | 这个问题不存在 | 查错了 => dispute problem=2 ask
问题2: 不认可,我们早就改了 => dispute problem=2 reason=我们早就改了
空闲: 看看我们学校的问题 | 问题清单 | 还有哪些问题没整改 | 问题台账 | 我们有哪些问题 => show-problems
空闲: 新增问题:校报没有终审签字 | 添加一个问题：校报没有终审签字 => add-problem text=校报没有终审签字
佐证: 照片发了 | [图片] | 这是整改后的照片 | 材料已上传 | 发你几张照片 => attach problem=2
督查: 退回,照片不清楚 | 不通过，照片不清楚 => review-reject problem=2 reason=照片不清楚
督查: 退回 | 不合格 | 打回去 | 没改到位 => review-reject problem=2
督查: 销号 | 可以销号 | 复查通过 | 验收合格 | 通过,销号 | 同意销号 => review-close problem=2
督查: 3号问题可以销号 => review-close problem=3
管理: 催一下没交的 | 催办 | 提醒一下没交的学校 | 催一下还没报的 | 催催没交的单位 => remind scope=未交
管理: 催一下二小 => remind unit=第二小学
管理: 导出台账 | 导出问题台账 => export name=问题台账
管理: 导出附件1 => export name=媒体平台自查汇总表
管理: 导出 => export ask
管理: 通知各中心校:明天开会 | 给各中心校发通知：明天开会 => broadcast group=中心校 text=明天开会 confirm=true
管理: 群发：明天停电 => broadcast text=明天停电 confirm=true
管理: 出个通报 | 看看全县进度 | 整体完成率多少 | 生成周报 => report
管理: 批准一小延期 | 同意一小延期 | 一小的延期批了 => approve-extension unit=第一小学
管理: 驳回一小延期,时间太晚 => reject-extension unit=第一小学 reason=时间太晚
管理: 不同意二小延期 => reject-extension unit=第二小学 ask
管理: 自查阶段延长到8月20日 | 自查阶段截止改到8月20号 => edit-phase date=2018-08-20 confirm=true
说明: 我们学校没有开通公众号 | 没有场地也没有人 | 学校撤并了，没有媒体 => add-note item=cur
说明: 第3题是 | 第3题：是的 | 第三题 是 => edit item=3 value=是
说明: 第3题没有 => edit item=3 value=否
说明: 第3条没有制度 | 第3题是因为没有场地 | 第三季度没有 => add-note item=cur
说明: 没啥好说的 | 我填的是有啊 => asked ask
延期理由: 算了不延了 | 不用了，不延期了 => cancel
三审: 后面的让小李弄，我不弄了 => transfer-request to=小李
接手人: 算了，还是我自己来 | 不换人了 => cancel
说明: 取消 => cancel
说明: 跳过 => skip
说明: 上一题 => prev
说明: 上一题改成否 => edit item=last value=否
说明: 人工 => handoff
说明: 嗯 | 好的 => ambiguous ask
媒体: 1 4 | 1、4 | 1和4 | 校报和校园网 | 校报、校园网 | 有校报和校园网 | 14 | 1,4 | 第一个和第四个 | 我们有校报和校园网 => inventory kinds=校报,校园网 confirm=true
媒体: 都有 | 全有 | 全部都有 | 四个都有 => inventory kinds=校报,广播站,校园电视台,校园网 confirm=true
媒体: 没有 | 都没有 | 零报告 | 无 | 一个都没有 | 什么都没有 => inventory kinds= none=true
媒体: 只有广播站 | 广播站 | 2 | 广播 => inventory kinds=广播站
媒体: 除了电视台都有 => inventory kinds=校报,广播站,校园网
媒体: 校报和公众号 => inventory kinds=校报 others=公众号
媒体: 嗯 | 不知道 | 9 | 今天天气好 => asked ask
复核: 通过 | 没问题,通过 | 审核通过 | 合格 | 同意 | 没问题，通过吧 | 都通过 | 可以通过 => review-accept
复核: 退回3、5,没有签字照片 | 退回3和5，没有签字照片 | 3、5退回，没有签字照片 | 第3、5题退回,没有签字照片 => review-reject items=3,5 reason=没有签字照片
复核: 退回 | 打回去 | 不通过 => review-reject ask
复核: 退回第3题 => review-reject items=3 ask
复核: 全部退回，材料不全 => review-reject items=1,2,3,4,5,6,7,8 reason=材料不全
复核: 退回9 => ambiguous ask
复核: 嗯 | 好的 | 👌 => ambiguous ask
批延期: 批准 | 同意 | 准了 | 同意延期 | 可以,批准 | 批了 => approve-extension to=2018-08-25
批延期: 不同意,时间太紧了 | 不批，时间太紧了 | 驳回,时间太紧了 => reject-extension reason=时间太紧了
批延期: 不同意 | 驳回 | 不行 => reject-extension ask
批延期: 嗯 | 好的 | 👌 => ambiguous ask
批移交: 同意 | 批准 => approve-handover
批移交: 不同意,他不熟悉 => reject-handover reason=他不熟悉
批多件: 批准 => approve-extension ask confirm=true
批多件: 都批准 => approve-extension scope=全部 confirm=true
延期理由: 打印机坏了 | 校长出差了，没人签字 => extend-request to=2018-08-25 reason
延期理由: 取消 => cancel
延期理由: 嗯 => ambiguous ask
接手人: 王老师 | 给王老师 | 由王老师接手 => transfer-request to=王老师
接手人: 李小明 => transfer-request to=李小明
接手人: 取消 => cancel
接手人: 还没定 | 不知道 => ambiguous ask
`;
