import type { Settings } from '../config.ts';
import { openDatabase } from '../platform/database/database.ts';
import { migrate } from '../platform/database/migrate.ts';
import { makePartitionsAhead } from '../platform/database/partitions.ts';

/** `minuta migrate`: brings the schema up to date and says what it did. */
export async function runMigrate(settings: Settings): Promise<void> {
  const database = await openDatabase({ url: settings.DATABASE_URL, dataDir: settings.DATA_DIR });
  try {
    const applied = await migrate(database.queries);
    await makePartitionsAhead(database.queries, Temporal.Now.instant());
    process.stdout.write(applied.length === 0 ? 'The schema is up to date.\n' : `Applied: ${applied.join(', ')}\n`);
  } finally {
    await database.close();
  }
}
