import { cellsDesk } from '../aggregates/cells-desk.ts';
import { cellOf } from '../aggregates/store.ts';
import type { Batch } from '../platform/database/batch.ts';
import type { UserId } from '../platform/ids.ts';
import { momentText } from '../platform/moments.ts';
import { outboxDesk } from '../platform/outbox/outbox-desk.ts';
import { longestSession, type SessionRecord } from './rules/correction.ts';
import { epochSeconds } from './rules/segments.ts';
import type { TrackerEvent } from './rules/tracker-model.ts';
import { sessionsDesk, type ManualChange } from './sessions.ts';
import { trackerDesk, type TrackerState } from './store.ts';

/** Keeps what a decision changed, and tells others of it, in the batch's commit. */
export function keepTransition(
  batch: Batch,
  userId: UserId,
  state: TrackerState,
  events: readonly TrackerEvent[],
): void {
  batch.use(trackerDesk).save(userId, state, events);
  for (const event of events) {
    const { type, at, sessionId, activityId, startedAt } = event;
    const activity = String(activityId);
    const facts = { session_id: sessionId, activity_id: activity, started_at: momentText(startedAt) };
    batch.use(outboxDesk).add({ type, userId, at, data: Object.assign(facts, particulars(event)) });
    // Its month may be closed already. Of others a worker takes care long before that.
    if (changesFinished(event) && epochSeconds(at) - epochSeconds(startedAt) > longestSession)
      batch.use(cellsDesk).recompute(cellOf(userId, event));
  }
}

/** Keeps what was changed by hand, and tells others of it, in the batch's commit. */
export function keepManualChange(batch: Batch, change: ManualChange): void {
  batch.use(sessionsDesk).change(change);
  const { kind, userId, at } = change;
  const before = kind === 'added' || kind === 'restored' ? null : told(change.before);
  const after = kind === 'deleted' ? null : told(change.after);
  const data = { session_id: change.after.id, before, after };
  batch.use(outboxDesk).add({ type: 'session.changed', userId, at, data });
  const finished = [change.before, change.after].filter((session) => session.finishedAt !== null);
  batch.use(cellsDesk).recompute(...finished.map((session) => cellOf(userId, session)));
}

/** Whether there is one finished session more now, or one less. */
function changesFinished({ type }: TrackerEvent): boolean {
  return type === 'session.finished' || type === 'session.reopened';
}

function particulars(event: TrackerEvent): Record<string, unknown> {
  switch (event.type) {
    case 'session.started':
      return { time_zone: event.timeZone };
    case 'session.paused':
      return { active: event.active };
    case 'session.resumed':
      return { paused: event.paused };
    case 'session.finished':
      return { finished_at: momentText(event.session.finishedAt), duration: event.duration };
    case 'session.reopened':
      return { state: event.state };
    default:
      return event satisfies never;
  }
}

function told({ activityId, startedAt, finishedAt, duration }: SessionRecord): Record<string, unknown> {
  return { activity_id: String(activityId), started_at: startedAt, finished_at: finishedAt, duration };
}
