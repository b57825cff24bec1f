import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { watchContent } from './content.ts';
import { ObjectsError, requireKey, type Objects } from './objects.ts';

/** Objects as files in a folder: for one machine. */
export function fileObjects(folder: string): Objects {
  const pathOf = (key: string): string => join(folder, ...requireKey(key).split('/'));

  /** Every file whose path in the folder begins so, unfinished ones included. */
  async function* filesUnder(prefix: string): AsyncGenerator<{ key: string; path: string }> {
    const start = join(folder, ...prefix.split('/').slice(0, -1));
    const names = await orAbsent([], readdir(start, { recursive: true }));
    const paths = names.map((name) => join(start, name));
    for (const path of paths.toSorted()) {
      const key = relative(folder, path).split(sep).join('/');
      if (key.startsWith(prefix)) yield { key, path };
    }
  }

  return {
    async put(key, content) {
      const path = pathOf(key);
      const { pieces, size, blame } = watchContent(content);
      // Under another name until it is whole: a reader never meets half of it.
      const unfinished = `${path}.${randomUUID()}.part`;
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await pipeline(pieces, createWriteStream(unfinished, { mode: 0o600, flush: true }));
        await rename(unfinished, path);
        await keepNames(folder, dirname(path));
        return size();
      } catch (error) {
        await rm(unfinished, { force: true }).catch(() => undefined);
        throw blame(error, `cannot keep ${key}`);
      }
    },
    async get(key) {
      const file = await orAbsent(null, open(pathOf(key)));
      if (file === null) return null;
      const { size } = await file.stat();
      return { size, content: file.createReadStream() };
    },
    delete: (key) => told(rm(pathOf(key), { force: true })),
    async *list(prefix) {
      for await (const { key, path } of filesUnder(prefix)) {
        const found = isUnfinished(key) ? null : await orAbsent(null, stat(path));
        if (found?.isFile()) yield { key, size: found.size };
      }
    },
    async dropUnfinished(prefix, before) {
      for await (const { key, path } of filesUnder(prefix)) {
        const found = isUnfinished(key) ? await orAbsent(null, stat(path)) : null;
        if (found && found.mtimeMs < before.epochMilliseconds) await told(rm(path, { force: true }));
      }
    },
    // A folder knows one class, which is never cold.
    reclassify: async () => undefined,
    thaw: async () => true,
  };
}

function isUnfinished(name: string): boolean {
  return /\.[\da-f-]{36}\.part$/.test(name);
}

/** A file is there after a loss of power only when the folders that name it were written too. */
async function keepNames(folder: string, innermost: string): Promise<void> {
  for (let path = innermost; ; path = dirname(path)) {
    const opened = await open(path);
    try {
      await opened.sync();
    } finally {
      await opened.close();
    }
    if (path === folder || dirname(path) === path) return;
  }
}

/** What is asked of the disk, or this where there is nothing of that name. */
function orAbsent<T>(absent: T, asked: Promise<T>): Promise<T> {
  return told(
    asked.catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
        return absent;
      throw error;
    }),
  );
}

/** A disk that refuses is a store that refuses. */
function told<T>(asked: Promise<T>): Promise<T> {
  return asked.catch((cause: unknown) => {
    throw new ObjectsError('the folder of objects cannot be used', { cause });
  });
}
