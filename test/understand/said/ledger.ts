/** Problems in the ledger: their numbers, plans, results, evidence, disputes, verification. */
export const LEDGER = `
台账: 2号整改完了 | 二号那个弄好了 | 问题2改好了 | 第二条已经处理好 => rectify-done problem=2
台账: 4号整改完毕 | 第四个,弄完了 | 4号已改 => rectify-done problem=4
台账: 1号跟6号都搞定咯 | 1号、6号都整改好了 | 第1条和第6条已整改 => rectify-done problem=1 problems=1,6
台账: 1、4、6都整改好了 => rectify-done problem=1 problems=1,4,6
台账: 头一条我们昨天就处理干净了 => rectify-done problem=1
台账: 除了第3条,别的全改完了 => rectify-done !problem ask
问题2: 8月15号就已经整改完了 | 15号已经弄好了 | 三号楼的摄像头修好了 | 第8期校报补了三审单,改好了 => rectify-done problem=2
问题2: 改好了,还要盖章吗? => rectify-done problem=2 question=还要盖章吗?
问题2: 申请销号 | 请复查 => rectify-done problem=2
问题2: 应该改完了吧 | 改好了大概 | 好像弄完了 | 快改好了 => asked
问题2: 28号能弄完 | 28号改好 | 28号之前整改到位 => rectify-plan problem=2 date=2018-08-28
台账: 3号问题9号前完成 => rectify-plan problem=3 date=2018-09-09
台账: 5号问题责任人填王丽,9月1日 => rectify-plan problem=5 owner=王丽 date=2018-09-01
问题2: 措施:重新排值班表并上墙;责任人:刘建军;时限:8月28日 => rectify-plan owner=刘建军 measure=重新排值班表并上墙 date=2018-08-28
问题2: 由教务处李明负责,8月30日前把三审单补齐 => rectify-plan owner=李明 measure=把三审单补齐 date=2018-08-30
问题2: 让电教室小赵把广告位撤了,周五前 => rectify-plan owner=小赵 measure=把广告位撤了 date=2018-08-17
问题2: 李校长亲自抓,9月5号前把制度印发 => rectify-plan owner=李校长 measure=把制度印发 date=2018-09-05
问题2: 整改责任人:办公室主任孙丽;完成时限:2018年9月6日;措施:撤下广告,完善审核流程。 => rectify-plan owner=孙丽 measure=撤下广告,完善审核流程 date=2018-09-06
问题2: 下周三前,张伟,重新签外包合同 => rectify-plan owner=张伟 measure=重新签外包合同 date=2018-08-22
问题2: 拆掉,不用了。老高去办,两天内 => rectify-plan owner=老高 measure=拆掉
问题2: 终审由书记担任,9月1日起执行 => rectify-plan !owner date=2018-09-01
问题2: 整改办法就是把公众号管理员换成两个人,互相审 => rectify-plan measure
问题2: 正在改,下周五前完 => rectify-plan date=2018-08-24
问题2: 估计周五前后 | 尽快 => asked
台账: 2号: 删除商业链接, 责任人周涛, 本周五; 3号: 补制度, 责任人周涛, 9月5日 => rectify-plan problem=2 problems=2,3 date=2018-08-17 ask
台账: 台账第4条学校名字打错了,是柳河二小,不是柳河小学 => edit-problem problem=4
台账: 3号问题责任人改成王强 => edit-problem problem=3 owner=王强
台账: 对3号问题有异议,那个网站是镇里办的 => dispute problem=3 reason=那个网站是镇里办的
问题2: 不认可,那天是系统维护,不是没人值班 => dispute reason=那天是系统维护,不是没人值班
台账: 第2条和第5条我们不服,早就整改了 => dispute problem=2 problems=2,5
问题2: 平台关停,问题不存在了 => rectify-done problem=2
督查: 材料不全 缺校长签字 退 => review-reject problem=2 reason=材料不全,缺校长签字
督查: 打回去补签字 => review-reject reason=补签字
督查: 3号不予销号,现场广告还在 => review-reject problem=3 reason=现场广告还在
督查: 1号、3号通过,可以销号 => review-close problem=1 problems=1,3
督查: 看着差不多吧,应该改了 => asked
督查: 好 | 嗯 | 可以 => * !problem
佐证: 值班记录本拍了,第十二页那张就是 => attach problem=2
佐证: 4号的照片发了 => attach problem=4
佐证: 第5题的佐证发你了,是会议记录 => attach item=5 !problem
台账: 2、3号佐证都传上去了 => attach problem=2 problems=2,3
问题2: 销号要什么材料 | 对结论不服可以申诉吗,几天内 | 整改措施要写多少字 => question
`;
