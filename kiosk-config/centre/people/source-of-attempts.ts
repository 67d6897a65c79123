import { isIPv6 } from 'node:net';

const GROUPS = 8;
const NETWORK_GROUPS = 4;

/**
 * What counts as one address: of IPv6 the /64, since whoever has one address there has all of them and would never be
 * stopped; IPv4 as it is, also where a socket of both kinds writes it as IPv6.
 */
export function sourceOfAttempts(address: string): string {
  const [bare = ''] = address.split('%');
  if (!isIPv6(bare)) return address;
  const groups = groupsOf(bare);
  const isIPv4 = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff';
  if (isIPv4) return groups.slice(6).flatMap(octetsOf).join('.');
  return `${groups.slice(0, NETWORK_GROUPS).join(':')}::/64`;
}

/** The eight groups of an IPv6 address, as the URL standard writes their digits. */
function groupsOf(address: string): string[] {
  // Takes every form, also one that ends in IPv4, to the short one.
  const short = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [before = '', after] = short.split('::');
  const head = before === '' ? [] : before.split(':');
  if (after === undefined) return head;
  const tail = after === '' ? [] : after.split(':');
  return [...head, ...Array<string>(GROUPS - head.length - tail.length).fill('0'), ...tail];
}

function octetsOf(group: string): number[] {
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 255];
}
