import { invalid, notFound, Problem, type FieldError } from '../../platform/http/problem.ts';
import type { Written } from '../correct-session.ts';
import type { Ran } from '../run-session.ts';
import { presentSession } from './session-json.ts';

type Refused<T extends { readonly ok: boolean }> = Extract<T, { readonly ok: false }>;

const titles = {
  already_running: ['A session runs already', 'This session runs already.'],
  other_running: [
    'A session runs already',
    'Another session runs already; POST /sessions/switch ends it and starts this.',
  ],
  nothing_running: ['Nothing is running', 'Nothing is running.'],
  already_paused: ['Already paused', 'The session is paused already.'],
  not_paused: ['Not paused', 'The session is not paused.'],
  stale: ['Changed meanwhile', 'The tracker has changed meanwhile.'],
  late: ['Changed meanwhile', 'The tracker has changed meanwhile.'],
  finished: ['The session is over', 'The session is over.'],
} as const;

/** Why a session was not started, paused, resumed or ended; with the session that says so. */
export function refusedRun(ran: Refused<Ran>, now: Temporal.Instant): Problem {
  switch (ran.refusal) {
    case 'no_activity':
      return invalid([{ path: 'activity_id', message: 'is no activity of this user' }]);
    case 'archived_activity':
      return invalid([{ path: 'activity_id', message: 'is archived; restore it first' }]);
    case 'finished':
      return conflict(ran.refusal, titles.finished, { session: presentSession(ran.session, now) });
    default: {
      const session = ran.running && presentSession(ran.running, now);
      return conflict(ran.refusal, titles[ran.refusal], session ? { session } : {});
    }
  }
}

const fields: Readonly<Record<'backwards' | 'future' | 'too_long' | 'too_old' | 'too_far', FieldError>> = {
  backwards: { path: 'finished_at', message: 'must be later than the start' },
  future: { path: 'finished_at', message: 'must not lie in the future' },
  too_long: { path: 'finished_at', message: 'must be within 31 days of the start' },
  too_old: { path: 'started_at', message: 'is older than what is kept' },
  too_far: { path: 'started_at', message: 'may move by 31 days; delete the session and add another instead' },
};

/** Why a session was not written down, corrected, deleted or restored. */
export function refusedWriting(written: Refused<Written>, now: Temporal.Instant): Problem {
  switch (written.refusal) {
    case 'gone':
      return notFound('There is no such session.');
    case 'no_activity':
      return invalid([{ path: 'activity_id', message: 'is no activity of this user' }]);
    case 'running':
      return conflict('running', ['The session is running', 'The session is still running; end it first.'], {});
    case 'overlap': {
      const session = presentSession(written.other, now);
      const detail = `It would overlap the session ${session.id}, which began at ${session.started_at}.`;
      return conflict('overlap', ['Sessions would overlap', detail], { session });
    }
    default:
      return invalid([fields[written.refusal]]);
  }
}

export function conflict(
  code: string,
  [title, detail]: readonly [string, string],
  members: Readonly<Record<string, unknown>>,
): Problem {
  return new Problem({ status: 409, code, title, detail, members });
}

/** A body names a user whom there is not. */
export const unknownUser = (): Problem => invalid([{ path: 'user_id', message: 'is no user' }]);
