import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { describeOnPostgres } from '../../test/support/servers.ts';
import { recomputeCells } from '../aggregates/store.ts';
import { openDatabase } from '../platform/database/database.ts';
import { migrate } from '../platform/database/migrate.ts';
import { ask, describeOnBothEngines } from '../platform/database/testing.ts';
import type { ActivityId, UserId } from '../platform/ids.ts';
import { runUncommitted } from './run-uncommitted.ts';

const addUser = (id: number) => sql<{ id: UserId }>`
  insert into users (telegram_id, first_name) values (${id}, 'Anna') returning id`;
const countUsers = sql<{ count: number }>`select count(*)::int as count from users`;

describeOnBothEngines('work that is not kept', (database) => {
  it('C10 sees all that it did, and leaves nothing', async () => {
    const seen = await runUncommitted(database(), async (within, session) => {
      await session.send(addUser(1));
      return ask(within, countUsers);
    });
    expect(seen).toEqual([{ count: 1 }]);
    expect(await ask(database(), countUsers)).toEqual([{ count: 0 }]);
  });

  it('C10 goes on where a part of it fails, without that part', async () => {
    const seen = await runUncommitted(database(), async (within) => {
      await ask(within, addUser(1));
      const failing = within.transact(async (session) => {
        await session.send(addUser(2));
        return { before: [], statement: addUser(1), conclude: () => 'never' };
      });
      await expect(failing).rejects.toMatchObject({ code: '23505' });
      return ask(within, countUsers);
    });
    expect(seen).toEqual([{ count: 1 }]);
    expect(await ask(database(), countUsers)).toEqual([{ count: 0 }]);
  });

  it('C10 throws what goes wrong as a whole, and leaves nothing either', async () => {
    const failing = runUncommitted(database(), async (_, session) => {
      await session.send(addUser(1));
      throw new Error('out of steps');
    });
    await expect(failing).rejects.toThrow('out of steps');
    expect(await ask(database(), countUsers)).toEqual([{ count: 0 }]);
  });
});

describeOnPostgres('work that is not kept, beside others', (server) => {
  it('C10 keeps nobody from closing months, whatever time it is in it', async () => {
    const database = await openDatabase({ url: server.url(), dataDir: '' });
    try {
      await migrate(database.queries);
      await runUncommitted(database, async (_, session) => {
        const [[user]] = await session.send(addUser(1));
        if (!user) throw new Error('not written');
        const [[activity]] = await session.send(sql<{ id: ActivityId }>`
          insert into activities (user_id, name, name_key) values (${user.id}, 'a', 'a') returning id`);
        if (!activity) throw new Error('not written');
        const month = Temporal.PlainDate.from('2020-01-01');
        await session.send(...recomputeCells([{ userId: user.id, activityId: activity.id, month }]));
        await database.queries.transaction().execute(async (other) => {
          await sql`set local lock_timeout = '10s'`.execute(other);
          await sql`update aggregate_state set closing_after = closing_after`.execute(other);
        });
      });
    } finally {
      await database.close();
    }
  });
});
