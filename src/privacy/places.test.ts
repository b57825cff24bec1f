import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { nobodys, places } from './store/places.ts';

describeOnBothEngines('where people are in the database', (database) => {
  it('T12 is said of every table there is', async () => {
    const { rows } = await sql<{ name: string }>`
      select c.relname as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      order by name`.execute(database().queries);
    const listed = new Set([...places.map(({ table }) => table), ...Object.keys(nobodys)]);
    expect([...listed].toSorted()).toEqual(rows.map(({ name }) => name));
  });

  it('T12 is not said to be nobody’s of a table that names people', async () => {
    const { rows } = await sql<{ table_name: string; column_name: string }>`
      select distinct table_name::text, column_name::text from information_schema.columns
      where table_schema = 'public' and column_name in ('user_id', 'telegram_id', 'chat_id', 'subject')`.execute(
      database().queries,
    );
    const naming = rows.filter(({ table_name }) => table_name in nobodys);
    expect(naming.map(({ table_name, column_name }) => `${table_name}.${column_name}`).toSorted()).toEqual([
      'admins.telegram_id',
      'users.telegram_id',
    ]);
  });
});
