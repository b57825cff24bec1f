import { z } from 'zod';
import { action, type Action } from '../builder/actions-catalogue.ts';
import type { Turn } from '../builder/turn.ts';
import type { SessionId } from '../platform/ids.ts';
import type { HeldTime } from './change-time.ts';
import { writeCorrection, writeDeletion, writeRestoration, type Written } from './correct-session.ts';
import type { Correction } from './rules/correction.ts';
import { activeSeconds } from './rules/segments.ts';
import { parseMoment } from './rules/typed-moment.ts';
import { readSessionKey, sessionKey } from './session-id.ts';
import { readSession, type PersonalSession } from './sessions.ts';
import { ownActivity } from './turn-tracker.ts';

/** The callbacks that show what became of a correction. */
const screens = {
  edited: 'session.edited',
  deleted: 'session.deleted',
  unclear: 'session.unclear',
  refused: 'session.refused',
  overlap: 'session.overlap',
  gone: 'session.gone',
} as const;

/** The callbacks that take what is typed. */
const questions = { startedAt: 'session.set_start', finishedAt: 'session.set_end' } as const;
type End = keyof typeof questions;

/** Years back from now: on a card, nobody corrects what is older. */
const limits = { retentionYears: 1 };
const noArgs = z.strictObject({});
const outcomes = [screens.edited, screens.refused, screens.overlap, screens.gone];

/** What buttons and answers can do to sessions that are there. Buttons name the session by its key. */
export const correctionActions: readonly Action[] = [
  action({
    name: 'session.show',
    title: { ru: 'Показать сессию', en: 'Show a session' },
    summary: {
      ru: 'Показывает записанную сессию, которую назвала кнопка, чтобы её исправить.',
      en: 'Shows the recorded session that the button names, for correction.',
    },
    example: 'session.show',
    args: noArgs,
    shows: 'message',
    targets: () => [screens.gone],
    run: async (turn, _, entry) => {
      const session = await ownSession(turn, readSessionKey(turn.args));
      if (!session) return gone(turn);
      await present(turn, session);
      return entry.show(turn, 'edit');
    },
  }),
  action({
    name: 'session.set_start',
    title: { ru: 'Исправить начало сессии', en: 'Correct a session’s beginning' },
    summary: {
      ru: 'Берёт начало сессии, о которой спросили, из набранного.',
      en: 'Takes the beginning of the session that was asked about from what was typed.',
    },
    example: 'session.set_start',
    args: noArgs,
    targets: () => [...outcomes, screens.unclear],
    run: (turn) => takeTime(turn, 'startedAt'),
  }),
  action({
    name: 'session.set_end',
    title: { ru: 'Исправить конец сессии', en: 'Correct a session’s end' },
    summary: {
      ru: 'Берёт конец сессии, о которой спросили, из набранного.',
      en: 'Takes the end of the session that was asked about from what was typed.',
    },
    example: 'session.set_end',
    args: noArgs,
    targets: () => [...outcomes, screens.unclear],
    run: (turn) => takeTime(turn, 'finishedAt'),
  }),
  action({
    name: 'session.set_activity',
    title: { ru: 'Перенести сессию', en: 'Move a session' },
    summary: {
      ru: 'Переносит сессию на другую активность; кнопка называет обе.',
      en: 'Moves the session to another activity; the button names both.',
    },
    example: 'session.set_activity',
    args: noArgs,
    targets: () => outcomes,
    run: async (turn) => {
      const [key = '', id = ''] = turn.args.split(/\s+/);
      const activity = await ownActivity(turn, Number(id));
      if (!activity) return gone(turn);
      return correctIt(turn, readSessionKey(key), { activityId: activity.id }, null);
    },
  }),
  action({
    name: 'session.delete',
    title: { ru: 'Удалить сессию', en: 'Delete a session' },
    summary: {
      ru: 'Удаляет записанную сессию; неделю её можно вернуть.',
      en: 'Deletes the recorded session; for a week it can be brought back.',
    },
    example: 'session.delete',
    args: noArgs,
    targets: () => [screens.deleted, ...outcomes],
    run: async (turn) => {
      const id = readSessionKey(turn.args);
      return id === null ? gone(turn) : conclude(turn, await writeDeletion(held(turn), id), screens.deleted, null);
    },
  }),
  action({
    name: 'session.restore',
    title: { ru: 'Вернуть сессию', en: 'Bring a session back' },
    summary: {
      ru: 'Возвращает удалённую сессию.',
      en: 'Brings the deleted session back.',
    },
    example: 'session.restore',
    args: noArgs,
    targets: () => outcomes,
    run: async (turn) => {
      const id = readSessionKey(turn.args);
      return id === null ? gone(turn) : conclude(turn, await writeRestoration(held(turn), id), screens.edited, null);
    },
  }),
];

async function takeTime(turn: Turn, end: End): Promise<void> {
  const about = turn.text('about');
  const session = await ownSession(turn, readSessionKey(about));
  if (!session) return gone(turn);
  const moment = typedMoment(turn, session, end);
  if (!moment) {
    turn.outcome = 'unclear';
    await turn.go(screens.unclear);
    return turn.ask(questions[end], { about });
  }
  return correctIt(turn, session.id, { [end]: moment }, end);
}

/** A time alone is meant on the day of the end that is corrected, or on the one that lets the session last at all. */
function typedMoment(turn: Turn, { startedAt, finishedAt }: PersonalSession, end: End): Temporal.Instant | null {
  const { timeZone, language } = turn.person;
  const before = (end === 'startedAt' ? startedAt : finishedAt) ?? turn.at;
  const day = before.toZonedDateTimeISO(timeZone).toPlainDate();
  const read = (on: Temporal.PlainDate) =>
    parseMoment(turn.input ?? '', { today: turn.today, language, day: on, timeZone });
  const moment = read(day);
  if (!moment) return null;
  const other = end === 'startedAt' ? (finishedAt ?? turn.at) : startedAt;
  const isBackwards = Temporal.Instant.compare(moment, other) * (end === 'startedAt' ? 1 : -1) >= 0;
  return isBackwards ? read(day.add({ days: end === 'startedAt' ? -1 : 1 })) : moment;
}

async function correctIt(turn: Turn, id: SessionId | null, correction: Correction, end: End | null): Promise<void> {
  if (id === null) return gone(turn);
  return conclude(turn, await writeCorrection(held(turn), limits, id, correction), screens.edited, end);
}

/** Shows what became of it; where a time was refused, another may be typed. */
async function conclude(turn: Turn, written: Written, screen: string, end: End | null): Promise<void> {
  if (written.ok) {
    turn.write(written.keep);
    await present(turn, written.session);
    return turn.go(screen, sessionKey(written.session.id));
  }
  const { refusal } = written;
  if (refusal === 'gone' || refusal === 'no_activity') return gone(turn);
  turn.outcome = refusal;
  turn.values['session_refused'] = refusal;
  if (refusal === 'overlap') await present(turn, written.other, 'overlapped');
  await turn.go(refusal === 'overlap' ? screens.overlap : screens.refused);
  if (end) turn.ask(questions[end], { about: turn.text('about') });
}

async function gone(turn: Turn): Promise<void> {
  turn.outcome = 'session_gone';
  return turn.go(screens.gone);
}

async function ownSession(turn: Turn, id: SessionId | null): Promise<PersonalSession | null> {
  const session = id && (await readSession(turn.batch.session, id));
  return session?.userId === turn.person.id ? session : null;
}

function held({ person, batch, now }: Turn): HeldTime {
  return { person, batch, now };
}

/** Makes a session what templates call `edited`, or the one in its way `overlapped`. */
async function present(turn: Turn, session: PersonalSession, name: 'edited' | 'overlapped' = 'edited'): Promise<void> {
  const activity = await ownActivity(turn, session.activityId);
  turn.values[name] = {
    key: sessionKey(session.id),
    activity: activity?.name ?? '',
    started_at: session.startedAt,
    finished_at: session.finishedAt,
    duration: session.duration ?? activeSeconds(session.segments, turn.now),
  };
}
