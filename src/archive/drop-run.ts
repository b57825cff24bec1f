import { sql } from 'kysely';
import type { Queries } from '../platform/database/database.ts';
import { sqlState } from '../platform/database/errors.ts';
import { rest } from '../platform/rest.ts';
import type { ArchiveDependencies } from './dependencies.ts';
import type { RunPlace } from './rules/layout.ts';
import { isSame, RowSum, type RowsFingerprint } from './rules/row-sum.ts';
import { leaveToCells } from './store/cells.ts';
import { holdForDrop, markDropped, type Run } from './store/months.ts';
import {
  dropMonth,
  hasPartition,
  hasRunningSession,
  isUnchanged,
  keepVacuumAway,
  takeMonth,
} from './store/partitions.ts';
import { prepareSumming, sumRows, type SummedRows } from './store/rows.ts';

type Dependencies = Pick<ArchiveDependencies, 'database'>;
type Place = Omit<RunPlace, 'run'>;
export type DropOutcome = 'dropped' | 'changed' | 'busy' | 'gone';

/** Times that the lock on the whole table is asked for, each for a moment: in milliseconds, the first and the last. */
const [mostAttempts, shortest, longest] = [15, 200, 1_000];
/** Milliseconds between attempts, about: everybody else comes first. */
const pause = 1_000;

/**
 * Drops a month of which the archive has every row: counts and compares them in the transaction that drops them, and
 * looks once more, with nobody else there, whether any has changed since.
 *
 * @returns `changed` where the rows are not those that were written: somebody was erased meanwhile, say. `busy` where
 *   the table was in use all the time, or a session of the month goes on. `gone` where another process has done it, or has given the run up.
 */
export function dropRun({ database }: Dependencies, run: Run, signal: AbortSignal): Promise<DropOutcome> {
  const { written } = run;
  if (!written) throw new Error('a run that is being written cannot take the place of its rows');
  return database.queries.transaction().execute(async (transaction) => {
    if (!(await holdForDrop(transaction, run))) return 'gone';
    const outcome = await dropIfSame(transaction, run, written, signal);
    if (outcome === 'dropped') await markDropped(transaction, run);
    return outcome;
  });
}

/** Drops a month without rows, which the archive needs no run of. `changed`: it has some. */
export function dropEmptyMonth({ database }: Dependencies, place: Place, signal: AbortSignal): Promise<DropOutcome> {
  return database.queries
    .transaction()
    .execute((transaction) => dropIfSame(transaction, place, new RowSum().value, signal));
}

async function dropIfSame(
  transaction: Queries,
  place: Place,
  expected: RowsFingerprint,
  signal: AbortSignal,
): Promise<DropOutcome> {
  if (!(await hasPartition(transaction, place))) return 'gone';
  await prepareSumming(transaction);
  await keepVacuumAway(transaction, place);
  const { rows } = await sumRows(place).execute(transaction);
  const [summed] = rows;
  if (!summed || !isSame(summed, expected)) return 'changed';
  return dropWhenFree(transaction, place, summed, signal);
}

/**
 * Asks again and again for the table. What was added up stands, where the rows are the same once nobody else is there:
 * that is looked at while everybody waits, and takes a tenth of a second for some hundred thousand rows.
 */
async function dropWhenFree(
  transaction: Queries,
  place: Place,
  summed: SummedRows,
  signal: AbortSignal,
): Promise<DropOutcome> {
  for (let attempt = 1; attempt <= mostAttempts && !signal.aborted; attempt += 1) {
    await sql`savepoint before_drop`.execute(transaction);
    try {
      // First: who computes cells from these rows holds this, and who waits for it does not hold them.
      if (place.table === 'sessions') await leaveToCells(transaction, place.month);
      await takeMonth(transaction, place, Math.min(longest, shortest + 100 * (attempt - 1)));
      const isSameStill = await isUnchanged(transaction, place, summed);
      // Begun again before its row was written: the archive has it as it is, and yet it goes on.
      if (!isSameStill || (await hasRunningSession(transaction, place))) {
        await sql`rollback to savepoint before_drop`.execute(transaction);
        return isSameStill ? 'busy' : 'changed';
      }
      await dropMonth(transaction, place);
      return 'dropped';
    } catch (error) {
      if (!['55P03', '40P01'].includes(sqlState(error) ?? '')) throw error;
      await sql`rollback to savepoint before_drop`.execute(transaction);
      await rest(pause * (0.5 + Math.random()), signal);
    }
  }
  return 'busy';
}
