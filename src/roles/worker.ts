import { forgetOldSignIns } from '../accounts/forget.ts';
import { forgetDeadReplicas } from '../builder/live/replicas.ts';
import { forgetDeliveries } from '../config-webhooks/jobs.ts';
import { exportSessions } from '../exports/export-sessions.ts';
import { exportKind } from '../exports/schema.ts';
import { forgetFiles } from '../jobs/forget-files.ts';
import { runJobs } from '../jobs/run-jobs.ts';
import { makePartitionsAhead, makePartitionsBehind } from '../platform/database/partitions.ts';
import { reachObjects } from '../platform/objects/open-objects.ts';
import { forgetOldAnswers } from '../platform/http/idempotency.ts';
import { rest } from '../platform/rest.ts';
import { forgetOldUpdates } from '../telegram/once.ts';
import { forgetDeleted } from '../tracker/sessions.ts';
import type { Parts, Role } from './parts.ts';

const hour = 3_600_000;

/** Works in the background: does jobs, makes the months to come, forgets what nobody needs. */
export function wireWorker({ settings, database, objects, clock, logger }: Parts): Role {
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
      await forgetFiles(queries, objects);
    } catch (error) {
      logger.error({ err: error }, 'housekeeping failed; it is tried again in an hour');
    }
  }

  async function keepHouseHourly(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await keepHouse();
      await rest(hour, signal);
    }
  }

  return {
    start() {
      const { signal } = stopping;
      void reachObjects(objects).catch((error: unknown) => {
        logger.warn({ code: 'objects.away', err: error }, 'the object store cannot be used; work that needs it waits');
      });
      const defaults = { language: settings.DEFAULT_LANGUAGE, timeZone: settings.DEFAULT_TIME_ZONE };
      const kinds = { [exportKind]: exportSessions({ queries, objects, clock, defaults }) };
      const jobs = runJobs({ queries, kinds, log: logger }, signal);
      running = Promise.all([keepHouseHourly(signal), jobs]);
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
