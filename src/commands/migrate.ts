import type { Settings } from '../config.ts';
import { openDatabase } from '../platform/database/database.ts';
import { prepareSchema } from '../platform/database/prepare-schema.ts';

/** `minuta migrate`: brings the schema up to date and says what it did. */
export async function runMigrate(settings: Settings): Promise<void> {
  const database = await openDatabase({ url: settings.DATABASE_URL, dataDir: settings.DATA_DIR });
  try {
    const applied = await prepareSchema(database.queries, { mayMigrate: true, now: Temporal.Now.instant() });
    process.stdout.write(applied.length === 0 ? 'The schema is up to date.\n' : `Applied: ${applied.join(', ')}\n`);
  } finally {
    await database.close();
  }
}
