import type { ArchiveDependencies } from './dependencies.ts';
import { dropEmptyMonth, dropRun, type DropOutcome } from './drop-run.ts';
import { DamagedArchive } from './errors.ts';
import { readManifest } from './read-run.ts';
import { manifestKey, monthFolder, runFolder, runOfKey, type RunPlace } from './rules/layout.ts';
import { deleteRun, markVerified, readRuns, type Run } from './store/months.ts';
import { verifyRun } from './verify-run.ts';
import { writeMonth } from './write-month.ts';

type Place = Omit<RunPlace, 'run'>;

/** What became of a month. */
export interface ArchivedMonth extends Place {
  /** `busy`: its table was in use all the time, it goes next time. */
  readonly outcome: 'dropped' | 'busy';
  readonly rows: number;
}

/**
 * Takes a month out of the database, going on where an earlier attempt was interrupted: written, read back, moved to
 * its class of storage, dropped. Its rows are in the database until all of that has been done.
 *
 * @throws {DamagedArchive} where what was read back is not what was written; the run is given up.
 * @throws what the store or the database says; the month stays where it is.
 */
export async function archiveMonth(
  deps: ArchiveDependencies,
  where: Place,
  signal: AbortSignal,
): Promise<ArchivedMonth> {
  const runs = await readRuns(deps.database.queries, where);
  const unfinished = runs.find(({ state }) => ['writing', 'written', 'verified'].includes(state));
  const attempts = [
    // Of a month that came back the archive often has every row already.
    ...runs.filter(({ state }) => state === 'restored').map((run) => () => leave(deps, run, signal)),
    ...(unfinished ? [() => goOn(deps, unfinished, signal)] : []),
    () => leaveEmpty(deps, where, signal),
  ];
  for (const attempt of attempts) {
    const archived = await attempt();
    if (archived) return archived;
  }
  await sweep(deps, where, runs);
  for (;;) {
    const archived = await goOn(deps, await writeMonth(deps, where, signal), signal);
    if (archived) return archived;
    // Somebody was erased, or something was corrected, while the month was on its way.
    deps.log.info({ table: where.table, month: where.month.toString() }, 'the month changed while it was archived');
  }
}

/** @returns null where the run does not have the month's rows as they are now; it is given up then. */
async function goOn(deps: ArchiveDependencies, run: Run, signal: AbortSignal): Promise<ArchivedMonth | null> {
  if (run.state !== 'writing') {
    await verify(deps, run, signal);
    await cool(deps, run, signal);
    const archived = await leave(deps, run, signal);
    if (archived) return archived;
  }
  await giveUp(deps, run);
  return null;
}

/** @returns null where the rows are not the run's. */
async function leave(deps: ArchiveDependencies, run: Run, signal: AbortSignal): Promise<ArchivedMonth | null> {
  const { table, month, written } = run;
  return told({ table, month, rows: written?.rows ?? 0 }, await dropRun(deps, run, signal));
}

/** @returns null where there are rows. */
async function leaveEmpty(deps: ArchiveDependencies, where: Place, signal: AbortSignal): Promise<ArchivedMonth | null> {
  return told({ ...where, rows: 0 }, await dropEmptyMonth(deps, where, signal));
}

function told(month: Omit<ArchivedMonth, 'outcome'>, outcome: DropOutcome): ArchivedMonth | null {
  if (outcome === 'gone') throw new Error('the month was taken over by another process');
  return outcome === 'changed' ? null : { ...month, outcome };
}

/** Reads back what has not been read back yet. */
async function verify(deps: ArchiveDependencies, run: Run, signal: AbortSignal): Promise<void> {
  if (run.state === 'verified') return;
  try {
    await verifyRun(deps, run, signal);
  } catch (error) {
    if (error instanceof DamagedArchive) await giveUp(deps, run);
    throw error;
  }
  await markVerified(deps.database.queries, run);
}

/** To where it costs little and is read slowly, now that it has been read. The manifest stays at hand. */
async function cool({ objects, storageClass }: ArchiveDependencies, run: Run, signal: AbortSignal): Promise<void> {
  if (storageClass === null) return;
  for (const { key } of (await readManifest(objects, run)).parts) {
    signal.throwIfAborted();
    await objects.reclassify(key, storageClass);
  }
}

/** Deletes a run that will not take the place of its rows. The manifest first: without it nobody takes it for whole. */
async function giveUp({ database, objects }: ArchiveDependencies, run: Run): Promise<void> {
  await objects.delete(manifestKey(run));
  for await (const { key } of objects.list(runFolder(run))) await objects.delete(key);
  await deleteRun(database.queries, run);
}

/**
 * Deletes what processes that died, or came too late, have left of this month. What has a manifest is an archive,
 * whoever wrote it, and stays.
 */
async function sweep({ objects, clock }: ArchiveDependencies, where: Place, known: readonly Run[]): Promise<void> {
  const folder = monthFolder(where);
  await objects.dropUnfinished(folder, clock.now());
  const keys = (await Array.fromAsync(objects.list(folder))).map(({ key }) => key);
  const whole = new Set(keys.filter((key) => key.endsWith('/manifest.json')).map(runOfKey));
  for (const { run, state } of known) if (state === 'dropped' || state === 'restored') whole.add(run);
  for (const key of keys) if (!whole.has(runOfKey(key))) await objects.delete(key);
}
