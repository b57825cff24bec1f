import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileObjects } from './file-objects.ts';
import { requireKey, type Objects } from './objects.ts';
import { readS3Address } from './s3-address.ts';

/**
 * The one place that chooses where objects are kept.
 *
 * @param url `s3://…` or `file:…`; a folder in `dataDir` unless given.
 */
export function openObjects({
  url,
  dataDir,
}: {
  readonly url?: string | undefined;
  readonly dataDir: string;
}): Objects {
  if (url === undefined) return fileObjects(join(dataDir, 'objects'));
  const address = readS3Address(url);
  if (address === null) return fileObjects(fileURLToPath(url));
  return onceNeeded(async () => (await import('./s3-objects.ts')).s3Objects(address));
}

/** Opens a store when somebody needs it: the SDK is large, and most processes never send or make a file. */
function onceNeeded(open: () => Promise<Objects>): Objects {
  let opened: Promise<Objects> | undefined;
  const store = (): Promise<Objects> => (opened ??= open());
  return {
    put: async (key, ...rest) => (await store()).put(requireKey(key), ...rest),
    get: async (key) => (await store()).get(key),
    delete: async (key) => (await store()).delete(key),
    list: async function* list(prefix) {
      yield* (await store()).list(prefix);
    },
    dropUnfinished: async (prefix, before) => (await store()).dropUnfinished(prefix, before),
    reclassify: async (key, storageClass) => (await store()).reclassify(key, storageClass),
    thaw: async (key, days) => (await store()).thaw(key, days),
  };
}

/** @throws {ObjectsError} where the store is away, or does not let this program look into it. */
export async function reachObjects(objects: Objects): Promise<void> {
  await objects.list('nothing/')[Symbol.asyncIterator]().next();
}
