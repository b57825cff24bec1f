import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { operator } from '../accounts/audit.ts';
import { addToken } from '../accounts/tokens.ts';
import { readSettings } from '../config.ts';
import { SCOPES, type Scope } from '../platform/http/access.ts';
import { openCache } from '../platform/cache/open-cache.ts';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { fileObjects } from '../platform/objects/file-objects.ts';
import type { MountedRoute } from '../platform/http/mount.ts';
import { request } from '../platform/http/testing.ts';
import { systemClock } from '../platform/clock.ts';
import { silentLogger } from '../platform/telemetry/logger.ts';
import { mountAdminRole } from './admin.ts';
import { createBotConnection } from './bot-connection.ts';

/** What viewers and editors may; owners may everything. */
const viewer = new Set(SCOPES.filter((scope) => scope.endsWith(':read') && !/^(accounts|audit):/.test(scope)));
const editor = new Set([
  ...viewer,
  ...SCOPES.filter((scope) => /:(write|publish)$/.test(scope) && !scope.startsWith('accounts:')),
]);

describeOnBothEngines('the whole API', (database) => {
  let server: FastifyInstance;
  let address: string;
  let routes: readonly MountedRoute[];
  const said: string[] = [];

  beforeAll(async () => {
    server = Fastify({ forceCloseConnections: true, trustProxy: 'loopback' });
    const keeper = {
      announce: async () => undefined,
      listen: () => undefined,
      load: async () => null,
      tend: async () => undefined,
    };
    const objects = fileObjects('unused');
    const cache = await openCache(undefined, { onState: () => undefined });
    const parts = {
      database: database(),
      cache,
      holder: 'this test',
      keeper,
      objects,
      server,
      clock: systemClock,
      logger: silentLogger,
    };
    const settings = readSettings({ ADMIN_LOGIN: 'anna' });
    const connection = createBotConnection(settings, { hasBot: false, hasSimulator: false });
    routes = await mountAdminRole({ ...parts, settings, connection }, (line) => said.push(line));
    address = await server.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(() => server.close());

  let asked = 0;
  /**
   * Sends nothing that any route would take, so that only who asks decides. Each time from another address: from one of
   * them, so much would be too often.
   */
  const ask = ({ method, url }: MountedRoute, headers: Record<string, string> = {}) => {
    asked += 1;
    const from = { 'x-forwarded-for': `10.0.${asked >> 8}.${asked & 255}` };
    return request(`${address}${url.replaceAll(/:\w+/g, '0')}?nonsense=1`, {
      method,
      headers: { ...headers, ...from },
    });
  };
  /** A token of the owner's with these scopes. */
  async function tokenWith(scopes: readonly Scope[]): Promise<Record<string, string>> {
    const wish = { adminId: 1, name: 'trial', scopes, expiresAt: null };
    const { token } = await addToken(database().queries, operator, wish);
    return { authorization: `Bearer ${token}` };
  }

  it('A2 says the first administrator’s password once, and it opens the door', async () => {
    const [, login = '', password = ''] = /login (\S+), password (\S+)/.exec(said.join('')) ?? [];
    expect([said.length, login]).toEqual([1, 'anna']);
    const signedIn = await request(`${address}/api/v1/auth/login`, { method: 'POST', body: { login, password } });
    expect(signedIn).toMatchObject({ status: 200, body: { admin: { role: 'owner', must_change_password: true } } });
  });

  it('A2 has routes of every kind', () => {
    expect(routes.length).toBeGreaterThan(60);
    for (const url of ['/handlers', '/config/publish', '/sessions/:id/pause', '/users/:id/stats', '/config-webhooks'])
      expect(routes.map((route) => route.url)).toContain(`/api/v1${url}`);
  });

  it('A2 refuses everybody who has not signed in, but for the sign-in and descriptions', async () => {
    const open = routes.filter(({ needs }) => needs === 'nobody').map(({ url }) => url);
    expect(new Set(open)).toEqual(
      new Set(['/api/v1/auth/login', '/api/v1/openapi.json', '/api/v1/config/schema.json']),
    );
    for (const route of routes.filter(({ needs }) => needs !== 'nobody'))
      expect([route, (await ask(route)).status]).toEqual([route, 401]);
  });

  it('A2 refuses, at every route, everything but the scope it asks for', async () => {
    const scoped = routes.filter(({ needs }) => needs !== 'nobody' && needs !== 'sign-in');
    for (const scope of SCOPES) {
      const without = await tokenWith(SCOPES.filter((other) => other !== scope));
      const only = await tokenWith([scope]);
      for (const route of scoped.filter(({ needs }) => needs === scope)) {
        expect([route, (await ask(route, without)).status]).toEqual([route, 403]);
        expect([route, (await ask(route, only)).status]).not.toEqual([route, 403]);
      }
    }
  });

  it.each([
    ['viewer', viewer],
    ['editor', editor],
    ['owner', new Set(SCOPES)],
  ] as const)('A2 lets a %s do what their role says, at every route', async (role, allowed) => {
    const owner = await tokenWith(SCOPES);
    const [login, password] = [`${role}-trial`, 'a password of the trial'];
    await request(`${address}/api/v1/admins`, { method: 'POST', headers: owner, body: { login, role, password } });
    const signedIn = await request(`${address}/api/v1/auth/login`, { method: 'POST', body: { login, password } });
    const cookie = String(signedIn.headers.get('set-cookie')?.split(';')[0]);
    const csrf: unknown = Reflect.get(Object(signedIn.body), 'csrf_token');
    for (const route of routes) {
      const { needs, method, url } = route;
      if (needs === 'nobody' || needs === 'sign-in') continue;
      const { status } = await ask(route, { cookie, 'x-csrf-token': String(csrf) });
      expect([method, url, status === 403]).toEqual([method, url, !allowed.has(needs)]);
      const unproven = await ask(route, { cookie });
      if (!['GET', 'HEAD'].includes(method)) expect([method, url, unproven.status]).toEqual([method, url, 403]);
    }
  });

  it('A1 describes every route with its answers, its problems and who may', async () => {
    const { body } = await request(`${address}/api/v1/openapi.json`);
    const paths: object = Reflect.get(Object(body), 'paths');
    const known = Object.keys(Object(Reflect.get(Object(Reflect.get(Object(body), 'components')), 'schemas')));
    for (const [, name] of JSON.stringify(body).matchAll(/"#\/components\/schemas\/([^"]+)"/g))
      expect(known).toContain(name);
    for (const { method, url, needs } of routes) {
      if (method === 'HEAD' || url.endsWith('/openapi.json')) continue;
      const path: unknown = Reflect.get(paths, url.replaceAll(/:(\w+)/g, '{$1}'));
      const operation: unknown = Reflect.get(Object(path), method.toLowerCase());
      expect([method, url, operation]).toEqual([
        method,
        url,
        expect.objectContaining({
          operationId: expect.any(String),
          summary: expect.any(String),
          tags: [expect.any(String)],
          security: needs === 'nobody' ? [] : expect.arrayContaining([{ token: [] }]),
          responses: expect.objectContaining({ 422: expect.any(Object), 429: expect.any(Object) }),
        }),
      ]);
    }
  });

  it('A1 has a page to read it, which asks nobody else for anything', async () => {
    const page = await request(`${address}/api/v1/docs`);
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('swagger-ui') });
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*script-src 'self';/);
    const sources = [...String(page.body).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => String(source));
    expect(sources.length).toBeGreaterThan(4);
    for (const source of sources)
      expect([source, (await request(new URL(source, `${address}/api/v1/docs`).href)).status]).toEqual([source, 200]);
  });
});
