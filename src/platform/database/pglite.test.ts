import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { expect, it } from 'vitest';
import { isPassing } from './errors.ts';
import { pgliteDriver } from './pglite.ts';

it('the embedded database answers again after somebody has waited for themselves', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'minuta-'));
  const { dialect } = await pgliteDriver(folder, 200);
  const queries = new Kysely<object>({ dialect });
  const select = sql<{ one: number }>`select 1 as one`;
  try {
    const beside = queries.transaction().execute(async () => select.execute(queries));
    const behind = select.execute(queries);
    const [waited] = await Promise.allSettled([beside, behind]);
    expect(waited.status === 'rejected' && isPassing(waited.reason)).toBe(true);
    expect((await select.execute(queries)).rows).toEqual([{ one: 1 }]);
  } finally {
    await queries.destroy();
    await rm(folder, { recursive: true });
  }
});
