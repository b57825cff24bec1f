import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { FrequentCounter } from './frequent-counter.ts';
import { FrequentHistogram } from './frequent-histogram.ts';

/** The service's figures for Prometheus, under the names that dashboards and alerts rely on. */
export type Metrics = ReturnType<typeof createMetrics>;

export function createMetrics() {
  const registry = new Registry();
  // Measured anew every 10 ms, unless told, the loop's delay is a third of what an idle process costs.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 });
  const registers = [registry];
  return {
    registry,
    /** What sets figures that are looked up only when somebody asks for them; each is waited for, for a moment. */
    lookUps: new Set<() => Promise<void>>(),
    updates: new FrequentCounter({
      name: 'minuta_updates_total',
      help: 'Updates taken, by kind and outcome.',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    updateDuration: new FrequentHistogram({
      name: 'minuta_update_duration_seconds',
      help: 'From the arrival of an update to its acknowledgement.',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    telegramCalls: new FrequentCounter({
      name: 'minuta_telegram_calls_total',
      help: 'Calls of the Bot API, by method and outcome.',
      labelNames: ['method', 'outcome'],
      registers,
    }),
    givenUp: new Counter({
      name: 'minuta_messages_given_up_total',
      help: 'What could never be said, by method.',
      labelNames: ['method'] as const,
      registers,
    }),
    delivery: new Gauge({
      name: 'minuta_delivery',
      help: 'How updates come to this process: 1 for the state it is in.',
      labelNames: ['state'] as const,
      registers,
    }),
    groupSize: new FrequentHistogram({
      name: 'minuta_commit_group_size',
      help: 'Updates that were committed together.',
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
      registers,
    }),
    configVersion: new Gauge({
      name: 'minuta_config_version',
      help: 'The version of the configuration that runs.',
      labelNames: ['role'] as const,
      registers,
    }),
    configLoads: new Counter({
      name: 'minuta_config_loads_total',
      help: 'Attempts to load a published configuration: loaded, refused (it does not fit this program), failed.',
      labelNames: ['outcome'] as const,
      registers,
    }),
    cacheRequests: new Counter({
      name: 'minuta_cache_requests_total',
      help: 'Questions to the cache: hit, miss, or error where it did not answer.',
      labelNames: ['outcome'] as const,
      registers,
    }),
    outboxPending: new Gauge({
      name: 'minuta_outbox_pending',
      help: 'Events that wait in the outbox, up to a hundred thousand; the same in every worker.',
      registers,
    }),
    outboxOldest: new Gauge({
      name: 'minuta_outbox_oldest_seconds',
      help: 'For how long the oldest event in the outbox has waited.',
      registers,
    }),
    outboxRefused: new Gauge({
      name: 'minuta_outbox_refused',
      help: 'Events in the outbox that the broker never takes, laid aside.',
      registers,
    }),
    queueDepth: new Gauge({
      name: 'minuta_queue_depth',
      help: 'Events that wait in a queue of the broker, and dead letters.',
      labelNames: ['queue'] as const,
      registers,
    }),
    deadLetters: new Counter({
      name: 'minuta_dead_letters_total',
      help: 'Events that could not be applied, by the queue they came from.',
      labelNames: ['queue'] as const,
      registers,
    }),
    replicaLag: new Gauge({
      name: 'minuta_replica_lag_seconds',
      help: 'By how much the replica is behind the primary; infinite where nobody knows.',
      registers,
    }),
    pool: new Gauge({
      name: 'minuta_db_pool',
      help: 'Connections to the database, by state.',
      labelNames: ['state'] as const,
      registers,
    }),
  };
}
