import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/platform/database/database.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import { madeOnce } from './made-once.ts';

const root = join(import.meta.dirname, '../..');

/**
 * A folder of a test's own for DATA_DIR, whose embedded database has its schema and nothing else. It is a copy: to make
 * one takes seconds of computing, to copy it a tenth of a second. What a start does in an empty folder, a test sees in
 * one that it makes by itself.
 *
 * @param name to recognize it by, in the folder of what is passing.
 */
export async function createDataFolder(name: string): Promise<string> {
  const [folder, template] = await Promise.all([mkdtemp(join(tmpdir(), `minuta-${name}-`)), preparedFolder()]);
  await cp(template, folder, { recursive: true });
  return folder;
}

async function preparedFolder(): Promise<string> {
  return madeOnce(join(root, 'node_modules/.cache/data-folder', await hashOfSources()), async (folder) => {
    const database = await openDatabase({ dataDir: folder });
    try {
      await migrate(database.queries);
    } finally {
      await database.close();
    }
  });
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256');
  const migrations = (await readdir(join(root, 'migrations'))).map((name) => `migrations/${name}`);
  const makers = ['migrate.ts', 'pglite.ts', 'pglite-worker.ts'].map((name) => `src/platform/database/${name}`);
  for (const name of [...migrations.toSorted(), ...makers, 'package-lock.json'])
    hash.update(name).update(await readFile(join(root, name)));
  return hash.digest('hex').slice(0, 16);
}
