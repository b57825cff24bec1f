import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../platform/database/database.ts';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { describeOnPostgres } from '../../test/support/servers.ts';
import { migrate } from '../platform/database/migrate.ts';
import { silentLogger } from '../platform/telemetry/logger.ts';
import { createAdminChats } from './admin-chats.ts';
import { choosePassword } from './administrators.ts';
import { operator, recordAudit } from './audit.ts';
import { ensureFirstAdministrator } from './first-administrator.ts';
import { resetPassword } from './reset-password.ts';
import { findAdmin, listAdmins, type AdminRow } from './store/admins.ts';
import { countedPasswords, field, ownerPassword, startAccounts, type Accounts, type Visitor } from './testing.ts';

async function adminOf(owner: Visitor): Promise<unknown> {
  return Reflect.get(Object((await owner.call('GET', '/auth/me')).body), 'admin');
}

async function lastAdmin(owner: Visitor) {
  const list = await owner.call('GET', '/admins');
  const items: unknown = Reflect.get(Object(list.body), 'items');
  return { ...list, body: Array.isArray(items) ? items.at(-1) : null };
}

describeOnBothEngines('administrators', (database) => {
  let accounts: Accounts;
  beforeEach(async () => {
    accounts = await startAccounts(database());
  });
  afterEach(() => accounts.close());

  it('A2 are added with a password that is shown once and theirs to change', async () => {
    const owner = accounts.visitor();
    await owner.signIn();
    const made = await owner.call('POST', '/admins', { login: 'Boris', role: 'editor', telegram_id: '4200000001' });
    expect(made).toMatchObject({
      status: 201,
      body: { login: 'Boris', role: 'editor', telegram_id: '4200000001', must_change_password: true },
    });
    expect(field(made, 'password')).toMatch(/^\w{4}(-\w{4}){3}$/);
    expect(await accounts.visitor().signIn('boris', field(made, 'password'))).toMatchObject({ status: 200 });
    const shown = await owner.call('GET', `/admins/${field(made, 'id')}`);
    expect(Object.keys(Object(shown.body))).not.toContain('password');
    expect(await owner.call('POST', '/admins', { login: 'BORIS', role: 'viewer' })).toMatchObject({ status: 409 });
    const chosen = await owner.call('POST', '/admins', { login: 'vera', role: 'viewer', password: 'chosen for her' });
    expect(chosen).toMatchObject({ status: 201, body: { password: null } });
    expect(await owner.call('GET', '/admins?limit=2')).toMatchObject({
      body: { items: [{ login: 'admin' }, { login: 'Boris' }], next_cursor: expect.any(String) },
    });
  });

  it('A2 read of several deeds of one moment in their order, each with what it says and no more', async () => {
    const action = 'test.several';
    await recordAudit(
      database().queries,
      operator,
      { action, subject: 'first', before: { text: 'a "quoted" {word}\\' }, after: ['one', null] },
      { action, subject: 'second', before: { password: 'hidden' } },
      { action, subject: 'third', after: null },
    );
    const owner = accounts.visitor();
    await owner.signIn();
    expect((await owner.call('GET', '/audit?action=test.several')).body).toMatchObject({
      items: [
        { subject: 'third', before: null, after: null },
        { subject: 'second', before: { password: expect.not.stringMatching('hidden') }, after: null },
        { subject: 'first', before: { text: 'a "quoted" {word}\\' }, after: ['one', null] },
      ],
    });
  });

  it('A2 of whom somebody is always an owner, even when two take each other’s role at once', async () => {
    const owner = accounts.visitor();
    await owner.signIn();
    const me = field({ ...(await owner.call('GET', '/auth/me')), body: await adminOf(owner) }, 'id');
    for (const [method, body] of [
      ['PATCH', { role: 'editor' }],
      ['DELETE', undefined],
    ] as const)
      expect(await owner.call(method, `/admins/${me}`, body)).toMatchObject({
        status: 409,
        body: { type: 'urn:minuta:problem:last_owner' },
      });
    const second = await accounts.someone('owner', 'second');
    const both = await Promise.all([
      owner.call('PATCH', `/admins/${second.id}`, { role: 'viewer' }),
      second.call('PATCH', `/admins/${me}`, { role: 'viewer' }),
    ]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('A2 lose what they had with their role, at once', async () => {
    const editor = await accounts.someone('owner', 'editor');
    expect(await editor.call('GET', '/audit')).toMatchObject({ status: 200 });
    const owner = accounts.visitor();
    await owner.signIn();
    await owner.call('PATCH', `/admins/${editor.id}`, { role: 'viewer' });
    expect(await editor.call('GET', '/audit')).toMatchObject({ status: 403 });
  });

  it('A2 who choose a password keep no role that was taken from them meanwhile, and none that was given anew', async () => {
    const { queries } = database();
    const boris = await accounts.someone('editor', 'boris');
    const owner = accounts.visitor();
    await owner.signIn();
    const choose = (admin: AdminRow) =>
      choosePassword({ queries, passwords: accounts.passwords }, operator, {
        admin,
        password: 'chosen meanwhile',
        sessionId: 0,
      });
    const read = async () => {
      const admin = await findAdmin(queries, Number(boris.id));
      if (admin === null) throw new Error('boris is gone');
      return admin;
    };
    const editor = await read();
    await owner.call('PATCH', `/admins/${boris.id}`, { role: 'viewer' });
    expect(await choose(editor)).toBe(true);
    expect(await owner.call('GET', `/admins/${boris.id}`)).toMatchObject({ body: { role: 'viewer' } });
    const known = await read();
    await owner.call('PATCH', `/admins/${boris.id}`, { password: 'given by the owner' });
    expect(await choose(known)).toBe(false);
    expect(await accounts.visitor().signIn('boris', 'given by the owner')).toMatchObject({ status: 200 });
  });

  it('A2 who are removed take their sessions and tokens with them', async () => {
    const editor = await accounts.someone('editor', 'editor');
    const token = field(await editor.call('POST', '/tokens', { name: 'ci', scopes: ['config:read'] }), 'token');
    const program = accounts.visitor();
    const bearer = { authorization: `Bearer ${token}` };
    expect(await program.call('GET', '/auth/me', undefined, bearer)).toMatchObject({ status: 200 });
    const owner = accounts.visitor();
    await owner.signIn();
    expect(await owner.call('DELETE', `/admins/${editor.id}`)).toMatchObject({ status: 204 });
    expect(await editor.call('GET', '/auth/me')).toMatchObject({ status: 401 });
    expect(await program.call('GET', '/auth/me', undefined, bearer)).toMatchObject({ status: 401 });
    expect(await owner.call('DELETE', `/admins/${editor.id}`)).toMatchObject({ status: 404 });
  });

  it('A2 get a new password when theirs is reset, which ends their sessions and their pause', async () => {
    const { queries } = database();
    const { passwords } = accounts;
    const [owner, guesser] = [accounts.visitor(), accounts.visitor()];
    await owner.signIn();
    for (let i = 0; i < 6; i += 1) await guesser.signIn('admin', 'wrong');
    const reset = await resetPassword({ queries, passwords }, undefined);
    if (reset.outcome !== 'reset') throw new Error(`it was ${reset.outcome}`);
    expect(await owner.call('GET', '/auth/me')).toMatchObject({ status: 401 });
    expect(await guesser.signIn('admin', reset.password)).toMatchObject({
      status: 200,
      body: { admin: { must_change_password: true } },
    });
    expect(await resetPassword({ queries, passwords }, 'nobody')).toEqual({ outcome: 'unknown' });
    await accounts.visitor().signIn('admin', ownerPassword);
    const second = accounts.visitor();
    await second.signIn('admin', reset.password);
    await second.call('POST', '/admins', { login: 'second', role: 'owner' });
    expect(await resetPassword({ queries, passwords }, undefined)).toEqual({
      outcome: 'unclear',
      logins: ['admin', 'second'],
    });
  });

  it('C3 are told what the bot has for them, in their own chats and in those that are always told', async () => {
    const chats = createAdminChats({ queries: database().queries, log: silentLogger }, [-100]);
    const owner = accounts.visitor();
    await owner.signIn();
    await owner.call('PATCH', '/auth/me', { telegram_id: '4200000001' });
    await owner.call('POST', '/admins', { login: 'same-chat', role: 'viewer', telegram_id: '4200000001' });
    await chats.look();
    expect(chats.current).toEqual([-100, 4_200_000_001]);
    await owner.call('PATCH', '/auth/me', { telegram_id: null });
    await owner.call('DELETE', `/admins/${field(await lastAdmin(owner), 'id')}`);
    await chats.look();
    expect(chats.current).toEqual([-100]);
  });

  it('A2 leave a line in the log for each change, with before and after and no secret', async () => {
    const editor = await accounts.someone('editor', 'editor');
    const owner = accounts.visitor();
    await owner.signIn();
    await owner.call('PATCH', `/admins/${editor.id}`, { role: 'viewer', password: 'set by the owner' });
    const log = await owner.call('GET', `/audit?subject=admin/${editor.id}`);
    expect(log).toMatchObject({
      status: 200,
      body: {
        items: [
          {
            actor: { kind: 'admin', name: 'admin' },
            action: 'admin.update',
            before: { login: 'editor', role: 'editor' },
            after: { role: 'viewer', password_changed: true },
          },
          { action: 'auth.sign_in', actor: { name: 'editor' } },
          { action: 'admin.create', before: null, after: { login: 'editor', role: 'editor' } },
        ],
        next_cursor: null,
      },
    });
    expect(JSON.stringify(log.body)).not.toContain('set by the owner');
    const count = async (query: string) => {
      const items: unknown = Reflect.get(Object((await owner.call('GET', `/audit?${query}`)).body), 'items');
      return Array.isArray(items) ? items.length : -1;
    };
    expect(await count('action=admin.create')).toBe(2);
    expect(await count('action=admin.')).toBe(3);
    expect(await count(`admin_id=${editor.id}`)).toBe(1);
    expect(await count('to=2020-01-01T00:00:00Z')).toBe(0);
    expect(await count('from=2020-01-01T00:00:00%2B03:00')).toBeGreaterThan(4);
    expect(await owner.call('GET', '/audit?from=yesterday')).toMatchObject({ status: 422 });
  });
});

describeOnPostgres('the first start', (server) => {
  it('A2 makes one administrator, whichever of several processes is first', async () => {
    const databases = await Promise.all(
      Array.from({ length: 4 }, () => openDatabase({ url: server.url(), dataDir: '' })),
    );
    const made = await Promise.all(
      databases.map(async ({ queries }) => {
        await migrate(queries);
        return ensureFirstAdministrator(
          { queries, passwords: countedPasswords() },
          { login: 'admin', password: undefined },
        );
      }),
    );
    expect(made.filter((one) => one !== null)).toHaveLength(1);
    const [first] = databases;
    if (first) expect(await listAdmins(first.queries, { after: 0, count: 9 })).toHaveLength(1);
    for (const database of databases) await database.close();
  });
});
