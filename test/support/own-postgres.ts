import type { OwnDisk } from './own-disk.ts';
import { openPostgresPlace } from './postgres-place.ts';

/** A PostgreSQL server of a test's own, which may be treated badly. `createOwnReplica` gives it a replica. */
export interface OwnPostgres {
  readonly url: string;
  /** `immediate` is a crash: connections are cut and the server recovers from its log. */
  restart(mode: 'fast' | 'immediate'): Promise<void>;
  stop(): Promise<void>;
  /** A crash, until `start`. */
  kill(): Promise<void>;
  start(): Promise<void>;
  drop(): Promise<void>;
}

/**
 * Makes and starts one in a folder of its own.
 *
 * @param disk one of 128 MB or more that it shall lie on.
 */
export async function createOwnPostgres(disk?: OwnDisk): Promise<OwnPostgres> {
  const place = await openPostgresPlace(disk?.folder);
  // Its log comes in small files, so that a full disk is met by the next few commits.
  const small = disk ? ['--wal-segsize=1'] : [];
  await place.tool('initdb', '-D', place.data, '-U', 'minuta', '-A', 'trust', '--no-sync', ...small);
  await place.start();
  return {
    url: place.url,
    async restart(mode) {
      await place.stop(mode);
      await place.start();
    },
    stop: () => place.stop('fast'),
    kill: () => place.stop('immediate'),
    start: () => place.start(),
    drop: () => place.drop(),
  };
}
