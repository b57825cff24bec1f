import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { LookupFunction } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOutbound, type Outbound, type OutboundCall, type OutboundOptions } from './outbound.ts';

/** A resolver that gives these addresses, one list for each time it is asked. */
const resolver =
  (...answers: string[][]): LookupFunction =>
  (_name, options, callback) => {
    const given = (answers.shift() ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (options.all === true) callback(null, given);
    else callback(null, given[0]?.address ?? '', given[0]?.family ?? 4);
  };

describe('calls to addresses that somebody else has named', () => {
  let server: Server;
  let port: number;
  let asked: { method: string | undefined; url: string | undefined; host: string | undefined; body: string }[];
  let reply: (response: ServerResponse) => void;
  const opened: Outbound[] = [];

  beforeEach(async () => {
    asked = [];
    reply = (response) => response.setHeader('X-Greeting', 'hello').end('{"answer":42}');
    server = createServer((request, response) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(Buffer.from(chunk));
        const { method, url, headers } = request;
        asked.push({ method, url, host: headers.host, body: Buffer.concat(chunks).toString() });
        reply(response);
      })();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((outbound) => outbound.close()));
    server.closeAllConnections();
    server.close();
  });

  const open = (options: Partial<OutboundOptions> = {}): Outbound => {
    const outbound = createOutbound({ reach: 'public', ...options });
    opened.push(outbound);
    return outbound;
  };
  const call = (outbound: Outbound, more: Partial<OutboundCall> = {}) =>
    outbound.request({
      method: 'GET',
      url: `http://127.0.0.1:${port}/`,
      timeLimit: 2_000,
      sizeLimit: 1_000,
      ...more,
    });
  it('C3 makes the call where it may and gives back what came', async () => {
    const answer = await call(open({ reach: 'anywhere' }), {
      method: 'POST',
      url: `http://127.0.0.1:${port}/a?b=c`,
      headers: { 'content-type': 'application/json' },
      body: '{"a":1}',
    });
    expect(answer).toMatchObject({ status: 200, body: '{"answer":42}', headers: { 'x-greeting': 'hello' } });
    expect(asked).toMatchObject([{ method: 'POST', url: '/a?b=c', body: '{"a":1}' }]);
  });

  it.each([
    'http://127.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f.0.0.1:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::1]:PORT/',
    'http://0:PORT/',
    'http://localhost:PORT/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/latest/meta-data/',
  ])('C3 does not reach %s', async (url) => {
    await expect(call(open(), { url: url.replace('PORT', String(port)) })).rejects.toMatchObject({ code: 'address' });
    expect(asked).toEqual([]);
  });

  it.each([
    'ftp://example.org/',
    'file:///etc/passwd',
    'gopher://example.org/',
    'nonsense',
    'http://me:word@example.org/',
  ])('C3 does not understand %s', async (url) => {
    await expect(call(open({ reach: 'anywhere' }), { url })).rejects.toMatchObject({ code: 'url' });
  });

  it('C8 reaches the network around it where that is its reach, and no metadata', async () => {
    const near = open({ reach: 'network' });
    expect(await call(near)).toMatchObject({ status: 200 });
    for (const url of ['http://169.254.169.254/', 'http://[fd00:ec2::254]/', `http://[::ffff:127.0.0.1]:${port}/`])
      await expect(call(near, { url })).rejects.toMatchObject({ code: 'address' });
    const named = open({ reach: 'network', lookup: resolver(['169.254.169.254']) });
    await expect(call(named, { url: `http://inside.example:${port}/` })).rejects.toMatchObject({ code: 'address' });
    expect(asked).toHaveLength(1);
  });

  it('C3 refuses a name that leads inside, by whichever of its addresses', async () => {
    const url = `http://inside.example:${port}/`;
    await expect(call(open({ lookup: resolver(['127.0.0.1']) }), { url })).rejects.toMatchObject({ code: 'address' });
    const mixed = open({ lookup: resolver(['8.8.8.8', '10.0.0.1']) });
    await expect(call(mixed, { url })).rejects.toMatchObject({ code: 'address' });
    expect(asked).toEqual([]);
  });

  it('C3 looks at every answer to a name: what it was before counts for nothing', async () => {
    const url = `http://rebinding.example:${port}/`;
    const allowed = open({ reach: 'anywhere', lookup: resolver(['127.0.0.1']) });
    await call(allowed, { url });
    const rebinding = open({ lookup: resolver(['192.0.2.1'], ['127.0.0.1']) });
    await expect(call(rebinding, { url })).rejects.toMatchObject({ code: 'address' });
    await expect(call(rebinding, { url })).rejects.toMatchObject({ code: 'address' });
    expect(asked).toHaveLength(1);
  });

  it('C3 goes to the very address it has looked at', async () => {
    const named = open({ reach: 'anywhere', lookup: resolver(['127.0.0.1']) });
    await call(named, { url: `http://crm.example:${port}/` });
    expect(asked).toMatchObject([{ host: `crm.example:${port}` }]);
  });

  it('C3 does not follow a redirect', async () => {
    reply = (response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    expect(await call(open({ reach: 'anywhere' }))).toMatchObject({ status: 302 });
    expect(asked).toHaveLength(1);
  });

  it('C3 waits no longer and reads no more than it was told', async () => {
    const outbound = open({ reach: 'anywhere' });
    reply = () => undefined;
    await expect(call(outbound, { timeLimit: 100 })).rejects.toMatchObject({ code: 'timeout' });
    reply = (response) => void response.writeHead(200).write('drip');
    await expect(call(outbound, { timeLimit: 100 })).rejects.toMatchObject({ code: 'timeout' });
    reply = (response) => response.end('x'.repeat(1_001));
    await expect(call(outbound)).rejects.toMatchObject({ code: 'size' });
    reply = (response) => response.socket?.destroy();
    await expect(call(outbound)).rejects.toMatchObject({ code: 'network' });
    await expect(call(outbound, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'stopped' });
  });
});
