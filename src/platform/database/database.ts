import { join } from 'node:path';
import { Kysely, type Transaction as KyselyTransaction } from 'kysely';
import { pgliteDialect } from './pglite.ts';
import { postgresDialect, type PoolState } from './postgres.ts';
import type { Tables } from './tables.ts';

/** What a store writes its SQL on: the database itself, or a transaction in it. */
export type Queries = Kysely<Tables>;
export type Transaction = KyselyTransaction<Tables>;

export interface Database {
  readonly queries: Queries;
  /** Whether this process alone can reach the data, as with the embedded database. */
  readonly exclusive: boolean;
  poolState(): PoolState;
  close(): Promise<void>;
}

export interface DatabaseSettings {
  /** A PostgreSQL address; without one the embedded database in `dataDir` serves. */
  readonly url?: string | undefined;
  readonly dataDir: string;
  readonly onError?: (error: Error) => void;
}

/** The one place that chooses between PostgreSQL and the embedded database. */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  if (settings.url !== undefined) {
    const { dialect, state } = postgresDialect({
      url: settings.url,
      ...(settings.onError ? { onError: settings.onError } : {}),
    });
    const queries = new Kysely<Tables>({ dialect });
    return { queries, exclusive: false, poolState: state, close: () => queries.destroy() };
  }
  const queries = new Kysely<Tables>({ dialect: await pgliteDialect(join(settings.dataDir, 'database')) });
  // Kysely ends only what it has begun to use.
  await queries.connection().execute(async () => undefined);
  return {
    queries,
    exclusive: true,
    poolState: () => ({ total: 1, idle: 1, waiting: 0 }),
    close: () => queries.destroy(),
  };
}
