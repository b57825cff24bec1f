import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql, type KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { fileObjects } from '../platform/objects/file-objects.ts';
import type { Objects } from '../platform/objects/objects.ts';
import type { ArchiveDependencies } from './dependencies.ts';
import { archiveMonth } from './archive-month.ts';
import { DamagedArchive } from './errors.ts';
import { manifestKey } from './rules/layout.ts';
import { archiveOldMonths } from './run-archive.ts';
import { restoreMonth } from './restore-month.ts';
import { readRuns } from './store/months.ts';
import { archiveOf, clearLives, fillMonth, makeMonths, march, sumOf } from './testing.ts';

const calm = new AbortController().signal;

/** The process is gone before its n-th call to the store or statement: from then on nothing succeeds any more. */
class Stop {
  #left: number;

  constructor(calls: number) {
    this.#left = calls;
  }

  count(): void {
    this.#left -= 1;
    if (this.#left < 0) throw new Error('gone');
  }

  /** Whether everything was over before. */
  get wasNever(): boolean {
    return this.#left >= 0;
  }
}

function until(stop: Stop, { database, objects, ...rest }: ArchiveDependencies): ArchiveDependencies {
  const counted = async <T>(call: () => Promise<T>): Promise<T> => {
    stop.count();
    return call();
  };
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      stop.count();
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return {
    ...rest,
    objects: {
      ...objects,
      put: (...given) => counted(() => objects.put(...given)),
      get: (key) => counted(() => objects.get(key)),
      delete: (key) => counted(() => objects.delete(key)),
      reclassify: (...given) => counted(() => objects.reclassify(...given)),
    },
    database: {
      ...database,
      queries: database.queries.withPlugin(plugin),
      transact: (work) => counted(() => database.transact(work)),
    },
  };
}

describeOnBothEngines('an archive that is interrupted', (database) => {
  let folder = '';
  let objects: Objects;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minuta-archive-'));
    objects = fileObjects(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function begin(): Promise<ArchiveDependencies> {
    await clearLives(database().queries);
    await makeMonths(database().queries);
    for await (const { key } of objects.list('archive/')) await objects.delete(key);
    await fillMonth(database().queries, march, { people: 2, sessions: 3 });
    await sql`delete from session_events_log`.execute(database().queries);
    await sql`delete from statistics`.execute(database().queries);
    return { ...archiveOf(database(), objects), storageClass: 'COLD' };
  }

  /** Everything that lies in the store belongs to a run that took the place of rows. */
  async function expectNothingLeftOver(): Promise<void> {
    const runs = await readRuns(database().queries, {});
    expect(runs.map(({ table, state }) => `${table} ${state}`)).toEqual(['sessions dropped']);
    const keys = (await Array.fromAsync(objects.list('archive/'))).map(({ key }) => key);
    expect(keys.toSorted()).toEqual(
      runs
        .flatMap((run) => [manifestKey(run), manifestKey(run).replace('manifest.json', 'part-0001.blocks')])
        .toSorted(),
    );
  }

  it('D6 goes on from wherever it was stopped, with nothing lost or doubled', async () => {
    const deps = await begin();
    const sum = await sumOf(database().queries, 'sessions', march);
    const where = { table: 'sessions', month: march } as const;
    for (let calls = 0, isOver = false; !isOver; calls += 1) {
      const stop = new Stop(calls);
      const outcome = await archiveMonth(until(stop, deps), where, calm).then(
        () => 'over',
        (error: unknown) => String(error),
      );
      isOver = stop.wasNever;
      expect(outcome).toBe(isOver ? 'over' : 'Error: gone');
      if (await sumOf(database().queries, 'sessions', march)) await archiveMonth(deps, where, calm);
      expect(await sumOf(database().queries, 'sessions', march)).toBeNull();
      await expectNothingLeftOver();
      await restoreMonth(deps, { month: march }, calm);
      expect(await sumOf(database().queries, 'sessions', march)).toEqual(sum);
      await sql`delete from archive_months`.execute(database().queries);
      for await (const { key } of objects.list('archive/')) await objects.delete(key);
    }
  });

  it('D6 drops nothing where what was read back is not what was written, and writes it anew', async () => {
    const deps = await begin();
    const spoiling: Objects = {
      ...objects,
      put: (key, content, keeping) => objects.put(key, key.endsWith('.blocks') ? spoilt(content) : content, keeping),
    };
    await expect(archiveOldMonths({ ...deps, objects: spoiling }, calm)).rejects.toThrow(DamagedArchive);
    expect((await sumOf(database().queries, 'sessions', march))?.rows).toBe(6);
    await archiveOldMonths(deps, calm);
    await expectNothingLeftOver();
  });

  it('D6 writes a month again that changed while it was on its way', async () => {
    const deps = await begin();
    const { queries } = database();
    const changing: Objects = {
      ...objects,
      async reclassify() {
        await sql`delete from sessions where id = (select id from sessions order by id limit 1)
          and (select count(*) from sessions) = 6`.execute(queries);
      },
    };
    const { months } = await archiveOldMonths({ ...deps, objects: changing }, calm);
    expect(months.map(({ table, rows }) => `${table} ${rows}`)).toContain('sessions 5');
    await expectNothingLeftOver();
  });

  it('D6 brings a month back however often that was interrupted', async () => {
    const deps = await begin();
    const sum = await sumOf(database().queries, 'sessions', march);
    await archiveOldMonths(deps, calm);
    for (let calls = 1, isOver = false; !isOver; calls += 1) {
      const stop = new Stop(calls);
      await restoreMonth(until(stop, deps), { month: march }, calm).catch(() => undefined);
      isOver = stop.wasNever;
    }
    expect(await sumOf(database().queries, 'sessions', march)).toEqual(sum);
  });
});

async function* spoilt(content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of content) {
    const changed = Buffer.from(piece);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    yield changed;
  }
}
