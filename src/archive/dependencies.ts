import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Objects } from '../platform/objects/objects.ts';
import type { Logger } from '../platform/telemetry/logger.ts';

/** What the archive works with. */
export interface ArchiveDependencies {
  readonly database: Database;
  readonly objects: Objects;
  readonly clock: Clock;
  readonly log: Logger;
  /** Years for which rows stay in the database. */
  readonly retentionYears: number;
  /** Where parts go once they have been read back; the store's usual class unless given. */
  readonly storageClass: string | null;
}
