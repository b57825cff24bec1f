import { randomUUID } from 'node:crypto';
import { closeMonths, closingLease } from '../aggregates/close-months.ts';
import type { ArchiveDependencies } from '../archive/dependencies.ts';
import { restoredDays, restoreMonth, type RestoredRun } from '../archive/restore-month.ts';
import { isArchivedTable, type ArchivedTable } from '../archive/rules/layout.ts';
import { readMonth } from '../archive/rules/months.ts';
import { archiveIfFree, underLease, type WaitingMonth } from '../archive/run-archive.ts';
import { readRuns, type Run } from '../archive/store/months.ts';
import { verifyRun } from '../archive/verify-run.ts';
import { SettingsError, type Settings } from '../config.ts';
import { systemClock } from '../platform/clock.ts';
import { openDatabase } from '../platform/database/database.ts';
import { prepareSchema } from '../platform/database/prepare-schema.ts';
import { isUserId, type UserId } from '../platform/ids.ts';
import { ifFree } from '../platform/lease.ts';
import { ObjectsError } from '../platform/objects/objects.ts';
import { openObjects } from '../platform/objects/open-objects.ts';
import { silentLogger } from '../platform/telemetry/logger.ts';

export interface ArchiveOptions {
  /** Of restore: whose rows alone. */
  readonly user: string | undefined;
  /** Of restore: which table's alone. */
  readonly table: string | undefined;
}

const usage =
  'use: minuta archive run | list [MONTH] | verify [MONTH] | restore MONTH [--user ID] [--table TABLE]; a MONTH is 2021-03';

/** How a command ends that can only go on when the store has brought something back from the cold: `EX_TEMPFAIL`. */
const tryLater = 75;

/**
 * `minuta archive …`: what leaves the database, what lies in the archive, whether it is sound, and the way back.
 *
 * @throws {SettingsError} for one line to the operator.
 */
export async function runArchive(
  [command, given, ...rest]: readonly string[],
  options: ArchiveOptions,
  settings: () => Settings,
): Promise<void> {
  const month = given === undefined ? undefined : readMonth(given);
  const isRestore = command === 'restore';
  const hasOptions = options.user !== undefined || options.table !== undefined;
  if (month === null || rest.length > 0 || (hasOptions && !isRestore)) throw new SettingsError(usage);
  if (command === 'run' && !month) return withArchive(settings(), archiveNow);
  if (command === 'list') return withArchive(settings(), (deps) => list(deps, month));
  if (command === 'verify') return withArchive(settings(), (deps, signal) => verify(deps, month, signal));
  if (!isRestore || !month) throw new SettingsError(usage);
  const question = { month, userId: readUser(options.user), table: readTable(options.table) };
  return withArchive(settings(), async (deps, signal) => {
    const restored = await underLease(deps, randomUUID(), signal, (held) => restoreMonth(deps, question, held));
    if (restored === null) throw new SettingsError('another process works on the archive; try again in a while');
    if (restored.length === 0) throw new SettingsError(`nothing of ${month.toString()} is in the archive`);
    restored.forEach(sayRestored);
  });
}

async function archiveNow(deps: ArchiveDependencies, signal: AbortSignal): Promise<void> {
  const { database, clock, log } = deps;
  const holder = randomUUID();
  // No worker may have come to it yet, and without it no session goes.
  await ifFree({ ...closingLease(database), holder, log }, signal, async (held) => {
    await closeMonths(database, clock.now(), held.signal);
  });
  const report = await archiveIfFree(deps, holder, signal, ({ table, month, outcome, rows }) =>
    say(`${table} ${month.toString()}: ${outcome === 'busy' ? 'the table is busy; next time' : wordsOf(rows)}`),
  );
  if (!report) throw new SettingsError('another process works on the archive');
  for (const { table, month, reason } of report.waiting) say(`${table} ${month.toString()}: ${waitingWords[reason]}`);
  if (report.months.length + report.waiting.length === 0) say('No month is past retention.');
}

const wordsOf = (rows: number): string => (rows === 0 ? 'was empty' : `${rows} rows archived`);

const waitingWords: Readonly<Record<WaitingMonth['reason'], string>> = {
  running: 'stays, and so does all after it: a session that began in it goes on',
  open: 'stays, and so does all after it: its aggregates are not closed yet, which a worker does',
  restored: 'stays for a while, because it was brought back',
};

async function list(deps: ArchiveDependencies, month: Temporal.PlainYearMonth | undefined): Promise<void> {
  const runs = await readRuns(deps.database.queries, { month });
  for (const run of runs) say(`${nameOf(run)}  ${run.state}  ${contentOf(run)}`);
  if (runs.length === 0) say('The archive is empty.');
}

function contentOf({ written, restoredUntil }: Run): string {
  const content = written
    ? `${written.rows} rows in ${written.bytes} bytes, ${written.manifestKey}`
    : 'not written yet';
  return restoredUntil ? `${content}, back until ${restoredUntil.toString()}` : content;
}

async function verify(
  deps: ArchiveDependencies,
  month: Temporal.PlainYearMonth | undefined,
  signal: AbortSignal,
): Promise<void> {
  const runs = (await readRuns(deps.database.queries, { month })).filter(({ written }) => written);
  let [damaged, frozen] = [0, 0];
  for (const run of runs) {
    try {
      const { rows, erasedRows } = await verifyRun(deps, run, signal);
      say(
        `${nameOf(run)}  sound: ${rows} rows${erasedRows > 0 ? `, and ${erasedRows} of people who were erased` : ''}`,
      );
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // What was still on its way may have been given up meanwhile.
      if (!(await readRuns(deps.database.queries, { month })).some((known) => known.run === run.run)) continue;
      const isFrozen = error instanceof ObjectsError && error.isFrozen;
      if (isFrozen) frozen += 1;
      else damaged += 1;
      say(`${nameOf(run)}  ${isFrozen ? 'in cold storage, not read' : `NOT SOUND: ${error.message}`}`);
    }
  }
  if (runs.length === 0) say('The archive is empty.');
  if (damaged > 0) throw new SettingsError(`${damaged} of ${runs.length} are not sound`);
  if (frozen > 0) process.exitCode = tryLater;
}

function sayRestored({ table, run, frozenParts, rows, newRows, erasedRows }: RestoredRun): void {
  const name = `${table} ${run}`;
  if (frozenParts > 0) {
    say(`${name}: ${frozenParts} parts lie in cold storage and were asked for; try again in 5 to 48 hours`);
    process.exitCode = tryLater;
    return;
  }
  const erased = erasedRows > 0 ? `; ${erasedRows} rows belong to people who were erased` : '';
  say(`${name}: ${rows} rows, ${newRows} of them new, for ${restoredDays} days${erased}`);
}

/** @throws {SettingsError} where another process holds the embedded database, or its schema is older and must stay so. */
async function withArchive(
  settings: Settings,
  work: (deps: ArchiveDependencies, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const database = await openDatabase({ url: settings.DATABASE_URL, dataDir: settings.DATA_DIR });
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort(new Error('stopped')));
  process.once('SIGTERM', () => stopping.abort(new Error('stopped')));
  try {
    await prepareSchema(database.queries, { mayMigrate: settings.MIGRATE === 'on', now: systemClock.now() });
    const objects = openObjects({ url: settings.OBJECT_STORE_URL, dataDir: settings.DATA_DIR });
    const { RETENTION_YEARS: retentionYears, ARCHIVE_STORAGE_CLASS: storageClass = null } = settings;
    const deps = { database, objects, clock: systemClock, log: silentLogger, retentionYears, storageClass };
    await work(deps, stopping.signal);
  } finally {
    await database.close();
  }
}

const nameOf = ({ table, month, run }: Run): string => `${month.toString()}  ${table}  ${run}`;

function readUser(text: string | undefined): UserId | undefined {
  if (text === undefined) return undefined;
  const id = Number(text);
  if (!/^\d+$/.test(text) || !isUserId(id)) throw new SettingsError(`--user takes a person's number, not ${text}`);
  return id;
}

function readTable(text: string | undefined): ArchivedTable | undefined {
  if (text === undefined || isArchivedTable(text)) return text;
  throw new SettingsError(`--table takes one of sessions, session_events_log, statistics, not ${text}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
