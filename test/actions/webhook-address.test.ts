import { expect } from "chai";
import { checkedAddress, isPrivateAddress } from "../../src/actions/webhook-address.ts";

describe("webhooks lead", () => {
  it("only over https and only outside", () => {
    for (const url of [
      "http://county.example.cn/",
      "ftp://county.example.cn/",
      "county.example.cn",
      "https://u:p@county.example.cn/",
      "https://localhost/",
      "https://a.localhost./",
      "https://127.1/",
      "https://0x7f000001/",
      "https://2130706433/",
      "https://10.0.0.8/",
      "https://[::1]/",
      "https://[::ffff:10.0.0.8]/",
      `https://county.example.cn/${"a".repeat(500)}`,
    ])
      expect(() => checkedAddress(url, { privateToo: false }), url)
        .to.throw()
        .with.property("code", "invalid");
    expect(checkedAddress(" https://County.example.cn/a?b=1#c ", { privateToo: false })).to.equal(
      "https://county.example.cn/a?b=1",
    );
    expect(checkedAddress("http://127.0.0.1:8080/", { privateToo: true })).to.equal("http://127.0.0.1:8080/");
  });

  it("past every network that is not the public internet", () => {
    const inside = [
      "0.0.0.0",
      "10.1.2.3",
      "100.64.0.1",
      "100.100.100.200",
      "127.0.0.1",
      "127.255.0.1",
      "169.254.169.254",
      "172.16.0.1",
      "172.31.255.255",
      "192.0.0.192",
      "192.168.1.1",
      "198.18.0.1",
      "224.0.0.1",
      "255.255.255.255",
      "168.63.129.16",
      "::",
      "::1",
      "::ffff:127.0.0.1",
      "::ffff:7f00:1",
      "::ffff:8.8.8.8",
      "::7f00:1",
      "64:ff9b::a00:1",
      "fc00::1",
      "fd00:ec2::254",
      "fe80::1",
      "fe80::1%eth0",
      "fec0::1",
      "ff02::1",
      "2001::1",
      "2001:db8::1",
      "2002:7f00:1::",
      "100::1",
      "no address",
      "",
    ];
    for (const address of inside) expect(isPrivateAddress(address), address).to.equal(true);
    const outside = [
      "8.8.8.8",
      "100.63.0.1",
      "100.128.0.1",
      "172.32.0.1",
      "223.5.5.5",
      "2400:3200::1",
      "2606:4700::1",
    ];
    for (const address of outside) expect(isPrivateAddress(address), address).to.equal(false);
  });
});
