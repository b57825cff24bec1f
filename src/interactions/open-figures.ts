import type { Clock } from '../platform/clock.ts';
import type { InTurn } from '../platform/few-at-once.ts';
import type { Database } from '../platform/database/database.ts';
import type { Statement } from '../platform/database/session.ts';
import { forFigures } from './store/settings.ts';
import { readState, toState } from './store/state.ts';

export interface FiguresDependencies {
  readonly database: Database;
  readonly clock: Clock;
  /** Leaves connections to others: a page of the panel asks a dozen questions at once. */
  readonly inTurn: InTurn;
}

/** Where one question is answered from. */
export interface Figures {
  readonly now: Temporal.Instant;
  /** Whole seconds since 1970: what happened from then on is counted from its rows. */
  readonly closedUntil: number;
  /** The same for ways of long spans, which are gathered later. */
  readonly gatheredUntil: number;
  /** The same for finished sessions, by when they began. */
  readonly trackedUntil: number;
  readonly ask: <R>(statement: Statement<R>) => Promise<readonly R[]>;
}

/**
 * Opens what a question is answered from: the replica where there is one that follows, else the primary.
 *
 * How far figures are rolled up is read first. That is true still when they are read a moment later, though more may be
 * rolled up by then: what lies behind is counted from rows, which are there as before, and a day that was rolled up
 * further has the sums up to that hour as well.
 */
export async function openFigures({ database, clock, inTurn }: FiguresDependencies): Promise<Figures> {
  const replica = database.replica?.over(database.reads);
  const ask = <R>(statement: Statement<R>): Promise<readonly R[]> =>
    inTurn(async () => {
      if (replica) return (await replica.send(forFigures, statement))[1];
      return database.transact<readonly R[], R>(async () => ({
        before: [forFigures],
        statement,
        conclude: (rows) => rows,
      }));
    });
  const [row] = await ask(readState);
  const { closedUntil, gatheredUntil, trackedUntil } = toState(row);
  return {
    now: clock.now(),
    closedUntil: closedUntil ? secondsOf(closedUntil) : 0,
    gatheredUntil: gatheredUntil ? secondsOf(gatheredUntil) : 0,
    trackedUntil: trackedUntil ? secondsOf(trackedUntil.toZonedDateTime('UTC').toInstant()) : 0,
    ask,
  };
}

/** Whole seconds since 1970. */
function secondsOf(moment: Temporal.Instant): number {
  return Math.floor(moment.epochMilliseconds / 1000);
}
