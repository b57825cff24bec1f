import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { requireKey, type Objects } from './objects.ts';

/** Objects as files in a folder: for one machine. */
export function fileObjects(folder: string): Objects {
  const pathOf = (key: string): string => join(folder, ...requireKey(key).split('/'));
  return {
    async put(key, content) {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      // Under another name until it is whole: a reader never meets half of it, nor does a crash leave that behind.
      const unfinished = `${path}.${randomUUID()}.part`;
      try {
        const file = createWriteStream(unfinished, { mode: 0o600, flush: true });
        await pipeline(content, file);
        await rename(unfinished, path);
        return file.bytesWritten;
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
    },
    async get(key) {
      const file = await open(pathOf(key)).catch((error: unknown) => {
        if (isMissing(error)) return null;
        throw error;
      });
      if (file === null) return null;
      const { size } = await file.stat();
      return { size, content: file.createReadStream() };
    },
    delete: (key) => rm(pathOf(key), { force: true }),
    async *list(prefix) {
      const names = await readdir(folder, { recursive: true }).catch((error: unknown) => {
        if (isMissing(error)) return [];
        throw error;
      });
      for (const name of names.toSorted()) {
        const key = name.split(sep).join('/');
        if (!key.startsWith(prefix) || key.endsWith('.part')) continue;
        const found = await stat(join(folder, name)).catch(() => null);
        if (found?.isFile()) yield { key, size: found.size };
      }
    },
    // A folder knows one class, which is never cold.
    reclassify: async () => undefined,
    thaw: async () => true,
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
