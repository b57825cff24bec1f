import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import type { OwnPostgres } from './own-postgres.ts';
import { openPostgresPlace } from './postgres-place.ts';
import { until } from './until.ts';

/**
 * A streaming replica of a test's own PostgreSQL, which can fall behind:
 *
 *     const primary = await createOwnPostgres();
 *     const replica = await createOwnReplica(primary);
 *     await replica.pause();  // writes arrive and are not applied
 *     await replica.resume();
 *
 * To let it lose sight of the primary as well, make it of `{ url: proxy.url }`.
 */
export interface OwnReplica {
  /** For DATABASE_REPLICA_URL. */
  readonly url: string;
  /** What the primary writes is not applied any more. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Resolves when all that the primary had written until now is applied. */
  caughtUp(): Promise<void>;
  stop(): Promise<void>;
  /** A crash, until `start`. */
  kill(): Promise<void>;
  start(): Promise<void>;
  drop(): Promise<void>;
}

export async function createOwnReplica(primary: Pick<OwnPostgres, 'url'>): Promise<OwnReplica> {
  const place = await openPostgresPlace();
  const { hostname, port, username } = new URL(primary.url);
  const from = `host=${hostname} port=${port} user=${username}`;
  const slot = `own_${new URL(place.url).port}`;
  const start = (): Promise<void> =>
    place.start(`primary_conninfo=${from}`, `primary_slot_name=${slot}`, 'wal_retrieve_retry_interval=200ms');
  await place.tool('pg_basebackup', '-d', from, '-D', place.data, '-c', 'fast', '--no-sync', '-C', '-S', slot);
  // Nothing is in it: that it is there makes the server a replica.
  await writeFile(join(place.data, 'standby.signal'), '');
  await start();
  return {
    url: place.url,
    async pause() {
      await ask(place.url, 'select pg_wal_replay_pause()');
      // That was a wish.
      await until(
        'the replica pauses',
        async () => (await ask(place.url, 'select pg_get_wal_replay_pause_state()')) === 'paused',
      );
    },
    async resume() {
      await ask(place.url, 'select pg_wal_replay_resume()');
    },
    async caughtUp() {
      const written = await ask(primary.url, 'select pg_current_wal_lsn()::text');
      await until(
        `the replica is at ${written}`,
        async () => (await ask(place.url, `select pg_last_wal_replay_lsn() >= '${written}'`)) === 'true',
      );
    },
    stop: () => place.stop('fast'),
    kill: () => place.stop('immediate'),
    start,
    async drop() {
      await place.drop();
      // What it did not take any more would be kept for it.
      await ask(primary.url, `select pg_drop_replication_slot('${slot}')`).catch(() => undefined);
    },
  };
}

/** @returns the only value. */
async function ask(url: string, statement: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(statement);
    return String(Object.values(rows[0] ?? {})[0]);
  } finally {
    await client.end();
  }
}
