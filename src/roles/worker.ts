import { forgetOldSignIns } from '../accounts/forget.ts';
import { keepCellsHourly } from '../aggregates/jobs.ts';
import { archiveHourly } from '../archive/jobs.ts';
import { forgetDeadReplicas } from '../builder/live/replicas.ts';
import { forgetDeliveries } from '../config-webhooks/jobs.ts';
import { exportSessions } from '../exports/export-sessions.ts';
import { exportKind } from '../exports/schema.ts';
import { forgetFiles } from '../jobs/forget-files.ts';
import { keepRollingUp } from '../interactions/jobs.ts';
import { runJobs } from '../jobs/run-jobs.ts';
import { openBroker } from '../platform/broker/open-broker.ts';
import { makePartitionsAhead, makePartitionsBehind } from '../platform/database/partitions.ts';
import { reachObjects } from '../platform/objects/open-objects.ts';
import { forgetOldAnswers } from '../platform/http/idempotency.ts';
import { atMost, rest } from '../platform/rest.ts';
import { allDataKind, gatherAllData } from '../privacy/all-data.ts';
import { erasePerson } from '../privacy/erase-person.ts';
import { replayErasures } from '../privacy/replay-erasures.ts';
import { erasureKind } from '../privacy/store/people.ts';
import { forgetOldUpdates } from '../telegram/once.ts';
import { forgetDeleted } from '../tracker/sessions.ts';
import { runEvents } from './events.ts';
import type { Parts, Role } from './parts.ts';

const hour = 3_600_000;

/** Works in the background: does jobs, makes the months to come, forgets what nobody needs. */
export function wireWorker(parts: Parts): Role {
  const { settings, database, objects, cache, clock, logger, metrics } = parts;
  const { queries } = database;
  const stopping = new AbortController();
  let running: Promise<unknown> = Promise.resolve();

  async function keepHouse(): Promise<void> {
    try {
      await makePartitionsAhead(queries, clock.now());
      await makePartitionsBehind(queries, clock.now());
      await forgetOldUpdates(queries);
      await forgetOldAnswers(queries);
      await forgetOldSignIns(queries, clock.now());
      await forgetDeadReplicas(queries);
      await forgetDeliveries(queries);
      await forgetDeleted(queries);
      await forgetFiles(queries, objects, clock.now());
    } catch (error) {
      logger.error({ err: error }, 'housekeeping failed; it is tried again in an hour');
    }
  }

  async function eraseAgain(): Promise<void> {
    try {
      const count = await replayErasures(queries, objects);
      if (count > 0) logger.warn({ count }, 'people who had been erased are there again, and are erased again');
    } catch (error) {
      logger.error({ err: error }, 'the ledger of erasures cannot be held against the database; in an hour again');
    }
  }

  async function keepHouseHourly(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await eraseAgain();
      await keepHouse();
      await rest(hour, signal);
    }
  }

  async function bringEvents(signal: AbortSignal): Promise<void> {
    const broker = await openBroker({ url: settings.BROKER_URL, queries, log: logger, metrics });
    await runEvents(parts, broker, signal);
    await broker.close();
  }

  return {
    start() {
      const { signal } = stopping;
      void reachObjects(objects).catch((error: unknown) => {
        logger.warn({ code: 'objects.away', err: error }, 'the object store cannot be used; work that needs it waits');
      });
      const defaults = { language: settings.DEFAULT_LANGUAGE, timeZone: settings.DEFAULT_TIME_ZONE };
      const kinds = {
        [exportKind]: exportSessions({ database, objects, clock, defaults }),
        [allDataKind]: gatherAllData({ queries, objects, clock, defaults }),
        [erasureKind]: erasePerson({ database, objects, cache, clock, log: logger }),
      };
      const jobs = runJobs({ queries, kinds, log: logger }, signal);
      const { RETENTION_YEARS: retentionYears, ARCHIVE_STORAGE_CLASS: storageClass = null } = settings;
      const archive = { database, objects, clock, log: logger, retentionYears, storageClass };
      const archiving = archiveHourly(archive, parts.holder, signal);
      const cells = keepCellsHourly({ database, clock, log: logger }, parts.holder, signal);
      const rollUps = keepRollingUp({ database, clock, log: logger }, parts.holder, signal);
      running = Promise.all([keepHouseHourly(signal), jobs, archiving, cells, rollUps, bringEvents(signal)]);
    },
    async stop(milliseconds) {
      stopping.abort();
      // What is being applied right now may take longer; it is done, or somebody else begins it anew.
      await atMost(milliseconds, running);
    },
  };
}
