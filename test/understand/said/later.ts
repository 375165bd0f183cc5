/** Written after the grammar, to see what it had not been built for. */
export const LATER = `
阅评: 有的,去年就建了 => answer value=是
阅评: 早建好了呀老师 => answer value=是
阅评: 咱们这儿没有这玩意 => answer value=否
阅评: 没呢 => answer value=否
阅评: 米有 => answer value=否
阅评: 没有诶 => answer value=否
阅评: 还在起草 => answer value=整改中
阅评: 正在起草文件 => answer value=整改中
阅评: 有文件，落实一般 => answer value=部分
阅评: 有但是没怎么执行 => answer value=部分
阅评: 建立了，不过还没完全执行 => answer value=部分
阅评: 这个真没有 => answer value=否
阅评: 有，但是最近没做 => answer value=部分
阅评: 已建立并上墙 => answer value=是
阅评: 制度有了，人还没到位 => answer value=部分 note
阅评: 没有建立过 => answer value=否
阅评: 好像建过，我不太确定 => asked
阅评: 应该是有的 => asked
阅评: 我也不知道有没有 => asked
阅评: 未曾建立 => answer value=否
阅评: 建立健全了 => answer value=是
阅评: 都按要求建立了 => answer value=是
阅评: 没听说过 => * !value
阅评: 有滴有滴 => answer value=是
阅评: 么有 => answer value=否
阅评: 是有这个制度的 => answer value=是
阅评: 不，没有 => answer value=否
阅评: 对，有的 => answer value=是
阅评: 哪有啊 => answer value=否 confirm
阅评: 有，走个形式罢了 => answer value=部分
阅评: 从不走形式，每月都评 => answer value=是
擅自: 都是审了再发的 | 没签的一律不发 | 不审不让发 => answer value=否
擅自: 上学期有次先发后审 => answer value=是 confirm
少于三校: 三道都校了 | 校了三遍 => answer value=否
少于三校: 有几篇只校了两遍 => answer value=是
值班制: 办完就算了，谁还管它 => answer confirm
擅自: 应该是审了再发的吧 => asked
擅自: 有的审了再发，有的没审就发 => answer value=部分
擅自: 也不是每篇都审完才发 | 很少审完再发 => answer value=是
擅自: 偶尔先推了再补审 => answer value=是
外包: 老师们自己弄的 | 是我们自己运营 => answer value=否
转载源: 我们从来不转载 => answer value=不涉及 confirm
转载源: 标明了。顺便问下，转县里的要不要也标 => answer value=是 question
阅评: 当然没有 => answer value=否
阅评: 沒有建立 => answer value=否
阅评: 有 但只是口头上的 => asked ask
阅评: 一直没有 => answer value=否
阅评: 目前还没有建立阅评制度 => answer value=否
阅评: 我们已经建立了阅评制度并且每月开展 => answer value=是
阅评: 阅评制度有，每月一次 => answer value=是
3校: 我们都是校三遍的 => answer value=是
3校: 稿子少，就两个人轮流看，两遍 => answer value=否
3校: 一般三遍，重要的五遍 => answer value=是
3校: 没有三次那么多，两次 => answer value=否 note
3校: 一遍都没有 => answer value=否
3校: 严格做到三校 => answer value=是
3校: 有时候做不到 => answer value=部分
3校: 基本能做到 => asked
3校: 保证三校 => answer value=是
3校: 两个校次 => answer value=否
3校: 三个校次 => answer value=是
3校: 一共校对4次 => answer value=是
3校: 差不多三次吧 => asked
3校: 二校 => answer value=否
3校: 3 => * !value
3校: 只做了一校 => answer value=否
3校: 少于三次 => answer value=否
3校: 3次 => answer value=是
外包: 都是我们自己做的，没有外包 => answer value=否 verdict=合格
外包: 没有外包给别人 => answer value=否
外包: 没，自己弄 => answer value=否
外包: 确实存在 => answer value=是
外包: 有这种情况 => answer value=是
外包: 不存在违规外包 => answer value=否 verdict=合格
外包: 没有存在 => answer value=否
外包: 没发现有 => answer value=否
外包: 我们不外包 => answer value=否
外包: 没有，从来都是自己弄 => answer value=否
外包: 正在整改 => answer value=整改中 verdict=问题
外包: 应该没有吧 => asked
外包: 部分外包 => answer value=部分 verdict=问题
责任人: 明确了，校长负责 => answer value=是
责任人: 有，李老师兼着 => answer value=是
责任人: 没有固定的人 => answer value=否
责任人: 换了好几个，现在没人管 => answer value=否 note=换了好几个
培训: 培训过两次 => answer value=是
培训: 每学期都培训 => answer value=是
培训: 没培训过 => answer value=否
培训: 今年还没搞 => answer value=否
培训: 落实啦 => answer value=是
培训: 还没来得及落实 => answer value=否
培训: 落实了80% => answer value=部分
培训: 完成80% => answer value=部分
培训: 有的做了有的没做 => answer value=部分
培训: 没有完全落实到位 => answer value=部分
培训: 全部落实到位 => answer value=是
培训: 已全部完成 => answer value=是
培训: 未落实 => answer value=否
培训: 落实情况良好 => answer value=是
值班制: 有，24小时值班 => answer value=是
值班制: 没有安排值班 => answer value=否
工作站: 建了但没用起来 => answer value=部分
工作站: 我们是教学点，不涉及 => answer value=不涉及
列表5: 1有2有3没有4有5没有 => answers items=1是,2是,3否,4是,5否
列表5: 1-3是，4、5否 => answers items=1是,2是,3是,4否,5否
列表5: 全部都有 => answers others=是
列表5: 除了5都没问题 => answers items=5否 others=是
列表5: 1、2、3都有，4没有，5正在弄 => answers items=1是,2是,3是,4否,5整改中
列表5: 前两个是，后三个否 => answers items=1是,2是,3否,4否,5否
列表5: 第一条到第三条都有，剩下的没有 => answers items=1是,2是,3是 others=否
列表5: 只有第三条没有 => answers items=3否 others=是
列表5: 就3没有，其余都有 => answers items=3否 others=是
列表5: 1. 有\\n2. 没有\\n3. 有\\n4. 部分\\n5. 不涉及 => answers items=1是,2否,3是,4部分,5不涉及
列表5: 2和4没有，其他有 => answers items=2否,4否 others=是
列表5: 是,否,是,是,不涉及 => answers items=1是,2否,3是,4是,5不涉及
列表5: 基本都有 => asked
列表5: 大部分有 => asked
列表5: 1=是 2=否 3=是 => answers items=1是,2否,3是
列表5: 1✅2❌3✅4✅5❌ => answers items=1是,2否,3是,4是,5否
列表5: 第一个没有 => answers items=1否
列表5: 1有，人手够；2没有，缺人 => answers items=1是,2否
列表5: 12345都是 => answers items=1是,2是,3是,4是,5是
列表5: 一二三有四五没有 => answers items=1是,2是,3是,4否,5否
列表5: 我都做到了 => answers others=是 confirm=true
已答: 第4个改为部分 => edit item=4 value=部分
已答: 4题错了，是没有 => edit item=4 value=否
已答: 把第6题改成不涉及 => edit item=6 value=不涉及
已答: 刚才点错了，是有 => edit item=last value=是
已答: 上一条应该选否 => edit item=last value=否
已答: 我要修改第二题 => edit item=2
已答: 交卷 => submit
已答: 还剩多少 => progress
暂停: 来，接着弄 => resume
阅评: 等我下课再说 => pause
阅评: 晚上再弄 => pause
阅评: 现在不方便 => pause
阅评: 换下一个 => next
阅评: 回上一个 => prev
阅评: 先过 => skip
阅评: 这题我先不答 => skip
阅评: 需要什么材料证明吗 => question
阅评: 这个要盖章吗 => question
空闲: 还有啥要干的 => query-outstanding
空闲: 我们还有什么材料没报 => query-outstanding
空闲: 自查表几号之前报 => query-deadline
空闲: 最迟哪天要交上去 => query-deadline
空闲: 有人吗，找个真人 => handoff
空闲: 叫你们管理员来 => handoff
提醒: 知道啦 => ack
提醒: 收到收到 => ack
提醒: 好的收到 => ack
提醒: 嗯嗯好的 => ack
提醒: 正在弄呢 => ack
提醒: 已经安排下去了 => ack
提醒: 明天交行不行 => extend-request
汇总表: 宽限到周五行吗 => extend-request to=2018-08-17
汇总表: 实在来不及，能延到24号吗 => extend-request to=2018-08-24
汇总表: 晚三天可以不 => extend-request to=2018-08-24
汇总表: 老师出差了，想缓到下周一 => extend-request to=2018-08-20
汇总表: 23号给您行不 => extend-request to=2018-08-23
责任: 换成刘老师吧，我不管这块了 => transfer-request to=刘老师
责任: 我调到二中去了，以后联系陈主任 => transfer-request to=陈主任
责任: 这个工作现在是赵老师负责 => transfer-request to=赵老师
登记: 公众号，名字是“春天花会开”，三百多粉 => register-account platform=微信公众号 name=春天花会开 followers=300
登记: 小红书 昵称 阿花老师 => register-account platform=小红书
登记: 我不玩自媒体 => register-none
登记: B站账号，叫数学老王 => register-account platform=B站 name=数学老王
已登记: 我不用抖音了，帮我销掉 => deregister platform=抖音
空闲: 今天在视频号发了个运动会的视频 => register-publication platform=视频号 date=2018-08-16 topic=运动会
空闲: 学校公众号留言区有人骂老师，影响很坏 => report-sensitive
空闲: 食堂有学生食物中毒 => report-sensitive
问题2: 已经整改到位，请复查 => rectify-done problem=2
问题2: 下周三前改完 => rectify-plan date=2018-08-22
问题2: 打算换个服务器，月底前弄好 => rectify-plan date=2018-08-31
督查: 整改不彻底，打回 => review-reject problem=2 reason=整改不彻底
督查: 合格，销号吧 => review-close problem=2
管理: 催一下逾期的学校 => remind
管理: 给没交的学校发个提醒 => remind
管理: 下载台账 => export name=问题台账
管理: 通知所有学校：周五下午三点开会 => broadcast
管理: 告诉各校校长，明天检查 => broadcast
管理: 三小的延期不批，理由不充分 => reject-extension unit=第三小学
管理: 有几家没交 => list
复核: 第2题退回，照片模糊 => review-reject items=2 reason=照片模糊
复核: 2题和4题要重填 => review-reject items=2,4
复核: 行，过了 => review-accept
批延期: 可以，同意 => approve-extension
批延期: 不准，已经延过一次了 => reject-extension reason=已经延过一次了
媒体: 只有校报 => inventory kinds=校报
媒体: 前两个 => asked ask
媒体: 1和3都有 => inventory kinds=校报,校园电视台
媒体: 有广播站和校园网，别的没有 => inventory kinds=广播站,校园网
说明: 因为我们没有开通任何平台 => add-note
说明: 我们是幼儿园，没有媒体 => add-note
确认提交: 嗯嗯，提交 => confirm
确认提交: 好的，确认 => confirm
确认提交: 不对，第三题要改 => edit item=3
确认提交: 还没好 => cancel
三审: 三审都走的，从不漏 | 三审三校都做的 | 执行着呢 | 一直在做，没有中断 | 都有签字的 | 真的有 | 100%执行 | 全部执行到位 | 己落实 | 以落实 | you de | 有有 | 对对对 | 嗯有的 | 噢有 | 那当然 | 必须的 => answer value=是
三审: 木得 | 冇得 | 真没有 | 并没有执行 | 无三审 | 做不到啊，就我一个人 => answer value=否
三审: 還在整改中 | zhengzai nong | 再整改 => answer value=整改中
三审: 做了，但有时候漏 => answer value=部分
三审: 说不上来 | 我看看啊 | 是吧 | 是吗 | 应该都执行了 | 不能说完全没有 | 正准备开始做 | buqingchu | 没有严格执行 | 有是有 | 没有做不到的 => asked ask
三审: 有审批表 => asked ask
三审: 这学期开始执行了 => answer value=是 confirm=true
三审: 没有三审，只有一审 | 还没形成制度 => answer value=否
商业: 没搞过 | 没有，公益的 | 没发现 | 绝无 | 不存在的 | 没有的事 | 没有，我们是公办学校 => answer value=否 verdict=合格
商业: 是存在的 | 是 => answer value=是 verdict=问题
列表负3: 1有，2、3没有 => answers items=1是,2否,3否
列表负3: 除了第二条都没有 => answers items=2是 others=否
列表6: 1 2 3 4是 5 6否 | 前四个都有，第五第六没有 | 一至四有，五六没有 => answers items=1是,2是,3是,4是,5否,6否
列表6: 除2,5外均已落实 => answers items=2否,5否 others=是
列表6: 第2条正在整改，其他都落实了 => answers items=2整改中 others=是
列表6: 都差不多 => asked ask
列表6: 除了4不清楚，其他都有 => answers items=1是,2是,3是,5是,6是 left=4 !others
汇总表: 延到8月32号 => extend-request error ask
汇总表: 再宽我一周 => extend-request to=2018-08-28
汇总表: 下周内交可以吗 => extend-request ask
汇总表: 纸质的已经送去了 => submit-file
提醒: 周五下午3点叫我 => set-reminder at=2018-08-17T15:00:00+08:00
问题2: 预计9月1日整改完毕 => rectify-plan date=2018-09-01
问题2: 由李校长牵头，9月3号之前搞定 => rectify-plan date=2018-09-03 owner=李校长
问题2: 整改期限改成9月10号 => edit-problem date=2018-09-10
批延期: 同意，下不为例 => approve-extension
批延期: 这个不行，期限太长 => reject-extension reason=期限太长
媒体: 目前都没有开办 => inventory none=true
`;
