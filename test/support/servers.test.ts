import { Client } from 'pg';
import { expect, test } from 'vitest';
import { describeOnPostgres } from './servers.ts';

describeOnPostgres('a test database', (database) => {
  test('is empty and of its own', async () => {
    const client = new Client({ connectionString: database.url() });
    await client.connect();
    const tables = await client.query(`select 1 from information_schema.tables where table_schema = 'public'`);
    const name = await client.query<{ name: string }>('select current_database() as name');
    await client.end();
    expect(tables.rowCount).toBe(0);
    expect(name.rows[0]?.name).toMatch(/^test_/);
  });
});
