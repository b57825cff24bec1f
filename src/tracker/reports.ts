import DataLoader from 'dataloader';
import type { Desk, Write } from '../platform/database/batch.ts';
import type { Session } from '../platform/database/session.ts';
import type { ActivityId, UserId } from '../platform/ids.ts';
import { readRecentStretches, type RecentQuestion, type TrackedStretch } from './read-recent.ts';
import { readSums } from './read-sums.ts';

/** Time tracked in one activity within a stretch. Seconds are active ones. */
export interface ActivitySum {
  readonly activityId: ActivityId;
  readonly name: string;
  readonly seconds: number;
  readonly sessions: number;
  readonly longest: number;
}

/**
 * The same days in each zone a person has tracked in: a session counts in the days of its own zone.
 * A bound of null is open.
 */
export interface ZonedStretch {
  readonly zone: string;
  readonly from: Temporal.Instant | null;
  readonly to: Temporal.Instant | null;
}

export interface SumsQuestion {
  readonly userId: UserId;
  readonly stretches: readonly ZonedStretch[];
  /** The moment up to which a running session counts. */
  readonly now: Temporal.Instant;
  /** No session that reaches into the stretches began before; unknown unless said, and then all months are opened. */
  readonly since?: Temporal.Instant | null;
  /** All sessions that began before were over by the stretches' ends; unknown unless said, and then rows are read. */
  readonly overBefore?: Temporal.Instant | null;
}

/** Reports in a batch: what a hundred turns ask is answered by one statement. */
export class ReportsDesk implements Desk {
  readonly #sums: DataLoader<SumsQuestion, readonly ActivitySum[]>;
  readonly #recent: DataLoader<RecentQuestion, readonly TrackedStretch[]>;

  constructor(session: Session) {
    this.#sums = new DataLoader((questions) => readSums(session, questions), { cache: false });
    this.#recent = new DataLoader((questions) => readRecentStretches(session, questions), { cache: false });
  }

  /** Sums by activity, the longest first; what was written in this very batch is not in them yet. */
  sums(question: SumsQuestion): Promise<readonly ActivitySum[]> {
    return this.#sums.load(question);
  }

  /** From when to when a person's recent sessions went, with their zones, the latest first. */
  recentStretches(question: RecentQuestion): Promise<readonly TrackedStretch[]> {
    return this.#recent.load(question);
  }

  /** Reports change nothing. */
  writes(): readonly Write[] {
    return [];
  }
}

export const reportsDesk = (session: Session): ReportsDesk => new ReportsDesk(session);
