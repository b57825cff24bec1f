import type { z } from 'zod';
import { activeSeconds } from '../rules/segments.ts';
import type { sessionShape } from '../schema.ts';
import type { PersonalSession } from '../sessions.ts';

/** A session as the API shows it. @param now the moment up to which a running one counts. */
export function presentSession(session: PersonalSession, now: Temporal.Instant): z.infer<typeof sessionShape> {
  const { finishedAt, segments, duration } = session;
  const isOpen = segments.at(-1)?.to === null;
  return {
    id: session.id,
    user_id: String(session.userId),
    telegram_id: String(session.telegramId),
    activity_id: String(session.activityId),
    state: finishedAt ? 'finished' : isOpen ? 'tracking' : 'paused',
    started_at: session.startedAt.toString(),
    finished_at: finishedAt && finishedAt.toString(),
    duration: duration ?? activeSeconds(segments, now),
    segments: segments.map(({ from, to }) => ({ from: from.toString(), to: to && to.toString() })),
    time_zone: session.timeZone,
  };
}
