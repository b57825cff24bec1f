import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileObjects } from './file-objects.ts';
import type { Objects } from './objects.ts';

/**
 * The one place that chooses where objects are kept.
 *
 * @param url `file:…`; a folder in `dataDir` unless given, or where it names a store that this version has not.
 */
export function openObjects({
  url,
  dataDir,
}: {
  readonly url?: string | undefined;
  readonly dataDir: string;
}): Objects {
  return fileObjects(url?.startsWith('file:') ? fileURLToPath(url) : join(dataDir, 'objects'));
}
