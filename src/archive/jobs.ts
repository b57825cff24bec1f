import { rest } from '../platform/rest.ts';
import type { ArchiveDependencies } from './dependencies.ts';
import { archiveIfFree } from './run-archive.ts';

/** Milliseconds. Before the first time other housekeeping closes the months that may go. */
const [hour, beforeTheFirst] = [3_600_000, 60_000];

/** Archives what is past retention, every hour, in one process at a time. What fails is tried again in an hour. */
export async function archiveHourly(deps: ArchiveDependencies, holder: string, signal: AbortSignal): Promise<void> {
  const { log } = deps;
  for (let wait = beforeTheFirst; !signal.aborted; wait = hour) {
    await rest(wait, signal);
    if (signal.aborted) return;
    try {
      const report = await archiveIfFree(deps, holder, signal, ({ table, month, outcome, rows }) =>
        log.info({ table, month: month.toString(), outcome, rows }, 'a month went to the archive'),
      );
      for (const { table, month, reason } of report?.waiting ?? [])
        if (reason === 'running') log.warn({ table, month: month.toString() }, 'a session goes on in an old month');
    } catch (error) {
      if (!signal.aborted)
        log.error({ code: 'archive.failed', err: error }, 'archiving failed and is tried again in an hour');
    }
  }
}
