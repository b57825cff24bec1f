import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOwnPostgres, type OwnPostgres } from './own-postgres.ts';
import { createOwnReplica, type OwnReplica } from './own-replica.ts';
import { describeWith } from './servers.ts';

describeWith(['PostgreSQL'], 'a replica of a test’s own', () => {
  let primary: OwnPostgres;
  let replica: OwnReplica;

  beforeAll(async () => {
    primary = await createOwnPostgres();
    replica = await createOwnReplica(primary);
    await query(primary.url, 'create table said (word text)');
  });
  afterAll(async () => {
    await replica.drop();
    await primary.drop();
  });

  const say = (word: string): Promise<unknown> => query(primary.url, `insert into said values ('${word}')`);
  const heard = async (): Promise<unknown> => query(replica.url, 'select word from said');

  it('follows, falls behind and catches up', async () => {
    await say('one');
    await replica.caughtUp();
    expect(await heard()).toEqual([{ word: 'one' }]);
    await replica.pause();
    await say('two');
    expect(await heard()).toEqual([{ word: 'one' }]);
    await replica.resume();
    await replica.caughtUp();
    expect(await heard()).toEqual([{ word: 'one' }, { word: 'two' }]);
  });

  it('goes on after a crash of either', async () => {
    await replica.kill();
    await say('three');
    await primary.restart('immediate');
    await replica.start();
    await say('four');
    await replica.caughtUp();
    expect(await heard()).toContainEqual({ word: 'four' });
  });
});

async function query(url: string, statement: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}
