import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { describeOnPostgres } from '../../test/support/servers.ts';
import { openDatabase } from '../platform/database/database.ts';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { rest } from '../platform/rest.ts';
import { newPerson } from '../tracker/testing.ts';
import { inHalves, pagesOfPeople } from './pages.ts';

describeOnBothEngines('pages of people', (database) => {
  it('D4 become smaller while they take long, and larger again', async () => {
    for (let count = 0; count < 16; count += 1) await newPerson(database());
    const sizes: number[] = [];
    const seen = new Set<number>();
    const size = { first: 4, most: 8, atLeast: 200, atMost: 200 };
    for await (const people of pagesOfPeople(database().queries, 0, size)) {
      sizes.push(people.length);
      people.forEach((id) => seen.add(id));
      if (sizes.length < 4) await rest(250);
    }
    expect(sizes).toEqual([4, 2, 1, 1, 2, 4, 2]);
    expect(seen.size).toBe(16);
  });
});

describe('halves', () => {
  it('D4 are not tried where the work failed otherwise', async () => {
    let calls = 0;
    const work = async (): Promise<never> => {
      calls += 1;
      throw new Error('no');
    };
    await expect(inHalves([1, 2], work)).rejects.toThrow('no');
    expect(calls).toBe(1);
  });
});

describeOnPostgres('what takes too long for one statement', (server) => {
  it('D4 is done in halves, and those in halves', async () => {
    const database = await openDatabase({ url: server.url(), dataDir: '' });
    const done = await inHalves([0.05, 0.05, 0.05, 0.2, 0.2], (seconds) =>
      database.queries.transaction().execute(async (transaction) => {
        const limit = seconds.length === 1 ? '10s' : '180ms';
        await sql`select set_config('statement_timeout', ${limit}, true)`.execute(transaction);
        await sql`select pg_sleep(${seconds.reduce((sum, each) => sum + each)}::float8)`.execute(transaction);
        return seconds;
      }),
    );
    expect(done.flat()).toEqual([0.05, 0.05, 0.05, 0.2, 0.2]);
    expect(done.length).toBeGreaterThan(2);
    await database.close();
  });
});
