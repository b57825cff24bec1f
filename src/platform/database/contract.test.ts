import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import type { Database } from './database.ts';
import { ask, describeOnEveryEngine } from './testing.ts';

const setting = (name: string) => sql<{ value: string }>`select current_setting(${name}) as value`;

/** What a setting is in each of the ways to ask: a transaction, reads, a single statement, a transaction of Kysely's. */
async function everywhere(database: Database, name: string): Promise<readonly (string | undefined)[]> {
  const [inTransaction] = await ask(database, setting(name));
  const [[read]] = await database.reads.send(setting(name));
  const { rows: alone } = await setting(name).execute(database.queries);
  const { rows: inside } = await database.queries
    .transaction()
    .execute((transaction) => setting(name).execute(transaction));
  return [inTransaction, read, alone[0], inside[0]].map((row) => row?.value);
}

describeOnEveryEngine('the database', (database) => {
  beforeAll(async () => {
    await ask(database(), sql`create table things (id bigint generated always as identity, name text unique)`);
  });

  it('is asked with the same settings in every way', async () => {
    for (const [name, value] of [
      ['enable_seqscan', 'off'],
      ['enable_bitmapscan', 'off'],
      ['jit', 'off'],
      ['TimeZone', 'UTC'],
    ] as const)
      expect([name, ...(await everywhere(database(), name))]).toEqual([name, value, value, value, value]);
  });

  it('gives values back as they went in, in every way', async () => {
    const at = Temporal.Instant.from('2026-11-22T07:00:00Z');
    const asked = sql<Record<string, unknown>>`
      select ${at}::timestamptz as at, ${Temporal.PlainDate.from('2026-11-22')}::date as day, ${12}::bigint as n,
        ${['a"b', 'c\\', null]}::text[] as list, ${[1, 2]}::bigint[] as ids, ${{ a: 'ё' }}::jsonb as json,
        ${true}::boolean as yes, ${null}::text as nothing`;
    const expected = {
      at,
      day: Temporal.PlainDate.from('2026-11-22'),
      n: 12,
      list: ['a"b', 'c\\', null],
      ids: [1, 2],
      json: { a: 'ё' },
      yes: true,
      nothing: null,
    };
    expect((await ask(database(), asked))[0]).toEqual(expected);
    expect((await database().reads.send(asked))[0][0]).toEqual(expected);
    expect((await asked.execute(database().queries)).rows[0]).toEqual(expected);
  });

  it('says how many rows a single statement has changed', async () => {
    const { queries } = database();
    const added = await sql`insert into things (name) values ('a'), ('b')`.execute(queries);
    expect(added.numAffectedRows).toBe(2n);
    expect((await sql`delete from things`.execute(queries)).numAffectedRows).toBe(2n);
  });

  it('undoes a transaction of Kysely’s that fails, and goes on', async () => {
    const { queries } = database();
    const failing = queries.transaction().execute(async (transaction) => {
      await sql`insert into things (name) values ('lost')`.execute(transaction);
      await sql`select 1 / 0`.execute(transaction);
    });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    await expect(sql`insert into nothing_like_this values (1)`.execute(queries)).rejects.toMatchObject({
      code: '42P01',
    });
    expect(await ask(database(), sql`select name from things`)).toEqual([]);
  });

  it('refuses what breaks a rule with the code that says so, in every way', async () => {
    const once = sql`insert into things (name) values ('once')`;
    await ask(database(), once);
    await expect(ask(database(), once)).rejects.toMatchObject({ code: '23505' });
    await expect(once.execute(database().queries)).rejects.toMatchObject({ code: '23505' });
    await expect(database().reads.send(sql`select 1 / 0`)).rejects.toMatchObject({ code: '22012' });
    expect(await database().reads.send(sql`select 1 as one`, sql`select 2 as two`)).toEqual([
      [{ one: 1 }],
      [{ two: 2 }],
    ]);
  });

  it('keeps what many ask at once apart', async () => {
    const answers = Array.from({ length: 60 }, async (_, n) => {
      const number = sql<{ n: number }>`select ${n}::int as n`;
      const [[read]] = await database().reads.send(number);
      const { rows } = await number.execute(database().queries);
      const [written] = await ask(database(), number);
      return [read?.n, rows[0]?.n, written?.n];
    });
    expect(await Promise.all(answers)).toEqual(answers.map((_, n) => [n, n, n]));
  });
});
