import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { ask, describeOnBothEngines } from '../platform/database/testing.ts';
import { runUncommitted } from './run-uncommitted.ts';

const addUser = (id: number) => sql<{ id: number }>`
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
