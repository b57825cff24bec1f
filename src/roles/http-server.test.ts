import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpServer, type HttpServer } from './http-server.ts';

describe('the HTTP server', () => {
  let http: HttpServer;
  let address: string;

  beforeEach(async () => {
    http = createHttpServer();
    http.takePosts('/door', (_request, response) => response.end('taken'));
    http.server.get('/door', async () => 'a page');
    http.server.get('/named/:name', async () => 'named');
    http.server.post('/other', async () => 'other');
    address = await http.server.listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(() => http.server.close());

  it.each([
    ['POST', '/door', 'taken'],
    ['POST', '/door?from=here', 'taken'],
    ['GET', '/door', 'a page'],
    ['POST', '/other', 'other'],
  ])('answers %s %s with «%s»', async (method, path, body) => {
    expect(await (await fetch(address + path, { method })).text()).toBe(body);
  });

  it.each(['/api/v1/admins/%zz', `/named/${'x'.repeat(200)}`])(
    'A3 says of %s what it says of any path that is none',
    async (path) => {
      const answer = await fetch(address + path);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        404,
        expect.stringMatching(/^application\/problem\+json/),
      ]);
      expect(await answer.json()).toMatchObject({ type: 'urn:minuta:problem:not_found', status: 404 });
    },
  );

  it.each([
    ['POST', '/doors'],
    ['PUT', '/door'],
    ['POST', '//door'],
  ])('knows nothing of %s %s', async (method, path) => {
    expect((await fetch(address + path, { method })).status).toBe(404);
  });

  it('B3 stops although a connection is kept alive', async () => {
    await fetch(`${address}/door`, { method: 'POST' });
    const started = performance.now();
    await http.server.close();
    // It would be kept for more than a minute.
    expect(performance.now() - started).toBeLessThan(30_000);
  });
});
