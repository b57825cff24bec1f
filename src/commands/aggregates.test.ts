import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { describeOnPostgres } from '../../test/support/servers.ts';
import { writeSession } from '../aggregates/testing.ts';
import { openDatabase } from '../platform/database/database.ts';
import { migrate } from '../platform/database/migrate.ts';
import { newPerson } from '../tracker/testing.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

describeOnPostgres('minuta aggregates', (server) => {
  let userId: number;
  beforeAll(async () => {
    const database = await openDatabase({ url: server.url(), dataDir: '' });
    await migrate(database.queries);
    const { id, activities } = await newPerson(database);
    userId = id;
    await writeSession(database, id, { activityId: activities[0], from: '2026-03-05T10:00:00Z', seconds: 90 });
    await sql`
      insert into user_activity_aggregates (user_id, month, activity_id, seconds, sessions, longest)
      values (${id}::bigint, '2026-03-01', ${activities[0]}::bigint, 91, 1, 91)`.execute(database.queries);
    await database.close();
  });

  /** Runs the program until it ends. */
  function minuta(...words: readonly string[]): Promise<{ code: number; out: string; err: string }> {
    return new Promise((resolve) => {
      const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: server.url() };
      const child = execFile(
        process.execPath,
        [main, 'aggregates', ...words],
        { env, timeout: 150_000 },
        (_, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
      );
    });
  }

  // For half a minute what differs may still be an event on its way.
  it('D4 names what differs, restores it, and then finds nothing', async () => {
    const found = await minuta('verify', '--user', String(userId));
    expect(found.code).toBe(1);
    expect(found.out).toMatch(
      /^user \d+, 2026-03, activity \d+: expected 90 s in 1 sessions \(the longest 90 s\), found 91 s in 1 sessions \(the longest 91 s\)\n$/,
    );
    expect(found.err).toMatch(
      /minuta: 1 cells differ from their sessions; «minuta aggregates rebuild» restores them\n$/,
    );
    expect(await minuta('rebuild')).toMatchObject({ code: 0, out: '1 cells were wrong and are right now.\n' });
    expect(await minuta('verify')).toMatchObject({ code: 0, out: 'Every cell is what its sessions add up to.\n' });
  });

  it('says how it is used', async () => {
    for (const words of [['check'], ['verify', 'all'], ['rebuild', '--user', '1', '--after', '2']])
      expect(await minuta(...words)).toMatchObject({ code: 1, err: expect.stringMatching(/^minuta: use: /) });
    expect(await minuta('verify', '--user', 'x')).toMatchObject({ code: 1, err: 'minuta: x is no user’s id\n' });
  });
});
