import { sql } from 'kysely';
import type { Undeliverable } from '../platform/broker/broker.ts';
import type { BrokerEvent } from '../platform/broker/event.ts';
import type { Database } from '../platform/database/database.ts';
import { isActivityId, isUserId } from '../platform/ids.ts';
import { rememberApplied } from './applied-events.ts';
import { changeData, transitionData, type CountedData } from './schema.ts';
import { cellOf, recomputeCells, type CellKey } from './store.ts';

/** The name under which folded events are remembered, and of the queue they come through. */
export const aggregatesQueue = 'aggregates';
/** Events that change which finished sessions there are. */
export const foldedTypes = ['session.finished', 'session.reopened', 'session.changed'] as const;

/**
 * Makes the function that brings cells up to date with events, each once by its id, many in one transaction. An event
 * only says which cells to look at: see `recomputeCells`. Events about somebody who was erased have no effect.
 *
 * @returns of that function: events whose data cannot be read.
 * @throws of that function: what the database says; then none of them is applied.
 */
export function foldEvents(database: Database): (events: readonly BrokerEvent[]) => Promise<readonly Undeliverable[]> {
  return async (events) => {
    const cells = new Map<string, readonly CellKey[]>();
    const unreadable: Undeliverable[] = [];
    for (const event of events) {
      const touched = cellsOf(event);
      if (touched) cells.set(event.id, touched);
      else unreadable.push({ id: event.id, reason: `the data of a ${event.type} cannot be read` });
    }
    if (cells.size > 0) await fold(database, cells);
    return unreadable;
  };
}

function fold(database: Database, cells: ReadonlyMap<string, readonly CellKey[]>): Promise<void> {
  return database.transact(async (session) => {
    const [fresh] = await session.send(rememberApplied(aggregatesQueue, [...cells.keys()]));
    const touched = new Map(
      fresh.flatMap(({ event_id }) => cells.get(event_id) ?? []).map((cell) => [nameOf(cell), cell]),
    );
    return { before: recomputeCells([...touched.values()]), statement: sql`select`, conclude: () => undefined };
  });
}

const nameOf = ({ userId, activityId, month }: CellKey) => `${userId} ${activityId} ${month.toString()}`;

/** The cells that an event may have changed; null where its data cannot be read. */
function cellsOf({ type, subject, data }: BrokerEvent): readonly CellKey[] | null {
  const counted = type === 'session.changed' ? parseChange(data) : parseTransition(data);
  const cells = counted?.map((one) => parseCell(subject, one));
  return cells?.every((cell) => cell !== null) ? cells : null;
}

function parseTransition(data: unknown): readonly CountedData[] | null {
  const parsed = transitionData.safeParse(data);
  return parsed.success ? [parsed.data] : null;
}

function parseChange(data: unknown): readonly CountedData[] | null {
  const parsed = changeData.safeParse(data);
  return parsed.success ? [parsed.data.before, parsed.data.after].filter((one) => one !== null) : null;
}

function parseCell(subject: string, { activity_id, started_at }: CountedData): CellKey | null {
  const [userId, activityId] = [Number(subject), Number(activity_id)];
  if (!isUserId(userId) || !isActivityId(activityId)) return null;
  return cellOf(userId, { activityId, startedAt: started_at });
}
