/** Where Redis is: one server, or some nodes of a Cluster that name the others. */
export type RedisAddress =
  | { readonly kind: 'single'; readonly url: string }
  | {
      readonly kind: 'cluster';
      readonly nodes: readonly { readonly host: string; readonly port: number }[];
      readonly isEncrypted: boolean;
      readonly username?: string;
      readonly password?: string;
    };

const usualPort = 6379;

/**
 * Reads `redis://host:6379/0`, `rediss://…`, or `redis+cluster://user:password@host:6379,host:6379`, which a `URL`
 * cannot hold because it names several hosts.
 *
 * @returns null for anything else.
 */
export function readRedisAddress(text: string): RedisAddress | null {
  const cluster = /^redis(s?)\+cluster:\/\/(?:([^@/]*)@)?([^@/]+)\/?$/.exec(text);
  if (!cluster)
    return URL.canParse(text) && ['redis:', 'rediss:'].includes(new URL(text).protocol)
      ? { kind: 'single', url: text }
      : null;
  const [, encrypted = '', credentials = '', hosts = ''] = cluster;
  const nodes = hosts.split(',').map(readNode);
  const [username = '', password = ''] = credentials.split(/:(.*)/s, 2).map(decodeURIComponent);
  if (!nodes.every((node) => node !== null)) return null;
  return {
    kind: 'cluster',
    nodes,
    isEncrypted: encrypted !== '',
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
  };
}

function readNode(text: string): { host: string; port: number } | null {
  const found = /^(?:\[([\da-f:.]+)\]|([^:[\]\s]+))(?::(\d{1,5}))?$/i.exec(text);
  const [, bracketed, plain, digits] = found ?? [];
  const host = bracketed ?? plain;
  const port = digits === undefined ? usualPort : Number(digits);
  return host === undefined || port < 1 || port > 65_535 ? null : { host, port };
}
