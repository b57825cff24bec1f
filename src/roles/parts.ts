import type { FastifyInstance } from 'fastify';
import type { CacheKeeper } from '../builder/live/cache-keeper.ts';
import type { Settings } from '../config.ts';
import type { Cache } from '../platform/cache/cache.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Objects } from '../platform/objects/objects.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import type { Metrics } from '../platform/telemetry/metrics.ts';
import type { HttpServer } from './http-server.ts';

/** What all roles of a process share. */
export interface Parts {
  readonly settings: Settings;
  readonly database: Database;
  readonly cache: Cache;
  readonly keeper: CacheKeeper;
  readonly objects: Objects;
  readonly server: FastifyInstance;
  readonly takePosts: HttpServer['takePosts'];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Who this process is, among others of its kind. */
  readonly holder: string;
}

/** A role that has been wired; routes are there, nothing runs yet. */
export interface Role {
  /** Begins to work; the server listens already, at this address. */
  start(address: string): void;
  /** Refuses new work and finishes what it took, within this many milliseconds. */
  stop(milliseconds: number): Promise<void>;
}
