import { SettingsError, type Settings } from '../config.ts';
import { rebuildRollUps } from '../interactions/rebuild.ts';
import { openDatabase } from '../platform/database/database.ts';
import { requireCurrentSchema } from '../platform/database/migrate.ts';

/** Days between two lines of progress. */
const daysToALine = 10;

/**
 * `minuta statistics rebuild`: makes the sums behind the panel's figures anew of the interactions and sessions that are
 * in the database, while the service serves.
 *
 * @param from the first day, in UTC; all that there are where it is undefined.
 * @throws {SettingsError} for one line to the operator.
 */
export async function runStatistics(
  [command, ...rest]: readonly string[],
  { from }: { readonly from: string | undefined },
  settings: () => Settings,
): Promise<void> {
  if (command !== 'rebuild' || rest.length > 0) throw new SettingsError('use: minuta statistics rebuild [--from DAY]');
  const first = from === undefined ? null : readDay(from);
  const { DATABASE_URL: url, DATA_DIR: dataDir } = settings();
  const database = await openDatabase({ url, dataDir });
  const stopping = new AbortController();
  const stop = (): void => stopping.abort(new SettingsError('stopped'));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    await requireCurrentSchema(database.queries);
    const done = await rebuildRollUps(database, first, {
      onDay: ({ day, count, of }) => {
        if (count % daysToALine === 0)
          process.stderr.write(`${count} of ${of} days looked at, back to ${day.toString()}\n`);
      },
      signal: stopping.signal,
    });
    process.stdout.write(`${done} days are made anew.\n`);
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    await database.close();
  }
}

function readDay(text: string): Temporal.PlainDate {
  try {
    return Temporal.PlainDate.from(text);
  } catch {
    throw new SettingsError(`--from takes a day such as 2026-11-22, not ${text}`);
  }
}
