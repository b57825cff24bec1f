import { aggregatesQueue } from '../aggregates/fold-events.ts';
import { SettingsError, type Settings } from '../config.ts';
import { openBroker } from '../platform/broker/open-broker.ts';
import { openDatabase } from '../platform/database/database.ts';
import { requireCurrentSchema } from '../platform/database/migrate.ts';
import { offerAgain } from '../platform/outbox/store.ts';
import { silentLogger } from '../platform/telemetry/logger.ts';
import { createMetrics } from '../platform/telemetry/metrics.ts';

export interface EventsOptions {
  /** Whose dead letters; the only queue there is unless told. */
  readonly queue: string | undefined;
}

/** Dead letters that are brought back between two looks whether there are more. */
const atOnce = 500;

/** More rounds than anybody has dead letters: what dies again while it is replayed must not go round for ever. */
const mostRounds = 2_000;

/**
 * `minuta events replay-dead [--queue NAME]`: has the events that could not be applied tried again by the workers, after
 * whatever was wrong has been put right, and those offered to the broker again that it would not take.
 *
 * @throws {SettingsError} for one line to the operator.
 */
export async function runEventsCommand(
  [command, ...rest]: readonly string[],
  { queue = aggregatesQueue }: EventsOptions,
  settings: Settings,
): Promise<void> {
  if (command !== 'replay-dead' || rest.length > 0)
    throw new SettingsError('use: minuta events replay-dead [--queue NAME]');
  const database = await openDatabase({ url: settings.DATABASE_URL, dataDir: settings.DATA_DIR });
  try {
    const { queries } = database;
    await requireCurrentSchema(queries);
    const offered = await offerAgain(queries);
    if (offered > 0) process.stdout.write(`Events that are offered to the broker again: ${offered}.\n`);
    const metrics = createMetrics();
    const broker = await openBroker({ url: settings.BROKER_URL, queries, log: silentLogger, metrics });
    try {
      let replayed = 0;
      for (let round = 0; round < mostRounds; round += 1) {
        const count = await broker.replayDead({ queue, atMost: atOnce });
        replayed += count;
        if (count < atOnce) break;
      }
      process.stdout.write(
        replayed === 0
          ? `${queue} has no dead letters.\n`
          : `Dead letters of ${queue} that are tried again: ${replayed}.\n`,
      );
    } finally {
      await broker.close();
    }
  } finally {
    await database.close();
  }
}
