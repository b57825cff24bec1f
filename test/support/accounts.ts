import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Queries } from '../../src/platform/database/database.ts';
import type { CrowdReport } from './crowd.ts';

interface Account {
  readonly processed: number;
  readonly statistics: number;
  readonly running: number;
  readonly finished: number;
  readonly wrongDurations: number;
  readonly overlaps: number;
  readonly trackersAstray: number;
  readonly unsaid: number;
  readonly events: Readonly<Record<string, number>>;
}

/** What the database holds when everything is over. */
async function readAccount(queries: Queries): Promise<Account> {
  const { rows } = await sql<Omit<Account, 'events'>>`
    select
      (select count(*) from processed_updates) as processed,
      (select count(*) from statistics) as statistics,
      (select count(*) from sessions where finished_at is null) as running,
      (select count(*) from sessions where finished_at is not null) as finished,
      (select count(*) from sessions s where finished_at is not null and (
        duration <> (select coalesce(sum(extract(epoch from upper(r) - lower(r))), 0) from unnest(segments) r)
        or duration > extract(epoch from finished_at - started_at))) as "wrongDurations",
      (select count(*) from sessions a join sessions b on a.user_id = b.user_id and a.id <> b.id
        where a.segments && b.segments) as overlaps,
      (select count(*) from trackers t where (t.state <> 'idle') <> exists (
        select 1 from sessions s where s.user_id = t.user_id and s.finished_at is null)) as "trackersAstray",
      (select count(*) from outgoing) as unsaid`.execute(queries);
  const events = await sql<{ event_type: string; count: number }>`
    select event_type, count(*) as count from session_events_log group by event_type`.execute(queries);
  const [row] = rows;
  if (!row) throw new Error('no account');
  return { ...row, events: Object.fromEntries(events.rows.map((event) => [event.event_type, event.count])) };
}

/**
 * Every update took effect once and left one row of statistics, nobody has two sessions at a time, every second is
 * accounted for, and nothing is left unsaid.
 */
export async function expectAccountsToAgree(queries: Queries, report: CrowdReport): Promise<void> {
  expect(await readAccount(queries)).toEqual({
    processed: report.updates,
    statistics: report.updates,
    running: 0,
    finished: report.finishes,
    wrongDurations: 0,
    overlaps: 0,
    trackersAstray: 0,
    unsaid: 0,
    events: {
      'session.started': report.starts,
      'session.paused': report.pauses,
      'session.resumed': report.resumes,
      'session.finished': report.finishes,
    },
  });
}
