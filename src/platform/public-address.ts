import { BlockList, isIP, isIPv4 } from 'node:net';

/**
 * IPv4 that is not the public internet, by IANA's registry of special-purpose addresses (RFC 6890 and its updates):
 * this host, private, carrier-grade NAT, loopback, link-local with the clouds' metadata, documentation, benchmarking,
 * multicast, reserved.
 */
const special = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  special.addSubnet(network, bits, 'ipv4');

/** IPv6 is read the other way round: only what is routed today is let through, whatever IANA opens tomorrow. */
const routed = new BlockList();
routed.addSubnet('2000::', 3, 'ipv6');
/** Of that: protocols' own and Teredo, documentation, and 6to4, behind which any IPv4 may stand. */
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  special.addSubnet(network, bits, 'ipv6');

/** A network of one's own, and this machine (RFC 1918, 4193); not what clouds keep their metadata in. */
const own = new BlockList();
own.addSubnet('10.0.0.0', 8, 'ipv4');
own.addSubnet('127.0.0.0', 8, 'ipv4');
own.addSubnet('172.16.0.0', 12, 'ipv4');
own.addSubnet('192.168.0.0', 16, 'ipv4');
own.addAddress('::1', 'ipv6');
own.addSubnet('fc00::', 7, 'ipv6');
const metadata = new BlockList();
metadata.addSubnet('fd00:ec2::', 32, 'ipv6');

/** Whether an address is one of this machine or of a private network around it. */
export function isOwnNetworkAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  if (isIPv4(address)) return own.check(address, 'ipv4');
  // IPv4 dressed as IPv6 is what only somebody who hides something writes.
  return !/^::ffff:/i.test(address) && own.check(address, 'ipv6') && !metadata.check(address, 'ipv6');
}

/** Whether an address is one of the public internet. What is no address is not; neither is IPv4 dressed as IPv6. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  if (isIPv4(address)) return !special.check(address, 'ipv4');
  return routed.check(address, 'ipv6') && !special.check(address, 'ipv6');
}
