import { expect } from "chai";
import fc from "fast-check";
import { readShare, type Share } from "../../bot/understand/registration/share.ts";

const told: [says: string, tells: Partial<Share>][] = [
  [
    "8.92 复制打开抖音,看看【阳光语文的作品】三年级古诗怎么读 # 古诗 # 小学语文 https://v.douyin.com/AbC12x/ 03/14 xSy:/ M@w.fO",
    {
      platform: "抖音",
      of: "work",
      title: "三年级古诗怎么读",
      account: "阳光语文",
      url: "https://v.douyin.com/AbC12x/",
    },
  ],
  [
    "3.56 WZM:/ 05/29 复制打开抖音，看看【王老师的图文作品】运动会  https://v.douyin.com/iRNBho6u/ 12/08 :8pm",
    { platform: "抖音", of: "work", title: "运动会", account: "王老师" },
  ],
  [
    "7- 长按复制此条消息，打开抖音搜索，查看TA的更多作品。 https://v.douyin.com/iABc9/ 4@1.com :0pm",
    { platform: "抖音", of: "profile", account: undefined, url: "https://v.douyin.com/iABc9/" },
  ],
  [
    "古诗怎么读 王老师发布了一篇小红书笔记，快来看吧！ 😆 AbCdEf123 😆 http://xhslink.com/a/AbCdEf，复制本条信息，打开【小红书】App查看精彩内容！",
    {
      platform: "小红书",
      of: "work",
      title: "古诗怎么读",
      account: "王老师",
      url: "http://xhslink.com/a/AbCdEf",
    },
  ],
  [
    "34 【古诗怎么读 - 阳光语文 | 小红书 - 你的生活指南】 😆 xyzXYZ12 😆 https://www.xiaohongshu.com/discovery/item/65fAb?source=webshare&xsec_token=AbC=",
    { platform: "小红书", of: "work", title: "古诗怎么读", account: "阳光语文" },
  ],
  [
    "@阳光语文 在小红书收获了1.2万次赞与收藏,查看Ta的主页>> https://xhslink.com/m/AbC",
    { platform: "小红书", of: "profile", account: "阳光语文" },
  ],
  [
    "【三年级古诗怎么读-哔哩哔哩】 https://b23.tv/AbCdEfG",
    { platform: "B站", of: "work", title: "三年级古诗怎么读", url: "https://b23.tv/AbCdEfG" },
  ],
  [
    "【阳光语文的个人空间-哔哩哔哩】 https://b23.tv/AbCdEfG",
    { platform: "B站", of: "profile", account: "阳光语文", title: undefined },
  ],
  ["https://space.bilibili.com/12345?spm_id_from=333", { of: "profile", accountId: "12345" }],
  [
    'https://v.kuaishou.com/AbCdEf 古诗怎么读 "阳光语文" 该作品在快手被播放过 1.2万 次，点击链接，打开【快手】直接观看！',
    { platform: "快手", of: "work", title: "古诗怎么读", account: "阳光语文" },
  ],
  [
    "看了这么多快手，还是「阳光语文」最有趣 https://v.kuaishou.com/AbC 复制此链接，打开【快手】直接观看！",
    { platform: "快手", account: "阳光语文", title: undefined },
  ],
  [
    "https://mp.weixin.qq.com/s?__biz=MzA3&mid=26&idx=1&sn=AbC#rd",
    {
      platform: "微信公众号",
      of: "work",
      url: "https://mp.weixin.qq.com/s?__biz=MzA3&mid=26&idx=1&sn=AbC#rd",
    },
  ],
  ["《开学第一课》 https://mp.weixin.qq.com/s/AbCdEf", { of: "work", title: "开学第一课" }],
  [
    "https://mp.weixin.qq.com/mp/profile_ext?action=home&__biz=MzA3AbC==",
    { platform: "微信公众号", of: "profile" },
  ],
  ["https://weixin.qq.com/sph/AbC1", { platform: "视频号", of: "work" }],
  [
    "【古诗怎么读 - 今日头条】https://m.toutiao.com/is/iABC12/",
    { platform: "今日头条", of: "work", title: "古诗怎么读" },
  ],
  [
    "古诗怎么读？ - 阳光语文的回答 - 知乎 https://www.zhihu.com/question/123/answer/456",
    { platform: "知乎", of: "work", title: "古诗怎么读？", account: "阳光语文" },
  ],
  ["https://www.zhihu.com/people/Yang-Guang", { of: "profile", accountId: "Yang-Guang" }],
  ["https://weibo.com/u/1234567", { platform: "微博", of: "profile", accountId: "1234567" }],
  [
    "古诗朗诵比赛 (分享自@阳光语文) https://weibo.com/1234567/NabC",
    { platform: "微博", of: "work", title: "古诗朗诵比赛", account: "阳光语文" },
  ],
  ["我发了篇推文 https://mp.weixin.qq.com/s/AbCdEf", { of: "work", title: undefined }],
  ["古诗诵读展示 https://v.douyin.com/AbC12x/", { of: "work", title: "古诗诵读展示" }],
  ["今天 https://v.douyin.com/AbC12x/", { of: undefined, title: undefined }],
];

describe("share texts", () => {
  for (const [says, tells] of told) {
    it(`reads “${says.slice(0, 40)}”`, () => {
      const share = readShare(says);
      expect(share).to.include(tells);
    });
  }

  it("finds nothing without a link", () => {
    expect(readShare("抖音号:xiaoming123")).to.equal(undefined);
    expect(readShare("")).to.equal(undefined);
  });

  const path = fc
    .array(fc.constantFrom(..."ABCDEFGHabcdefgh0123456789"), { minLength: 4, maxLength: 12 })
    .map((signs) => signs.join(""));
  const home = fc.constantFrom(
    "https://v.douyin.com/",
    "http://xhslink.com/a/",
    "https://b23.tv/",
    "https://v.kuaishou.com/",
    "https://mp.weixin.qq.com/s/",
    "https://m.toutiao.com/is/",
  );
  const before = fc.constantFrom(
    "",
    "8.92 复制打开抖音,看看【Abc的作品】",
    "王老师发布了一篇小红书笔记,快来看吧! 😆 QwErTy 😆 ",
    "【古诗怎么读-哔哩哔哩】",
    "看这个:",
    "登记\n",
  );
  const after = fc.constantFrom(
    "",
    " 03/14 xSy:/ M@w.fO",
    ",复制本条信息,打开【小红书】App查看精彩内容!",
    "，点击链接，打开【快手】直接观看！",
    "。",
    "\n谢谢",
    "】",
  );

  it("keeps every letter of a link whatever stands around it", () => {
    fc.assert(
      fc.property(home, path, before, after, (host, code, front, back) => {
        expect(readShare(`${front}${host}${code}${back}`)?.url).to.equal(`${host}${code}`);
      }),
      { numRuns: 1500 },
    );
  });

  it("bears any words around a link, and never takes the link for a title or a name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), home, path, (noise, host, code) => {
        const share = readShare(`${noise} ${host}${code} ${noise}`);
        expect(share).to.not.equal(undefined);
        for (const told of [share?.title, share?.account]) expect(told ?? "").to.not.contain("https://");
      }),
      { numRuns: 1000 },
    );
  });

  it("does not dawdle over long hostile words", () => {
    for (const piece of ["【", "看看@", "复制打开抖音", "😆a ", "1/1 ", "《", "# 古"]) {
      const began = process.hrtime.bigint();
      readShare(`${piece.repeat(9_900 / piece.length)} https://b23.tv/AbC`);
      expect(Number(process.hrtime.bigint() - began) / 1e6, piece).to.be.below(200);
    }
  });
});
