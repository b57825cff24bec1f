import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { madeOnce } from './made-once.ts';

describe('what is made once', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'minuta-made-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  it('is made by one, while the others wait for it', async () => {
    let made = 0;
    const make = async (fresh: string): Promise<void> => {
      made += 1;
      await sleep(100);
      await writeFile(join(fresh, 'file'), 'whole');
    };
    const folders = await Promise.all([1, 2, 3].map(() => madeOnce(join(home, 'one'), make)));
    expect(made).toBe(1);
    for (const folder of folders) expect(await readFile(join(folder, 'file'), 'utf8')).toBe('whole');
  });

  it('is tried again by the next one where it failed', async () => {
    const folder = join(home, 'one');
    await expect(madeOnce(folder, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(folder)).toBe(false);
    await madeOnce(folder, (fresh) => writeFile(join(fresh, 'file'), 'whole'));
    expect(await readdir(folder)).toEqual(['file']);
  });
});
