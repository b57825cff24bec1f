/**
 * Where guesses come from: an IPv4 address; of an IPv6 one its network of 64 bits, as every customer of a provider has
 * a whole one, with more addresses than anybody could count.
 */
export function networkOf(address: string): string {
  const [, dressed] = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address) ?? [];
  if (dressed !== undefined) return dressed;
  if (!address.includes(':')) return address;
  const [before = '', after = ''] = address.replace(/%.*$/, '').toLowerCase().split('::');
  const [left, right] = [groupsOf(before), groupsOf(after)];
  const between = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  const groups = [...left, ...between, ...right].slice(0, 4);
  return `${groups.map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`;
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':');
}
