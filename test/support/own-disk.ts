import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A small disk of a test's own, in memory, which can be full. */
export interface OwnDisk {
  /** Where it is; everybody may write there. */
  readonly folder: string;
  /** Takes the room that is left, but for what who writes meanwhile takes within a moment. */
  fill(): Promise<void>;
  clear(): Promise<void>;
  /** @throws where something on it still runs. */
  drop(): Promise<void>;
}

/** @returns null where this machine does not let a test have one: it takes root, outside of most containers. */
export async function createOwnDisk(megabytes: number): Promise<OwnDisk | null> {
  const folder = await mkdtemp(join(tmpdir(), 'minuta-disk-'));
  const isMounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'minuta', folder]).then(
    () => true,
    () => false,
  );
  if (!isMounted) {
    await rm(folder, { recursive: true });
    return null;
  }
  await chmod(folder, 0o777);
  const filler = join(folder, 'filler');
  return {
    folder,
    async fill() {
      // Others write meanwhile, so what there was room for a moment ago may be too much. What is left, they fill.
      for (let left = 0; ; left += 128 * 1024) {
        const room = (await roomIn(folder)) - left;
        if (room <= 0 || (await run('fallocate', ['--length', String(room), filler]).catch(() => null))) return;
      }
    },
    clear: () => rm(filler, { force: true }),
    async drop() {
      await run('umount', [folder]);
      await rm(folder, { recursive: true });
    },
  };
}

/** In bytes. */
async function roomIn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
