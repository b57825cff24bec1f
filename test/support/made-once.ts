import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockFolder } from '../../src/platform/database/folder-lock.ts';

/** Milliseconds after which what nobody asked for any more goes. */
const kept = 3_600_000;
/** Milliseconds between two looks whether somebody else is done. */
const betweenLooks = 50;

/**
 * What takes long to make and is the same for everybody: made by whoever needs it first, while the others wait. Two
 * that make it at once would both have half of the machine.
 *
 * @param folder where it belongs; its name says what it is made of, so that it never has to be made again.
 * @param make fills an empty folder. What it leaves half done, nobody ever meets.
 * @returns the folder.
 */
export async function madeOnce(folder: string, make: (fresh: string) => Promise<void>): Promise<string> {
  await mkdir(dirname(folder), { recursive: true });
  if (!existsSync(folder)) {
    const unlock = await waitForLock(join(dirname(folder), `lock-${basename(folder)}`));
    try {
      if (!existsSync(folder)) {
        const fresh = await mkdtemp(`${folder}.`);
        await make(fresh);
        await rename(fresh, folder);
        await forgetOld(dirname(folder));
      }
    } finally {
      unlock();
    }
  }
  const now = (performance.timeOrigin + performance.now()) / 1000;
  await utimes(folder, now, now);
  return folder;
}

async function waitForLock(folder: string): Promise<() => void> {
  await mkdir(folder, { recursive: true });
  for (;;) {
    try {
      return lockFolder(folder);
    } catch {
      await sleep(betweenLooks);
    }
  }
}

async function forgetOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    // Another process may have removed it since.
    const mtimeMs = await stat(join(folder, name)).then(
      (found) => found.mtimeMs,
      () => Number.POSITIVE_INFINITY,
    );
    if (performance.timeOrigin + performance.now() - mtimeMs > kept)
      await rm(join(folder, name), { recursive: true, force: true });
  }
}
