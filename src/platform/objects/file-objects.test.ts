import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { objectsContract } from './contract-testing.ts';
import { fileObjects } from './file-objects.ts';
import { ObjectsError } from './objects.ts';

const run = promisify(execFile);

describe('objects in a folder', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minuta-objects-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  objectsContract(() => fileObjects(folder));

  it('D5 are refused whole by a disk that is full', async ({ skip }) => {
    const small = join(folder, 'small');
    await mkdir(small);
    // A disk of a megabyte, which only root can make.
    const isMounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small]).then(
      () => true,
      () => false,
    );
    if (!isMounted) skip('no disk can be mounted here');
    try {
      const objects = fileObjects(small);
      await objects.put('a.csv', [Buffer.from('a')]);
      for (const key of ['a.csv', 'b.csv'])
        await expect(objects.put(key, [Buffer.alloc(2 * 1024 * 1024)])).rejects.toThrow(ObjectsError);
      expect(await Array.fromAsync(objects.list(''))).toEqual([{ key: 'a.csv', size: 1 }]);
      expect(await objects.put('b.csv', [Buffer.alloc(500_000)])).toBe(500_000);
    } finally {
      await run('umount', [small]);
    }
  });

  it('D5 leave nothing unfinished behind', async () => {
    const files = await readdir(folder, { recursive: true });
    expect(files.filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});
