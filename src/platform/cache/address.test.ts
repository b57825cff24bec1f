import { describe, expect, it } from 'vitest';
import { readRedisAddress } from './address.ts';

describe('the address of Redis', () => {
  it.each(['redis://127.0.0.1:6379', 'rediss://user:secret@cache.example.org:6380/2'])('%s is one server', (url) => {
    expect(readRedisAddress(url)).toEqual({ kind: 'single', url });
  });

  it('of a Cluster names several nodes, with the usual port where it says none', () => {
    expect(readRedisAddress('redis+cluster://a.example:7000,b.example,[::1]:7002')).toEqual({
      kind: 'cluster',
      nodes: [
        { host: 'a.example', port: 7000 },
        { host: 'b.example', port: 6379 },
        { host: '::1', port: 7002 },
      ],
      isEncrypted: false,
    });
  });

  it('of a Cluster may hold a name and a password, with colons and what a URL escapes', () => {
    expect(readRedisAddress('rediss+cluster://minuta:a:b%40c@node')).toEqual({
      kind: 'cluster',
      nodes: [{ host: 'node', port: 6379 }],
      isEncrypted: true,
      username: 'minuta',
      password: 'a:b@c',
    });
  });

  it.each(['http://x', 'redis+cluster://', 'redis+cluster://a:0', 'redis+cluster://a,,b', 'redis+cluster://a/0', 'x'])(
    '%s is none',
    (text) => {
      expect(readRedisAddress(text)).toBeNull();
    },
  );
});
