import { isBefore } from './moments.ts';
import { latestOf, wholeSecond } from './segments.ts';
import type { Command, Decision, Refusal, Tracker } from './tracker-model.ts';
import { finish, pause, refused, reopen, resume, start, switchTo } from './transitions.ts';

export { activeSeconds, pausedSeconds, pausedSince } from './segments.ts';
export type * from './tracker-model.ts';

/**
 * What a command does to a tracker: the new tracker with its version one higher, or a refusal and no change.
 * Moments are cut to whole seconds. A command that carries the present version cannot be late, whatever its
 * moment says: nothing has happened since its button was drawn. It is then the clocks of two replicas that
 * differ, and the command counts from the last transition instead of being lost.
 */
export function decide(tracker: Tracker, command: Command): Decision {
  if (command.version !== undefined && command.version !== tracker.version) {
    return refused(secondTap(tracker, command) ?? 'stale');
  }
  const given = wholeSecond(command.at);
  const changed = tracker.changedAt === null ? null : wholeSecond(tracker.changedAt);
  const isOlder = changed !== null && isBefore(given, changed);
  if (isOlder && command.version === undefined) return refused('late');

  const at = changed === null ? given : latestOf(given, changed);
  if (command.type === 'reopen') return reopen(tracker, command, at);
  if (tracker.state === 'idle')
    return command.type === 'start' ? start(tracker, command, at) : refused('nothing_running');
  switch (command.type) {
    case 'start':
      return refused(tracker.session.activityId === command.activityId ? 'already_running' : 'other_running');
    case 'switch':
      return tracker.session.activityId === command.activityId
        ? refused('already_running')
        : switchTo(tracker, command, at);
    case 'pause':
      return tracker.state === 'paused' ? refused('already_paused') : pause(tracker, at);
    case 'resume':
      return tracker.state === 'tracking' ? refused('not_paused') : resume(tracker, at);
    case 'finish':
      return finish(tracker, at);
    default:
      return command satisfies never;
  }
}

/**
 * The second of two taps on one button finds its wish fulfilled by the first, one version ago: it is told so
 * and not that the button is old. Starting what runs already is told the same however old the button is.
 */
function secondTap(tracker: Tracker, command: Command): Refusal | null {
  const isNext = command.version === tracker.version - 1;
  switch (command.type) {
    case 'start':
    case 'switch':
      return tracker.state === 'tracking' && tracker.session.activityId === command.activityId
        ? 'already_running'
        : null;
    case 'pause':
      return isNext && tracker.state === 'paused' ? 'already_paused' : null;
    case 'resume':
      return isNext && tracker.state === 'tracking' ? 'already_running' : null;
    case 'finish':
      return isNext && tracker.state === 'idle' ? 'nothing_running' : null;
    case 'reopen':
      return isNext && tracker.session?.id === command.session.id ? 'already_running' : null;
    default:
      return command satisfies never;
  }
}
