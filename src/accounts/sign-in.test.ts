import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { forgetOldSignIns } from './forget.ts';
import { field, ownerPassword, startAccounts, type Accounts } from './testing.ts';

describeOnBothEngines('signing in', (database) => {
  let accounts: Accounts;
  beforeEach(async () => {
    accounts = await startAccounts(database());
  });
  afterEach(() => accounts.close());

  const wrong = { status: 401, body: { type: 'urn:minuta:problem:wrong_password' } };

  it('A2 gives a session cookie that no script and no other site can use, and a proof beside it', async () => {
    const anna = accounts.visitor();
    const answer = await anna.signIn('Admin ');
    expect(answer).toMatchObject({ status: 200, body: { admin: { login: 'admin', role: 'owner' } } });
    const cookie = answer.headers.get('set-cookie') ?? '';
    for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=604800']) expect(cookie).toContain(part);
    expect(cookie).not.toContain('Secure');
    const secure = await accounts
      .visitor()
      .call('POST', '/auth/login', { login: 'admin', password: ownerPassword }, { 'x-forwarded-proto': 'https' });
    expect(secure.headers.get('set-cookie')).toContain('Secure');
    expect(await anna.call('GET', '/auth/me')).toMatchObject({ status: 200, body: { csrf_token: anna.csrf } });
  });

  it('A2 keeps nothing in the database that would open a session', async () => {
    const anna = accounts.visitor();
    await anna.signIn();
    const { rows } = await sql`select row_to_json(s)::text as row from admin_sessions s`.execute(database().queries);
    expect(JSON.stringify(rows)).not.toContain(anna.cookie);
    const { rows: admins } = await sql<{ hash: string }>`select password_hash as hash from admins`.execute(
      database().queries,
    );
    expect(admins[0]?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('A2 tells nothing of an account: the same answer after the same work for a login that nobody has', async () => {
    const seen = [];
    for (const login of ['admin', 'nobody']) {
      const before = accounts.passwords.computed();
      const answer = await accounts.visitor().signIn(login, 'a wrong one');
      seen.push({ status: answer.status, body: answer.body, computed: accounts.passwords.computed() - before });
    }
    expect(seen[0]).toMatchObject({ ...wrong, computed: 1 });
    expect(seen[1]).toEqual(seen[0]);
  });

  it('A2 makes who guesses wait, whether the login exists or not, and lets the owner in from elsewhere', async () => {
    for (const login of ['admin', 'nobody']) {
      const guesser = accounts.visitor('203.0.113.9');
      for (let i = 0; i < 5; i += 1) expect(await guesser.signIn(login, `guess ${i}`)).toMatchObject(wrong);
      const before = accounts.passwords.computed();
      const blocked = await guesser.signIn(login, ownerPassword);
      expect(blocked).toMatchObject({ status: 429, body: { type: 'urn:minuta:problem:too_many_failures' } });
      expect(blocked.headers.get('retry-after')).toBe('30');
      expect(accounts.passwords.computed()).toBe(before);
    }
    expect(await accounts.visitor('198.51.100.7').signIn()).toMatchObject({ status: 200 });
    accounts.wait({ seconds: 31 });
    expect(await accounts.visitor('203.0.113.9').signIn()).toMatchObject({ status: 200 });
  });

  it('A2 makes who guesses wait on all the addresses that one machine has', async () => {
    const from = (host: number) => accounts.visitor(`2001:db8:1:2::${host}`);
    for (let i = 1; i <= 5; i += 1) expect(await from(i).signIn('admin', `guess ${i}`)).toMatchObject(wrong);
    expect(await from(6).signIn('admin', 'guess 6')).toMatchObject({ status: 429 });
    expect(await accounts.visitor('2001:db8:1:3::1').signIn()).toMatchObject({ status: 200 });
  });

  it('A2 does not let guesses pass that are sent side by side', async () => {
    const guesses = Array.from({ length: 20 }, (_, i) => accounts.visitor().signIn('admin', `guess ${i}`));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(15);
  });

  it('A2 closes the session that the caller had, so that nobody is made to use one that is known', async () => {
    const anna = accounts.visitor();
    await anna.signIn();
    const planted = anna.cookie;
    await anna.signIn();
    expect(anna.cookie).not.toBe(planted);
    expect(await anna.call('GET', '/auth/me', undefined, { cookie: `minuta_session=${planted}` })).toMatchObject({
      status: 401,
    });
    const invented = accounts.visitor();
    invented.cookie = 'chosen-by-somebody-else';
    await invented.signIn();
    expect(invented.cookie).not.toBe('chosen-by-somebody-else');
  });

  it('A2 refuses changes by cookie without the proof, and from pages of other sites', async () => {
    const anna = accounts.visitor();
    await anna.signIn();
    const change = (headers: Record<string, string>) => anna.call('PATCH', '/auth/me', { telegram_id: '42' }, headers);
    expect(await change({ 'x-csrf-token': '' })).toMatchObject({
      status: 403,
      body: { type: 'urn:minuta:problem:csrf' },
    });
    expect(await change({ 'x-csrf-token': 'guessed' })).toMatchObject({ status: 403 });
    for (const headers of [
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      expect(await change(headers)).toMatchObject({ status: 403, body: { type: 'urn:minuta:problem:origin' } });
      const login = { login: 'admin', password: ownerPassword };
      expect(await accounts.visitor().call('POST', '/auth/login', login, headers)).toMatchObject({ status: 403 });
    }
    expect(await change({ origin: accounts.address })).toMatchObject({
      status: 200,
      body: { admin: { telegram_id: '42' } },
    });
    const other = accounts.visitor();
    await other.signIn();
    expect(await change({ 'x-csrf-token': other.csrf ?? '' })).toMatchObject({ status: 403 });
  });

  it('A2 ends a session after half a day without use, and after a week in any case', async () => {
    const [idle, busy] = [accounts.visitor(), accounts.visitor()];
    await idle.signIn();
    await busy.signIn();
    const statusOf = async (who: typeof idle) => (await who.call('GET', '/auth/me')).status;
    for (let hours = 0; hours < 7 * 24; hours += 6) {
      expect(await statusOf(busy)).toBe(200);
      accounts.wait({ hours: 6 });
    }
    expect([await statusOf(idle), await statusOf(busy)]).toEqual([401, 401]);
    await forgetOldSignIns(database().queries, accounts.now());
    const { rows } = await sql`select from admin_sessions`.execute(database().queries);
    expect(rows).toHaveLength(0);
  });

  it('A2 signs out, here and elsewhere', async () => {
    const [phone, desktop, tablet] = [accounts.visitor(), accounts.visitor(), accounts.visitor()];
    for (const one of [phone, desktop, tablet]) await one.signIn();
    const list = await phone.call('GET', '/auth/sessions');
    expect(list).toMatchObject({
      body: { items: [{ is_current: false }, { is_current: false, address: '192.0.2.1' }, { is_current: true }] },
    });
    const sessions: unknown = Reflect.get(Object(list.body), 'items');
    const id = field({ ...list, body: Array.isArray(sessions) ? sessions[1] : null }, 'id');
    expect(await phone.call('DELETE', `/auth/sessions/${id}`)).toMatchObject({ status: 204 });
    expect(await desktop.call('GET', '/auth/me')).toMatchObject({ status: 401 });
    expect(await phone.call('DELETE', `/auth/sessions/${id}`)).toMatchObject({ status: 404 });
    expect(await phone.call('DELETE', '/auth/sessions')).toMatchObject({ status: 200, body: { closed: 1 } });
    expect(await tablet.call('GET', '/auth/me')).toMatchObject({ status: 401 });
    const { cookie } = phone;
    expect(await phone.call('POST', '/auth/logout')).toMatchObject({ status: 204 });
    expect(phone.cookie).toBeNull();
    phone.cookie = cookie;
    expect(await phone.call('GET', '/auth/me')).toMatchObject({ status: 401 });
  });

  it('A2 changes a password, which ends the other sessions', async () => {
    const [here, there] = [accounts.visitor(), accounts.visitor()];
    await here.signIn();
    await there.signIn();
    const change = (current: string, chosen: string) =>
      here.call('POST', '/auth/password', { current_password: current, new_password: chosen });
    expect(await change('not it', 'a better password')).toMatchObject(wrong);
    expect(await change(ownerPassword, 'short')).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'new_password' }] },
    });
    expect(await change(ownerPassword, 'a better password')).toMatchObject({ status: 204 });
    expect(await here.call('GET', '/auth/me')).toMatchObject({ status: 200 });
    expect(await there.call('GET', '/auth/me')).toMatchObject({ status: 401 });
    expect(await there.signIn()).toMatchObject(wrong);
    expect(await there.signIn('admin', 'a better password')).toMatchObject({ status: 200 });
  });
});
