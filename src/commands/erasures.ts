import { SettingsError, type Settings } from '../config.ts';
import { openDatabase } from '../platform/database/database.ts';
import { requireCurrentSchema } from '../platform/database/migrate.ts';
import { openObjects } from '../platform/objects/open-objects.ts';
import { replayErasures } from '../privacy/replay-erasures.ts';

/**
 * `minuta erasures replay`: after a backup of the database was restored, has everybody erased again who had been; a
 * worker does it. Workers look by themselves when they start and every hour.
 */
export async function runErasures([command, ...rest]: readonly string[], settings: Settings): Promise<void> {
  if (command !== 'replay' || rest.length > 0) throw new SettingsError('use: minuta erasures replay');
  const database = await openDatabase({ url: settings.DATABASE_URL, dataDir: settings.DATA_DIR });
  try {
    await requireCurrentSchema(database.queries);
    const objects = openObjects({ url: settings.OBJECT_STORE_URL, dataDir: settings.DATA_DIR });
    const count = await replayErasures(database.queries, objects);
    process.stdout.write(
      count === 0
        ? 'Nobody who was erased is there.\n'
        : `People who are there again although they were erased: ${count}. A worker erases them now.\n`,
    );
  } finally {
    await database.close();
  }
}
