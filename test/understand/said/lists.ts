/** Answers to several questions at once, and changes to what was answered. */
export const LISTS = `
列表5: 是 是 否 是 => answers items=1是,2是,3否,4是 left=5 confirm=true
列表5: 是 是 否 是 否 | 是,是,否,是,否 | 是是否是否 | 有有没有有没有 | √√×√× | y y n y n | 1是2是3否4是5否 | 1.是 2.是 3.否 4.是 5.否 | 1、是\\n2、是\\n3、否\\n4、是\\n5、否 | 1:是;2:是;3:否;4:是;5:否 | 一是二是三否四是五否 | １是２是３否４是５否 | ①是②是③否④是⑤否 | 124是35否 | 1,2,4是 3,5否 | 1、2、4有，3和5没有 | 第一题是第二题是第三题否第四题是第五题否 => answers items=1是,2是,3否,4是,5否 left=
列表6: 1-5都是,6没有 | 1到5都是，6否 | 1~5有 6没有 | 1至5是，第6题否 => answers items=1是,2是,3是,4是,5是,6否 left=
列表6: 一三五有,二四没有 => answers items=1是,2否,3是,4否,5是 left=6
列表6: 前三条有后面的没弄 | 前3个有，后面的都没有 => answers items=1是,2是,3是 others=否 confirm=true
列表6: 除三和五没有外别的都有 | 除了3和5都有 | 除了第3、5条，其他都是 | 除了第三题和第五题没有，其余都有 => answers items=3否,5否 others=是 confirm=true
列表6: 都是，除了4 | 其他都有就第4条没有 | 4没有其他都有 | 第4条没有,其他都有 | 除4以外都有 | 除第四条外其它都落实了 | 就第4条没有,其他都有 => answers items=4否 others=是 confirm=true
列表6: ①是②不涉及③否 => answers items=1是,2不涉及,3否 left=4,5,6
列表6: 1是2整改中3部分 => answers items=1是,2整改中,3部分
列表6: 第1条有，第2条正在弄 => answers items=1是,2整改中
列表6: 全部是 | 都是 | 都有 | 全都有 | 都落实了 | 全是 | 都没问题 | 都做到了 | 全部落实 | 均已落实 | 以上都有 => answers others=是 confirm=true
列表6: 都没有 | 全没有 | 全部没有 | 都没弄 | 都没落实 => answers others=否 confirm=true
列表混: 全部是 | 都是 | 都没有 | 都没问题 | 除了2都是 => ambiguous ask
列表混: 1是2否3是4否 => answers items=1是,2否,3是,4否 left=
列表5: 1是1否 | 1是2否1否 => ambiguous ask
列表5: 9是 | 第8题否 => ambiguous ask
列表5: 1是 1是 2否 => answers items=1是,2否
列表5: 是 | 有 | 否 | 👌 | 好的 | 收到 | 嗯 => ambiguous ask
列表5: 是是是是是是是 => ambiguous ask
列表5: 3没有 | 第三题没有 | 3否 => answers items=3否 left=1,2,4,5
列表5: 1是2否，3不清楚 => answers items=1是,2否 left=3,4,5
列表5: 1有2应该有 => ambiguous ask
列表5: 第3条改成否 => edit item=3 value=否
列表5: 一题一题来 => pace size=1
列表5: 暂停 => pause
列表5: 人工 => handoff
列表5: 第2题什么意思 | 2是什么意思 => explain
已答: 第5题改成是 | 5改是 | 第5条应该是有 | 第五题填错了,应该是是 | 5号改成是 | 第5题写错了，改为是 => edit item=5 value=是
已答: 上一题改成没有 | 刚才那题填错了,应该是没有 | 上一个改成否 | 刚才的改成否 | 上一条应该是否 | 改成否 | 不对，应该是否 => edit item=last value=否
已答: 第2题改成部分 | 第二条改为部分落实 => edit item=2 value=部分
已答: 第6题改成不涉及 => edit item=6 value=不涉及
已答: 第3条填错了 | 第3题答错了 | 3填错了 => edit item=3 ask
已答: 填错了 | 刚才填错了 | 上一题填错了 => edit item=last ask
3校: 上一题填错了,改成没有 | 刚才那个应该是没有 => edit item=last value=否
3校: 第2题改成否 => edit item=2 value=否
已答: 撤销 | 撤回 | 撤回上一题 | 刚才的不算 | 取消上一题的答案 => undo
已答: 补充一下，制度在办公室墙上 | 备注:制度在办公室墙上 => add-note item=last note=制度在办公室墙上
3校: 备注：人手不足 => add-note item=cur note=人手不足
已答: 第3题备注:正在打印 => add-note item=3 note=正在打印
确认批量: 第3条改成否 => edit item=3 value=否
已答: 看看我填的 | 我都填了什么 | 查看答案 | 看一下我的答案 | 我前面填了啥 | 核对一下答案 | 回看一下 => show-answers
已答: 提交 | 我要提交 | 填完了 | 都答完了 | 交吧 | 可以提交了 => submit confirm=true
`;
