/** Values in many shapes: extents, shares, numbers, what does not apply, and what is echoed before it counts. */
export const VALUES = `
频率: 一个月搞一次 | 一个月一回 | 每个月都搞 | 月月都评 | mei yue => answer value=每月
频率: 每礼拜一次 | 一周一次 => answer value=每周
频率: 一学期一次 | 一个学期评一回 => answer value=每学期
频率: 还没搞过一回 | 从来没搞过 | 没开展过 => answer value=从未开展
频率: 两个月一次 | 一个月两次 | 半个月一次 | 好像是每月 | 大概一个月一次 => asked ask
平台: 只有一个微博 => answer value=微博客
平台: 就一个公众号,别的没有 | 没有网站,就公众号 => answer value=微信公众号
平台: 网站跟抖音 | 网站和抖音 | 1和4 | 14 | ad => answer value=网站、抖音
平台: 除了抖音都有 | 抖音没有,其他都有 | 一二三 | 前三个 => answer value=网站、微信公众号、微博客
平台: 有网站、公众号,就这俩 => answer value=网站、微信公众号
平台: 啥都没有 | 一个都没有 | 都没有 => answer value=都没有
活动: 四样全搞过 | 样样都有 | 都搞过 => answer value=学习、培训、宣传、巡查
活动: 除了培训都搞了 | 培训没搞,其他三样有 => answer value=学习、宣传、巡查
活动: 学习培训 | 前两个 | 学习、培训 => answer value=学习、培训
领导: D 没定呢 | 还没定 | 未明确 => answer value=未明确
领导: 分管的副校长 | A,不对,是B | 副校长兼 => answer value=副校长
领导: 不是校长 | 好像是校长 | 是校长还是副校长来着 | 你帮我选吧 => asked ask
保存: 两样都留着 | 纸质的电子的都有 => answer value=纸质和电子
保存: 没存 | 没保存 => answer value=未保存
外包: 0个 | 零 | 🈚️ | 0家 | 一家都没有 => answer value=否 verdict=合格
外包: 有两家 | 3个 | you wai bao => answer value=是 confirm=true
外包: 哪有钱外包哦 | 怎么可能 | 哪能啊 | 咋会有外包 => answer value=否 confirm=true
三审: 哪搞得起三审 | 哪有人手审 | 俺这哪有恁多人审 => answer value=否 confirm=true
三审: 八成是有的 | 十有八九执行了 | 领导让说执行了 | 估摸有 | 有,再想想 => asked ask
三审: 执行了,没执行 | 有审,但是又没审 => asked ask
3校: 可能两遍 | 估摸三遍 | 大概两遍 => asked ask
立改: 五个改了三个 | 查出五个,改了三个 | 十条里改了七条 => answer value=部分 confirm=true
立改: 五个改了五个 => answer value=是 confirm=true
责任人: 还没配齐 | 没配齐 => answer value=部分
上次否: 跟上次填的一样 | 维持原答案 | 老样子 | 照旧 | 和去年一样 | 不变 | 上次咋填这次还咋填 => answer value=否 confirm=true
上次否: 和去年不一样 => * !verdict
校报三审: 我校没得校报 | 我们不办报 | 校报早就停刊了 | 没报可审 | 学校无校报 => answer value=不涉及
校报三审: 没有校报审核制度 | 没有执行 => answer value=否
校报三审: 公众号没有,校报三审都执行了 => answer confirm=true
责令: 没查出违规的所以不存在整改 | 没有违规,不用责令 => answer value=不涉及 note
责令: 没有 | 没责令 => answer value=否
初审: 没稿可审 | 没有稿件 | 不存在稿件 => answer value=不涉及
初审: wanshan | wanshan le => answer value=是 confirm=true
初审: mei wanshan => answer value=否 confirm=true
阅评: 有,这个要不要盖章? => answer value=是 question=这个要不要盖章?
阅评: 没有,能不能不填? => answer value=否 question=能不能不填?
阅评: 替红旗小学答一下,他们也是有 | 帮向阳小学填个有 => refuse
阅评: 我们幫忙整理過,沒有建立 | 尚未建立閱評制度 => answer value=否
阅评: 已經建立 => answer value=是
阅评: 以前没有,今年开始有了 => answer value=是
商业: 有个广告,正在撤 | 有的,正往下撤 => answer value=整改中
培训: 整该中 | 还在补材料 | 材料整理到一半 => answer value=整改中
培训: 冒搞 | 木有搞 => answer value=否
培训: 停一下,打铃了 => pause
阅评: 等我翻一下档案再答 | 我去查一下再回 => defer
阅评: 让我看看文件 => defer
擅自: 没有 | 都审了才发,没有 => answer value=否
三审: 三审指的是三个人审还是审三次 => * !value
`;
