import type { Clock } from '../../platform/clock.ts';
import type { Queries } from '../../platform/database/database.ts';
import type { Passwords } from '../passwords.ts';

/** What the routes of accounts need. */
export interface AccountDependencies {
  readonly queries: Queries;
  readonly passwords: Passwords;
  readonly clock: Clock;
  /** Where browsers reach this service, where that is known. */
  readonly publicUrl?: string | undefined;
}
