import { BlockList, isIP } from "node:net";
import { invalid } from "../errors.ts";

/** Not reachable from the outside, or only by the machine and its provider: IANA's special-purpose networks of IPv4. */
const closedNets: [net: string, bits: number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
  // A provider's service to its own machines, at an address that looks public.
  ["168.63.129.16", 32],
];

/** Of IPv6 only global unicast is open, without the parts of it that carry other networks or documents. */
const openNet: [net: string, bits: number] = ["2000::", 3];
const closedInOpenNet: [net: string, bits: number][] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

const closed = new BlockList();
for (const [net, bits] of closedNets) closed.addSubnet(net, bits, "ipv4");
for (const [net, bits] of closedInOpenNet) closed.addSubnet(net, bits, "ipv6");
const open = new BlockList();
open.addSubnet(...openNet, "ipv6");

/** Is it anything but an address of the public internet? True for what is no address at all. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return closed.check(address, "ipv4");
  return family !== 6 || !open.check(address, "ipv6") || closed.check(address, "ipv6");
}

/** The host of an address as the network knows it: IPv6 without brackets. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, "");

/**
 * The address of a receiver, spelt the usual way. Refuses with invalid what is none, is not https or names a machine
 * inside, unless `privateToo`. Where a name leads is seen at every connection, not here.
 */
export function checkedAddress(text: string, { privateToo }: { privateToo: boolean }): string {
  const wrong = (message: string) => invalid(message, [{ field: "url", message }]);
  if (!URL.canParse(text.trim())) throw wrong("接收地址应是完整的网址,如 https://example.cn/notify");
  const url = new URL(text.trim());
  url.hash = "";
  if (url.protocol !== "https:" && !(privateToo && url.protocol === "http:"))
    throw wrong("接收地址应以 https:// 开头");
  if (url.username !== "" || url.password !== "") throw wrong("接收地址里不要写用户名和口令");
  if (!privateToo && isInside(hostOf(url))) throw wrong("接收地址不能是本机或内网的地址");
  if (url.href.length > 500) throw wrong("接收地址最长 500 个字符");
  return url.href;
}

const isInside = (host: string): boolean =>
  isIP(host) === 0 ? /(^|\.)localhost\.?$/.test(host) : isPrivateAddress(host);
