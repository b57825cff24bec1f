import type { Person } from '../people/person.ts';
import type { Batch } from '../platform/database/batch.ts';

/** Whose statistics, and as of when: a turn of the bot, or a request of the API. */
export interface Asking {
  readonly person: Person;
  readonly batch: Batch;
  /** The moment up to which a running session counts. */
  readonly at: Temporal.Instant;
  /** The person's local day at that moment. */
  readonly today: Temporal.PlainDate;
}
