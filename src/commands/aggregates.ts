import { rebuildCells } from '../aggregates/rebuild.ts';
import type { Difference, Sums } from '../aggregates/compare.ts';
import { countUntold, verifyCells } from '../aggregates/verify.ts';
import { SettingsError, type Settings } from '../config.ts';
import { openDatabase, type Database } from '../platform/database/database.ts';
import { requireCurrentSchema } from '../platform/database/migrate.ts';
import { isUserId, type UserId } from '../platform/ids.ts';

export interface AggregatesOptions {
  /** Whose cells alone. */
  readonly user: string | undefined;
  /** Of rebuild: the person after whom it goes on. */
  readonly after: string | undefined;
}

const usage = 'use: minuta aggregates verify [--user ID] | rebuild [--user ID | --after ID]';

/** Pages of people between two lines of progress. */
const pagesToALine = 40;

/**
 * `minuta aggregates verify|rebuild`: holds the sums by month against the sessions themselves, while the service
 * serves. Verifying names each cell that differs for longer than an event takes, and then the command fails.
 *
 * @throws {SettingsError} for one line to the operator.
 */
export async function runAggregates(
  [command, ...rest]: readonly string[],
  { user, after }: AggregatesOptions,
  settings: () => Settings,
): Promise<void> {
  const userId = user === undefined ? null : readUser(user);
  if (rest.length > 0) throw new SettingsError(usage);
  if (command === 'verify' && after === undefined)
    return withDatabase(settings(), (database, signal) => verify(database, userId, signal));
  if (command !== 'rebuild' || (userId !== null && after !== undefined)) throw new SettingsError(usage);
  const of = userId === null ? { after: after === undefined ? 0 : readUser(after) } : { userId };
  return withDatabase(settings(), (database, signal) => rebuild(database, of, signal));
}

async function verify({ queries }: Database, userId: UserId | null, signal: AbortSignal): Promise<void> {
  const untold = await countUntold(queries);
  if (untold > 0) progress(`${untold} events have not left the database yet; what they change is waited for`);
  const isLine = everySoOften();
  const differing = await verifyCells(queries, userId, {
    onPage: (people) => {
      if (isLine()) progress(`${people} people compared`);
    },
    onDifferences: (differences) => differences.forEach(sayDifference),
    signal,
  });
  if (differing === 0) say('Every cell is what its sessions add up to.');
  else
    throw new SettingsError(`${differing} cells differ from their sessions; «minuta aggregates rebuild» restores them`);
}

async function rebuild(database: Database, of: Parameters<typeof rebuildCells>[1], signal: AbortSignal): Promise<void> {
  const isLine = everySoOften();
  const wrong = await rebuildCells(database, of, {
    onPage: ({ lastId, people, wrong: soFar }) => {
      if (isLine()) progress(`${people} people done, ${soFar} cells were wrong; to go on from here: --after ${lastId}`);
    },
    signal,
  });
  say(`${wrong} cells were wrong and are right now.`);
}

function sayDifference({ userId, month, activityId, expected, found }: Difference): void {
  const name = `user ${userId}, ${month.toPlainYearMonth().toString()}, activity ${activityId}`;
  say(`${name}: expected ${formatSums(expected)}, found ${formatSums(found)}`);
}

function formatSums({ seconds, sessions, longest }: Sums): string {
  return `${seconds} s in ${sessions} sessions (the longest ${longest} s)`;
}

/** True the first time and then every `pagesToALine` times. */
function everySoOften(): () => boolean {
  let count = 0;
  return () => count++ % pagesToALine === 0;
}

function readUser(text: string): UserId {
  const id = Number(text);
  if (!/^\d{1,16}$/.test(text) || !isUserId(id)) throw new SettingsError(`${text} is no user’s id`);
  return id;
}

async function withDatabase(
  settings: Settings,
  work: (database: Database, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const database = await openDatabase({ url: settings.DATABASE_URL, dataDir: settings.DATA_DIR });
  const stopping = new AbortController();
  const stop = (): void => stopping.abort(new SettingsError('stopped'));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    await requireCurrentSchema(database.queries);
    await work(database, stopping.signal);
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    await database.close();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}
