import type { ListProviders, ValueProviders } from '../builder/render.ts';
import type { Turn } from '../builder/turn.ts';
import { activitiesDesk } from './activities.ts';
import { sessionKey } from './session-id.ts';
import { activeSeconds, pausedSeconds, pausedSince } from './rules/tracker.ts';
import type { RunningSession } from './rules/tracker-model.ts';
import { readSums, total } from './statistics.ts';
import { eventsOf, ownActivity, startableActivities, trackerOf } from './turn-tracker.ts';

/**
 * What templates can say about time. Durations are seconds, moments are instants; filters put them into words.
 *
 * - `session`: the running one: `activity`, `started_at`, `active`, `paused_at` (empty unless paused)
 * - `finished`: the one this turn has finished: `activity`, `started_at`, `finished_at`, `duration`, `paused`
 * - `today.total`: of all activities, up to now, the running session included
 * - `subject`: the activity that a button names: `id`, `name`, `is_archived`
 */
export const trackerValues: ValueProviders = {
  session: async (turn) => {
    const { session, state } = trackerOf(turn);
    if (!session) return null;
    return {
      activity: await nameOf(turn, session),
      started_at: session.startedAt,
      // Up to now, also where the turn was brought about by a message that was long on its way.
      active: activeSeconds(session.segments, turn.now),
      paused_at: state === 'paused' ? pausedSince(session.startedAt, session.segments) : null,
    };
  },
  finished: async (turn) => {
    const event = eventsOf(turn).findLast((one) => one.type === 'session.finished');
    if (!event || event.type !== 'session.finished') return null;
    const { session, duration } = event;
    return {
      activity: await nameOf(turn, session),
      activity_id: session.activityId,
      key: sessionKey(session.id),
      started_at: session.startedAt,
      finished_at: session.finishedAt,
      duration,
      paused: pausedSeconds(session.startedAt, session.segments, session.finishedAt),
    };
  },
  today: async (turn) => ({ total: total(await readSums(turn, { from: turn.today, to: turn.today })) }),
  subject: async (turn) => {
    const activity = await ownActivity(turn, Number(turn.args));
    return activity && { id: activity.id, name: activity.name, is_archived: activity.isArchived };
  },
};

/** Lists that keyboards make buttons from: `item.id`, `item.name`. */
export const trackerLists: ListProviders = {
  /** What can be started, the most recent first. */
  activities: (turn) => startableActivities(turn),
  /** What can be started, without what runs now. */
  other_activities: async (turn) => {
    const running = trackerOf(turn).session?.activityId;
    return (await startableActivities(turn)).filter((activity) => activity.id !== running);
  },
  all_activities: async (turn) => {
    const all = await turn.batch.use(activitiesDesk).of(turn.person.id);
    return all.map(({ id, name, isArchived }) => ({ id, name, is_archived: isArchived }));
  },
};

async function nameOf(turn: Turn, session: RunningSession): Promise<string> {
  const activity = await ownActivity(turn, session.activityId);
  return activity?.name ?? '';
}
