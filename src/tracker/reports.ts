import DataLoader from 'dataloader';
import type { Desk, Write } from '../platform/database/batch.ts';
import type { Session } from '../platform/database/session.ts';
import { readRecentStretches, type RecentQuestion, type TrackedStretch } from './read-recent.ts';
import { readSums, type ActivitySum, type SumsQuestion } from './read-sums.ts';

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
