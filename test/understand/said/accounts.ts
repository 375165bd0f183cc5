/** Accounts as people tell of them: platform, name, followers, link. */
export const ACCOUNTS = `
登记: 小红书 李老师的手账本 粉丝560 => register-account platform=小红书 name=李老师的手账本 followers=560
登记: 抖音,阳光语文 | 抖音：阳光语文 | 抖音 阳光语文 | 我的抖音叫阳光语文 | 抖音号叫做“阳光语文” => register-account platform=抖音 name=阳光语文 !followers
登记: 我的抖音是阿强讲数学 | dy叫阿强讲数学 | 某音,昵称阿强讲数学 | 抖音名字就叫阿强讲数学 => register-account platform=抖音 name=阿强讲数学
登记: 快手,田埂上的老师,有个八百多粉 | ks 田埂上的老师 粉丝八百来个 | 快手@田埂上的老师 800多个粉丝 => register-account platform=快手 name=田埂上的老师 followers=800
登记: 公众号「晨读十分钟」大概两千来个关注 | gzh叫晨读十分钟,粉丝两千 | 公众号:晨读十分钟 2k粉 => register-account platform=微信公众号 name=晨读十分钟 followers=2000
登记: 视频号 山里红🍎老师 没几个粉丝 => register-account platform=视频号 name=山里红🍎老师 !followers
登记: B站up主:几何小王子,1.2万粉 | bilibili 几何小王子 粉丝12000 | 哔哩哔哩,名字几何小王子,粉丝一万二 => register-account platform=B站 name=几何小王子 followers=12000
登记: 微博@夏夜读诗 粉丝大概3k | weibo 昵称夏夜读诗 三千粉 => register-account platform=微博 name=夏夜读诗 followers=3000
登记: 知乎 用户名 冷板凳 关注者四百 => register-account platform=知乎 name=冷板凳 followers=400
登记: 西瓜上有一个,叫木工张老师 => register-account platform=西瓜视频 name=木工张老师
登记: qq空间,老号了,昵称落叶知秋 => register-account platform=QQ空间 name=落叶知秋
登记: 喜马拉雅主播 暖暖姐姐讲故事 粉丝7千多 => register-account platform=喜马拉雅 followers=7000
登记: 百家号叫沂蒙山人 => register-account platform=百家号 name=沂蒙山人
登记: 自己建了个网站叫数学角 www.shuxuejiao.com => register-account platform=网站 name=数学角 url=www.shuxuejiao.com
登记: 我有个博客叫南窗灯火 => register-account platform=博客 name=南窗灯火
登记: 抖音 粉丝几百 名字小草 | 抖音,叫小草,粉丝没多少 | 抖音,叫小草,几十个粉丝 => register-account platform=抖音 name=小草 !followers
登记: 抖音叫小草,粉丝不到一千 | 抖音叫小草,快一万粉了 => register-account name=小草 !followers
登记: 抖音叫小草,粉丝不到八百 => register-account name=小草 followers=800
登记: 抖音号:xc_2018 昵称:小草老师 粉丝:1,205 => register-account platform=抖音 name=小草老师 followers=1205
登记: 平台:快手\\n名称:小草老师\\n粉丝:两千三 => register-account platform=快手 name=小草老师 followers=2300
登记: 小草老师\\n快手号:xcls88\\n粉丝 2.3万 关注 45 获赞 10.1万 => register-account platform=快手 name=小草老师 followers=23000
登记: 小草老师（抖音） | 小草老师 抖音 粉丝300 => register-account platform=抖音 name=小草老师
登记: 快手没有,抖音有,叫小草 | 没有快手,就一个抖音叫小草 => register-account platform=抖音 name=小草 !platforms
登记: 头条上也开了一个,跟抖音同名 => register-account platform=今日头条 !platforms !name
登记: 抖音叫小草 1.2万,快手叫大树 300粉 => register-account platforms=抖音,快手 platform=抖音 name=小草 followers=12000
登记: 抖音和快手都叫小草 | 抖音、快手,名字一样,都是“小草” => register-account platforms=抖音,快手 name=小草
登记: 抖音 => register-account platform=抖音 !name !followers
登记: 抖音有一个 | 就一个抖音 | 我有抖音 | 抖音开了 | 抖音有的 => register-account platform=抖音 !name
登记: 抖音忘了叫什么名字 | 抖音名字想不起来了 => * !name
登记: v.douyin.com/iAbCdE9 我的抖音 => register-account platform=抖音 url=v.douyin.com/iAbCdE9 !name
登记: 我的小红书主页 https://www.xiaohongshu.com/user/profile/5aBc123 => register-account platform=小红书 url=https://www.xiaohongshu.com/user/profile/5aBc123 !name
登记: 0- 长按复制此条消息，打开抖音搜索，查看TA的更多作品。 https://v.douyin.com/iXyZ12/ 9@6.com :3pm => register-account platform=抖音 url=https://v.douyin.com/iXyZ12/ !name !followers
登记: 看了这么多快手，还是「乡村音乐课」最好玩了！点击链接，打开【快手】直接观看 https://v.kuaishou.com/AbC9 => register-account platform=快手 name=乡村音乐课 url=https://v.kuaishou.com/AbC9
登记: @小草老师 在小红书收获了318次赞与收藏，查看Ta的主页>> https://xhslink.com/m/AbCd => register-account platform=小红书 name=小草老师 !followers
登记: 【小草老师的个人空间-哔哩哔哩】 https://b23.tv/XyZ9 => register-account platform=B站 name=小草老师
登记: wo de dou yin jiao xiao cao => register-account platform=抖音
登记: 没有别的了，就登记过的那个抖音 => * !name
登记: 抖音没有,快手没有,啥都没有 | 抖音快手都没有 | 不玩抖音也不玩快手 => register-none
登记: 应该有个抖音吧 => * !name
登记: 要不要登记粉丝数 | 登记了会不会泄露 | 抖音也要登记吗 | 朋友圈要登记不 => question
登记: 不登 | 我不登记 => decline
登记: 不登,这是我的私人账号 => decline reason=这是我的私人账号
登记: 能替我们组的王芳老师登记公众号吗 => register-for-other people=王芳老师 platform=微信公众号
登记: 帮同事刘洋登一下 => register-for-other people=刘洋
登记: 我帮小周登记个快手,叫田野 => register-for-other people=小周 platform=快手
登记: 抖音 - 小草老师 - 3200粉丝 | 抖音｜小草老师｜3.2k | 小草老师，抖音，3200粉丝 => register-account platform=抖音 name=小草老师 followers=3200
登记: 抖音号：dxls2018（小草老师） | 抖音小草老师 | 我想登记我的抖音号小草老师 => register-account platform=抖音 name=小草老师
登记: 没有公众号和抖音，只有一个小红书：小草画室 => register-account platform=小红书 name=小草画室 !platforms
登记: 视频号不发了，公众号还在更新，叫小草画室 => register-account platform=微信公众号 name=小草画室
登记: 快手没有抖音有 => register-account platform=抖音 !platforms
登记: 哔哩哔哩：老杨带你飞 UID 3478231 粉丝2.3万 => register-account platform=B站 name=老杨带你飞 followers=23000
登记: 公众号“后花园”（个人订阅号），关注人数523 => register-account name=后花园 followers=523
登记: 十来万粉,抖音 => register-account platform=抖音 followers=100000
登记: 粉丝两三千吧 => register-account followers=2000
登记: 王老师让我帮她登一下抖音，叫芳芳课堂 => register-for-other people=王老师 platform=抖音 !name
登记: 老田不会用手机,我帮他报 => register-for-other people=老田
登记: 不用登了吧，我就十几个粉丝 | 什么叫自媒体账号 | 公众号是指哪种 => * !platform !name
空闲: 怎么登记抖音 | 登记的账号信息放在哪里保管 | 个人账号备案是强制的吗 => * !platform
三审: 三个人看了才推送 | 全靠我一个人跑,拍照写稿发布都我 => * !platform !topic
已登记: 账号改成仅自己可见了 | 绑定手机换成139那个了 | 简介改了,加上了单位 => update-account !name
已登记: 抖音转给同事了 | 号卖给别人了 => deregister platform=抖音
已登记: 登记的那个快手撤了吧 | 从登记里拿掉快手 => deregister platform=快手
登记发布: 抖音发了教师节表彰 => register-publication platform=抖音 topic=教师节表彰 !date
登记发布: 昨天发的，抖音，链接 https://v.douyin.com/iABC/ => register-publication platform=抖音 date=2018-08-15 url=https://v.douyin.com/iABC/
登记发布: 晚点补链接 | 明早再登 => pause
登记发布: 链接贴错了换这个 https://v.kuaishou.com/zz9 => edit
空闲: 登记一下我的小红书,叫小草老师,粉丝一千三 => register-account platform=小红书 name=小草老师 followers=1300
空闲: 我开了个视频号叫小草课堂,来备案 => register-account platform=视频号 name=小草课堂
空闲: 替张老师登记抖音 => register-for-other people=张老师 platform=抖音
已登记: 改名了,现在叫小草课堂 | 名字改成小草课堂了 | 抖音昵称换成“小草课堂” | 抖音更名为小草课堂 | 账号名从“小草”改成“小草课堂” | 原来叫小草,现在叫小草课堂 => update-account platform=抖音 name=小草课堂
已登记: 抖音改名了 | 抖音换名字了 => update-account platform=抖音 !name
已登记: 粉丝涨到一万二了 | 现在粉丝12000 | 粉丝从八千涨到1.2万 | 粉丝数更新成1.2万 => update-account platform=抖音 followers=12000 !name
已登记: 快手粉丝掉到900了 => update-account platform=快手 followers=900
已登记: 抖音主页换链接了 https://v.douyin.com/NewOne/ => update-account platform=抖音 url=https://v.douyin.com/NewOne/ !name
已登记: 快手注销了,抖音还在用 | 快手不玩了,抖音保留 => deregister platform=快手 !platforms
已登记: 抖音和快手都注销了 => deregister platforms=抖音,快手
已登记: 抖音送给我侄子了 | 抖音被封了 | 抖音销号了 | 把抖音的登记撤了 => deregister platform=抖音
已登记: 注销要先跟你们说吗 | 号送人了算注销吗 => question
已登记: 又开了一个微博,叫“夏夜读诗” => register-account platform=微博 name=夏夜读诗
告知书: 本人知情并同意 | 看完了,我同意 | 我已阅读并同意 | 同意登记 => consent
告知书: 应该同意吧 | 原则上同意 | 同意? | 如果不外传我就同意 | 嗯 | 好 | 可以 | 收到 | 大家都同意我就同意 => asked
告知书: 同意,这个存多久? => consent question
告知书: 不同意 | 我拒绝 | 婉拒 | 不接受 => decline !reason
告知书: 不同意,涉及个人隐私 | 涉及个人隐私,不同意 => decline reason=涉及个人隐私
登记发布: 昨天在抖音发了个教师节表彰的视频 => register-publication platform=抖音 date=2018-08-15 topic=教师节表彰
登记发布: 上周五 公众号 《致新生家长》 => register-publication platform=微信公众号 date=2018-08-10 topic=致新生家长
登记发布: 8月10号快手 军训汇演 | 8.10发的快手，军训汇演 | 军训汇演,快手,8月10日 => register-publication platform=快手 date=2018-08-10 topic=军训汇演
登记发布: 刚刚发了条微博，晒了新教室 => register-publication platform=微博 date=2018-08-16 topic=新教室
登记发布: 前天微信推文，题目是秋天的第一课 => register-publication platform=微信公众号 date=2018-08-14 topic=秋天的第一课
登记发布: 今日头条发了一篇关于留守儿童的文章 => register-publication platform=今日头条 topic=留守儿童 !date
登记发布: 大概上周发的，抖音，记不清哪天了 => register-publication platform=抖音 !date
登记发布: 5.12 复制打开抖音，看看【小草老师的作品】开学第一课 # 教师 https://v.douyin.com/iAbC/ 03/14 xSy:/ M@w.fO => register-publication platform=抖音 url=https://v.douyin.com/iAbC/ topic=开学第一课 !date
登记发布: 小草老师发布了一篇小红书笔记，快来看吧！ 😆 AbCd12 😆 http://xhslink.com/a/AbC，复制本条信息，打开【小红书】App查看精彩内容！ => register-publication platform=小红书 url=http://xhslink.com/a/AbC !topic
登记发布: 发视频要先审吗 | 转发的算不算 => question
空闲: 昨天公众号推了招生的推文 => register-publication platform=微信公众号 date=2018-08-15 topic=招生
空闲: 明天要在抖音发一条运动会的视频,先报备 => register-publication platform=抖音 date=2018-08-17 topic=运动会
管理: 发布公告,明天开会 | 给全县老师发:账号登记月底截止 => broadcast
`;
