import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Locks a folder for this process. The lock is SQLite's on a file of its own: the operating system takes it
 * back however the process ends, so nothing stale is ever left, unlike a file with a process id in it.
 *
 * @returns what unlocks it.
 * @throws when another process holds it.
 */
export function lockFolder(folder: string): () => void {
  const file = new DatabaseSync(join(folder, 'lock.sqlite'));
  try {
    file.exec('pragma journal_mode = memory; begin exclusive');
  } catch (cause) {
    file.close();
    throw new Error(`${folder} is in use by another process; stop that one first`, { cause });
  }
  return () => file.close();
}
