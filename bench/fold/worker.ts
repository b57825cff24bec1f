/** A worker of `run.ts`: folds the events it is given the numbers of, and tells what that cost. */
import { z } from 'zod';
import { foldEvents } from '../../src/aggregates/fold-events.ts';
import type { BrokerEvent } from '../../src/platform/broker/event.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { sql } from 'kysely';

const { DATABASE_URL } = z.object({ DATABASE_URL: z.url() }).parse(process.env);
const order = z.object({ do: z.enum(['load', 'fold']), from: z.number(), count: z.number() });
const batch = 500;

const database = await openDatabase({ url: DATABASE_URL, dataDir: '' });
const fold = foldEvents(database);
let events: BrokerEvent[] = [];

/** The sessions of this share in the order in which they ended: people are mixed as in life. */
async function load(from: number, count: number): Promise<void> {
  const { rows } = await sql<{ id: string; user_id: number; activity_id: number; started_at: Temporal.Instant }>`
    select id::text, user_id, activity_id, started_at from bench_order
    where place >= ${from}::int and place < ${from + count}::int order by place`.execute(database.queries);
  events = rows.map((row) => ({
    id: row.id,
    type: 'session.finished',
    subject: String(row.user_id),
    time: row.started_at,
    data: { activity_id: String(row.activity_id), started_at: row.started_at.toString() },
  }));
}

async function foldAll(): Promise<{ cpu: number }> {
  const before = process.cpuUsage();
  for (let from = 0; from < events.length; from += batch) {
    const dead = await fold(events.slice(from, from + batch));
    if (dead.length > 0) throw new Error('an event could not be read');
  }
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1e6 };
}

process.on('message', (message) => {
  const { do: task, from, count } = order.parse(message);
  const work = task === 'load' ? load(from, count).then(() => ({ cpu: 0 })) : foldAll();
  work.then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
