import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothEngines } from '../platform/database/testing.ts';
import { fileObjects } from '../platform/objects/file-objects.ts';
import type { Objects } from '../platform/objects/objects.ts';
import { newPerson } from '../tracker/testing.ts';
import { fileKey } from './file-key.ts';
import { forgetFiles } from './forget-files.ts';
import { newJobId } from './job.ts';
import { finishJob, queueJob, takeJob, type TakenJob } from './store.ts';

describeOnBothEngines('files of jobs', (database) => {
  let folder: string;
  let objects: Objects;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minuta-forget-files-'));
    objects = fileObjects(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** A job that is under way, at this attempt, which has written its file. */
  async function written(attempts: number): Promise<{ job: TakenJob; key: string }> {
    const { queries } = database();
    const { id: userId } = await newPerson(database());
    const id = newJobId();
    await queueJob({ id, kind: 'export', userId, arguments: {}, telling: null }).execute(queries);
    let job: TakenJob | null = null;
    for (let count = 0; count < attempts; count += 1) {
      await sql`update jobs set held_until = null where id = ${id}::uuid`.execute(queries);
      job = await takeJob(queries, 60_000);
      if (job) await objects.put(fileKey(job, 'csv'), [Buffer.from('a')]);
    }
    if (!job) throw new Error('not taken');
    return { job, key: fileKey(job, 'csv') };
  }

  it('T8 that no job has are deleted: of attempts that died, and of people who are gone', async () => {
    const { queries } = database();
    const [underWay, done, gone] = [await written(2), await written(3), await written(1)];
    const file = { key: done.key, name: 'a.csv', type: 'text/csv', size: 1 };
    expect(await finishJob(queries, done.job, file)).toBe(true);
    await sql`delete from jobs where id = ${gone.job.id}::uuid`.execute(queries);
    await objects.put('archive/2020-01.gz', [Buffer.from('a')]);
    await forgetFiles(queries, objects, Temporal.Now.instant());
    const left = (await Array.fromAsync(objects.list(''))).map(({ key }) => key);
    expect(left.toSorted()).toEqual(['archive/2020-01.gz', done.key, underWay.key].toSorted());
  });
});
