import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { field, startAccounts, type Accounts, type Visitor } from './testing.ts';

function make(who: Visitor, wish: object) {
  return who.call('POST', '/tokens', { name: 'ci', scopes: ['config:read'], ...wish });
}

describeOnBothEngines('API tokens', (database) => {
  let accounts: Accounts;
  let owner: Visitor;
  beforeEach(async () => {
    accounts = await startAccounts(database());
    owner = accounts.visitor();
    await owner.signIn();
  });
  afterEach(() => accounts.close());

  const as = (token: string) => (method: string, path: string, body?: unknown) =>
    accounts.visitor().call(method, path, body, { authorization: `Bearer ${token}` });

  it('A2 are shown once, kept as a hash, and need no proof', async () => {
    const made = await make(owner, { scopes: ['accounts:read', 'accounts:write'] });
    expect(made).toMatchObject({ status: 201, body: { name: 'ci', used_at: null, admin_login: 'admin' } });
    const token = field(made, 'token');
    expect(token).toMatch(/^minuta_[\w-]{43}$/);
    expect(token.startsWith(field(made, 'prefix'))).toBe(true);
    const call = as(token);
    expect(await call('POST', '/admins', { login: 'made-by-token', role: 'viewer' })).toMatchObject({ status: 201 });
    const list = await owner.call('GET', '/tokens');
    expect(list).toMatchObject({ body: { items: [{ name: 'ci', used_at: expect.any(String) }] } });
    const { rows } = await sql`select row_to_json(t)::text as row from api_tokens t`.execute(database().queries);
    expect(JSON.stringify([rows, list.body])).not.toContain(token);
    expect(await owner.call('GET', '/audit?action=admin.create')).toMatchObject({
      body: { items: [{ actor: { kind: 'token', name: 'ci' } }, { actor: { kind: 'operator' } }] },
    });
  });

  it('A2 can do no more than who makes them, nor than they were made for', async () => {
    const viewer = await accounts.someone('viewer', 'viewer');
    expect(await make(viewer, { scopes: ['config:read', 'config:write'] })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'scopes[1]' }] },
    });
    const call = as(field(await make(viewer, {}), 'token'));
    expect(await call('GET', '/auth/me')).toMatchObject({ body: { kind: 'token', scopes: ['config:read'] } });
    for (const [method, path, body] of [
      ['GET', '/admins'],
      ['GET', '/tokens'],
      ['POST', '/tokens', { name: 'longer', scopes: ['config:read'] }],
      ['DELETE', '/tokens/1'],
      ['GET', '/auth/sessions'],
      ['POST', '/auth/logout'],
      ['POST', '/auth/password', { current_password: 'x', new_password: 'long enough' }],
    ] as const)
      expect(await call(method, path, body)).toMatchObject({ status: 403 });
  });

  it('A2 shrink with their maker’s role', async () => {
    const editor = await accounts.someone('editor', 'editor');
    const call = as(field(await make(editor, { scopes: ['config:read', 'config:write'] }), 'token'));
    await owner.call('PATCH', `/admins/${editor.id}`, { role: 'viewer' });
    expect(await call('GET', '/auth/me')).toMatchObject({ body: { scopes: ['config:read'] } });
  });

  it('A2 end when they expire or are revoked, and with nothing else said than that', async () => {
    const short = field(await make(owner, { expires_at: '2026-11-22T11:00:00Z' }), 'token');
    const made = await make(owner, {});
    expect(await make(owner, { expires_at: '2026-11-22T09:00:00Z' })).toMatchObject({ status: 422 });
    expect(await as(short)('GET', '/auth/me')).toMatchObject({ status: 200 });
    accounts.wait({ hours: 1 });
    await owner.signIn();
    expect(await owner.call('DELETE', `/tokens/${field(made, 'id')}`)).toMatchObject({ status: 204 });
    const refused = { status: 401, body: { type: 'urn:minuta:problem:unauthorized' } };
    for (const token of [short, field(made, 'token'), 'minuta_never', ''])
      expect(await as(token)('GET', '/auth/me')).toMatchObject(refused);
    const basic = { authorization: 'Basic YWRtaW46YWRtaW4=' };
    expect(await accounts.visitor().call('GET', '/auth/me', undefined, basic)).toMatchObject(refused);
  });

  it('A2 end and are looked for at moments that the database knows', async () => {
    for (const moment of ['9999-12-31T23:59:59-23:59', '9999-12-31T23:59:59.9999999Z', '0000-01-01T00:00:00Z']) {
      const asked = [
        await make(owner, { expires_at: moment }),
        await owner.call('GET', `/audit?from=${moment}`),
        await owner.call('GET', `/audit?to=${moment}`),
      ];
      expect(asked.map(({ status }) => status)).toEqual([422, 422, 422]);
    }
    expect(await make(owner, { expires_at: '9999-12-30T00:00:00Z' })).toMatchObject({ status: 201 });
    expect(await owner.call('GET', '/tokens')).toMatchObject({ status: 200 });
  });

  it('A2 are everybody’s own, except to who looks after accounts', async () => {
    const viewer = await accounts.someone('viewer', 'viewer');
    const own = field(await make(owner, {}), 'id');
    const hers = field(await make(viewer, { name: 'hers' }), 'id');
    expect(await viewer.call('GET', '/tokens')).toMatchObject({ body: { items: [{ name: 'hers' }] } });
    expect(await viewer.call('GET', '/tokens?admin_id=1')).toMatchObject({ status: 403 });
    expect(await viewer.call('DELETE', `/tokens/${own}`)).toMatchObject({ status: 404 });
    expect(await owner.call('GET', `/tokens?admin_id=${viewer.id}`)).toMatchObject({
      body: { items: [{ name: 'hers', admin_login: 'viewer' }] },
    });
    expect(await owner.call('DELETE', `/tokens/${hers}`)).toMatchObject({ status: 204 });
  });

  it('A3 are made once however often the same wish is sent, and shown again to who has its key', async () => {
    const wish = { name: 'once', scopes: ['config:read'] };
    const send = () =>
      owner.call('POST', '/tokens', wish, { 'idempotency-key': '0b7f6f0e-7e8b-4b51-9f2f-2f6d1a3c9f10' });
    const [first, second] = [await send(), await send()];
    expect(field(second, 'token')).toBe(field(first, 'token'));
    const { rows } = await sql`select answer from idempotent_answers`.execute(database().queries);
    expect(JSON.stringify(rows)).not.toContain(field(first, 'token'));
  });
});
