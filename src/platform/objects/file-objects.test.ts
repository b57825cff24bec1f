import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { objectsContract } from './contract-testing.ts';
import { fileObjects } from './file-objects.ts';

describe('objects in a folder', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'minuta-objects-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  objectsContract(() => fileObjects(folder));

  it('D5 leave nothing unfinished behind', async () => {
    const files = await readdir(folder, { recursive: true });
    expect(files.filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});
