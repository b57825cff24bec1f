import type { ListProviders, ValueProviders } from '../builder/render.ts';
import type { Turn } from '../builder/turn.ts';
import { whenThere, type Soon } from '../platform/soon.ts';
import { activitiesDesk, type Activity } from './activities.ts';
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
  session: (turn) => {
    const { session, state } = trackerOf(turn);
    if (!session) return null;
    return whenThere(nameOf(turn, session), (activity) => ({
      activity,
      started_at: session.startedAt,
      // Up to now, also where the turn was brought about by a message that was long on its way.
      active: activeSeconds(session.segments, turn.now),
      paused_at: state === 'paused' ? pausedSince(session.startedAt, session.segments) : null,
    }));
  },
  finished: (turn) => {
    const event = eventsOf(turn).findLast((one) => one.type === 'session.finished');
    if (!event || event.type !== 'session.finished') return null;
    const { session, duration } = event;
    return whenThere(nameOf(turn, session), (activity) => ({
      activity,
      activity_id: session.activityId,
      key: sessionKey(session.id),
      started_at: session.startedAt,
      finished_at: session.finishedAt,
      duration,
      paused: pausedSeconds(session.startedAt, session.segments, session.finishedAt),
    }));
  },
  today: async (turn) => ({ total: total(await readSums(turn, { from: turn.today, to: turn.today })) }),
  subject: (turn) => whenThere(ownActivity(turn, Number(turn.args)), (activity) => activity && told(activity)),
};

/** Lists that keyboards make buttons from: `item.id`, `item.name`. */
export const trackerLists: ListProviders = {
  /** What can be started, the most recent first. */
  activities: (turn) => startableActivities(turn),
  /** What can be started, without what runs now. */
  other_activities: (turn) => {
    const running = trackerOf(turn).session?.activityId;
    return whenThere(startableActivities(turn), (all) => all.filter((activity) => activity.id !== running));
  },
  all_activities: (turn) => whenThere(turn.batch.use(activitiesDesk).of(turn.person.id), (all) => all.map(told)),
};

function told({ id, name, isArchived }: Activity): { id: number; name: string; is_archived: boolean } {
  return { id, name, is_archived: isArchived };
}

function nameOf(turn: Turn, session: RunningSession): Soon<string> {
  return whenThere(ownActivity(turn, session.activityId), (activity) => activity?.name ?? '');
}
