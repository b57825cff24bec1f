import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { describeOnBothEngines } from '../database/testing.ts';
import { notesFeature, problem } from './notes-testing.ts';
import { startApi, type TestApi } from './testing.ts';

describeOnBothEngines('a request with an Idempotency-Key', (database) => {
  const count: Parameters<typeof notesFeature>[0] = { made: 0 };
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi({ queries: database().queries, features: [notesFeature(count)] });
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    count.made = 0;
    await sql`delete from idempotent_answers`.execute(database().queries);
  });

  const post = (body: unknown, key?: string) =>
    api.call('/notes', { method: 'POST', body, ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }) });
  it('tells nothing of the inside when something breaks, and lets it be tried again', async () => {
    const answer = await post({ text: 'break' }, 'k1');
    expect(answer).toMatchObject(problem(500, 'internal'));
    expect(JSON.stringify(answer.body)).not.toContain('secret');
    expect(await post({ text: 'break' }, 'k1')).toMatchObject({ status: 201 });
  });

  it('A3 repeats the answer to the same key and body, and carries it out once', async () => {
    const first = await post({ text: 'a' }, 'k2');
    const second = await post({ text: 'a' }, 'k2');
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    expect([first.headers.get('idempotency-replayed'), second.headers.get('idempotency-replayed')]).toEqual([
      null,
      'true',
    ]);
    expect(await post({ text: 'b' }, 'k2')).toMatchObject(problem(422, 'idempotency_key_reused'));
    expect(await post({ text: 'a' })).toMatchObject({ status: 201, body: { id: '2' } });
    expect(await post({ text: 'a' }, 'two words')).toMatchObject(problem(422, 'idempotency_key'));
  });

  it('A3 carries ten simultaneous requests with one key out once', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    count.untilSlow = promise;
    let answered = 0;
    const asking = Array.from({ length: 10 }, () => post({ text: 'slow' }, 'k3').finally(() => (answered += 1)));
    await until('somebody is refused', () => answered > 0);
    resolve();
    const answers = await Promise.all(asking);
    expect(count.made).toBe(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
    expect(await post({ text: 'slow' }, 'k3')).toMatchObject({ status: 201, body: { id: '1' } });
  });

  it('A3 is carried out again where the process that began it has died, and not while it may be at work', async () => {
    const { queries } = database();
    await post({ text: 'a' }, 'k4');
    const begun = (secondsAgo: number) =>
      sql`
        update idempotent_answers
        set answer = null, claimed_at = clock_timestamp() - make_interval(secs => ${secondsAgo}::int)`.execute(queries);
    await begun(60);
    expect(await post({ text: 'a' }, 'k4')).toMatchObject(problem(409, 'under_way'));
    await begun(180);
    expect(await post({ text: 'a' }, 'k4')).toMatchObject({ status: 201, body: { id: '2' } });
  });

  it('keeps no answer in a form that who reads the table could read', async () => {
    await post({ text: 'shown only once' }, 'a-key-that-chance-would-not-write');
    const { rows } = await sql<{ answer: string }>`select answer from idempotent_answers`.execute(database().queries);
    expect(Buffer.from(rows[0]?.answer ?? '', 'base64').toString('latin1')).not.toContain('shown');
    expect(JSON.stringify(rows)).not.toContain('a-key-that-chance');
  });

  it('keeps nothing by which a password in a body could be guessed', async () => {
    await post({ text: 'the same' }, 'k5');
    await post({ text: 'the same' }, 'k6');
    const { rows } = await sql<{ fingerprint: string }>`select fingerprint from idempotent_answers`.execute(
      database().queries,
    );
    expect(new Set(rows.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  it('lets be tried again what was said to come too early', async () => {
    expect(await post({ text: 'early' }, 'k7')).toMatchObject({ status: 429 });
    expect(await post({ text: 'early' }, 'k7')).toMatchObject({ status: 201 });
  });
});
