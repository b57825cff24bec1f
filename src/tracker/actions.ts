import { z } from 'zod';
import { refusals } from '../texts/refusal-words.ts';
import { action, argument, type Action } from '../builder/actions-catalogue.ts';
import type { Turn } from '../builder/turn.ts';
import { whenThere, type Soon } from '../platform/soon.ts';
import type { Activity } from './activities.ts';
import { apply, cardOf, command, moveCard, ownActivity, trackerOf } from './turn-tracker.ts';
import type { Refusal } from './rules/tracker.ts';
import { cardTag } from './card-tag.ts';
import { readLastFinished } from './store.ts';

/** The callbacks that show what a tracker's action came to; their texts and buttons are the configuration's. */
const trackerScreens = {
  started: 'card.started',
  switched: 'card.switched',
  tracking: 'card.tracking',
  paused: 'card.paused',
  finished: 'card.finished',
  other: 'tracker.other',
  idle: 'tracker.idle',
  activityGone: 'activity.gone',
  stale: 'notice.stale',
  late: 'notice.late',
  alreadyRunning: 'notice.already_running',
  alreadyPaused: 'notice.already_paused',
  alreadyFinished: 'notice.already_finished',
} as const;

const noArgs = z.strictObject({});
const activityArgs = z.strictObject({
  activity: argument(z.coerce.number().int().positive().optional(), {
    ru: ['Активность', 'Её номер; без него — тот, что на кнопке'],
    en: ['Activity', 'Its number; without it the one on the button'],
  }),
});
const activityWords = (words: string) => (words.trim() === '' ? {} : { activity: words.trim() });

/** What buttons and messages can do to the timer. */
export const trackerActions: readonly Action[] = [
  action({
    name: 'tracker.start',
    title: { ru: 'Запустить таймер', en: 'Start the timer' },
    summary: {
      ru: 'Запускает время активности, которую называет кнопка.',
      en: 'Starts the timer of an activity, which the button names.',
    },
    failures: refusals.start,
    example: 'tracker.start',
    args: activityArgs,
    fromWords: activityWords,
    targets: () => [trackerScreens.started, trackerScreens.other, trackerScreens.alreadyRunning],
    isUrgent: true,
    run: (turn, { activity }) => begin(turn, 'start', activity),
  }),
  action({
    name: 'tracker.switch',
    title: { ru: 'Переключить таймер', en: 'Switch the timer' },
    summary: {
      ru: 'Завершает то, что идёт, и в тот же миг начинает другую активность.',
      en: 'Finishes what runs and starts another activity in the same moment.',
    },
    failures: refusals.switch,
    example: 'tracker.switch',
    args: activityArgs,
    fromWords: activityWords,
    targets: () => [trackerScreens.switched],
    isUrgent: true,
    run: (turn, { activity }) => begin(turn, 'switch', activity),
  }),
  action({
    name: 'tracker.pause',
    title: { ru: 'Поставить таймер на паузу', en: 'Pause the timer' },
    summary: {
      ru: 'Ставит на паузу.',
      en: 'Pauses the timer.',
    },
    failures: refusals.pause,
    example: 'tracker.pause',
    args: noArgs,
    targets: () => [trackerScreens.paused, trackerScreens.alreadyPaused],
    isUrgent: true,
    run: (turn) => change(turn, 'pause', trackerScreens.paused),
  }),
  action({
    name: 'tracker.resume',
    title: { ru: 'Продолжить после паузы', en: 'Resume the timer' },
    summary: {
      ru: 'Продолжает после паузы.',
      en: 'Lets a paused timer go on.',
    },
    failures: refusals.resume,
    example: 'tracker.resume',
    args: noArgs,
    targets: () => [trackerScreens.tracking],
    isUrgent: true,
    run: (turn) => change(turn, 'resume', trackerScreens.tracking),
  }),
  action({
    name: 'tracker.finish',
    title: { ru: 'Завершить таймер', en: 'Finish the timer' },
    summary: {
      ru: 'Останавливает время, сохраняет сессию и говорит, сколько вышло.',
      en: 'Stops the timer, saves the session and says how much it was.',
    },
    failures: refusals.finish,
    example: 'tracker.finish',
    args: noArgs,
    targets: () => [trackerScreens.finished, trackerScreens.idle, trackerScreens.alreadyFinished],
    isUrgent: true,
    run: finish,
  }),
  action({
    name: 'tracker.reopen',
    title: { ru: 'Отменить завершение', en: 'Take the finish back' },
    summary: {
      ru: 'Отменяет последнее завершение: сессия идёт дальше, как будто ничего не нажимали.',
      en: 'Takes the last finish back: the session goes on as if nothing had been pressed.',
    },
    failures: refusals.reopen,
    example: 'tracker.reopen',
    args: noArgs,
    targets: () => [trackerScreens.tracking, trackerScreens.paused],
    isUrgent: true,
    run: reopen,
  }),
  action({
    name: 'tracker.show',
    title: { ru: 'Показать, что идёт', en: 'Show what runs' },
    summary: {
      ru: 'Показывает, что идёт сейчас, или что можно начать.',
      en: 'Shows what runs now, or what can be started.',
    },
    example: 'tracker.show',
    args: noArgs,
    targets: () => [trackerScreens.tracking, trackerScreens.paused, trackerScreens.idle],
    run: (turn) => showTruth(turn),
  }),
  action({
    name: 'tracker.card',
    title: { ru: 'Показать карточку таймера', en: 'Show the timer’s card' },
    summary: {
      ru: 'Показывает сообщение как карточку идущей сессии, которая меняется вместе с ней.',
      en: 'Shows the message as the card of the running session, which is edited as the session lives.',
    },
    example: 'tracker.card',
    args: noArgs,
    shows: 'message',
    run: (turn, _, entry) => {
      const session = trackerOf(turn).session;
      const before = cardOf(turn);
      const pressed = turn.pressedMessage;
      if (before && (before.chatId !== pressed?.chatId || before.messageId !== pressed.messageId)) turn.retire(before);
      if (session) moveCard(turn, pressed);
      // A message that is yet to be sent has no id; the tag brings it back.
      const tag = session && !pressed ? cardTag(turn.person.id, session.id) : undefined;
      return entry.show(turn, pressed ? 'edit' : 'send', tag === undefined ? {} : { tag });
    },
  }),
];

function begin(turn: Turn, type: 'start' | 'switch', given: number | undefined): Soon<void> {
  const wanted = given ?? Number(turn.args);
  if (!Number.isSafeInteger(wanted)) return showTruth(turn);
  return whenThere(ownActivity(turn, wanted), (activity) =>
    !activity || activity.isArchived ? refuseGone(turn) : beginOwn(turn, type, activity),
  );
}

function beginOwn(turn: Turn, type: 'start' | 'switch', activity: Activity): Soon<void> {
  const isRunning = trackerOf(turn).session !== null;
  const refusal = command(turn, { type: isRunning ? type : 'start', activityId: activity.id });
  if (refusal === 'other_running') {
    turn.outcome = refusal;
    turn.values['wanted'] = activity;
    return turn.go(trackerScreens.other, String(activity.id));
  }
  if (refusal) return refuse(turn, refusal);
  return turn.go(type === 'switch' && isRunning ? trackerScreens.switched : trackerScreens.started);
}

function change(turn: Turn, type: 'pause' | 'resume', screen: string): Soon<void> {
  const refusal = command(turn, { type });
  return refusal ? refuse(turn, refusal) : turn.go(screen);
}

function finish(turn: Turn): Soon<void> {
  const card = cardOf(turn);
  const refusal = command(turn, { type: 'finish' });
  if (refusal === 'nothing_running' && turn.pressedVersion !== undefined)
    return refuse(turn, refusal, trackerScreens.alreadyFinished);
  if (refusal) return refuse(turn, refusal);
  const pressed = turn.pressedMessage;
  if (card && (card.chatId !== pressed?.chatId || card.messageId !== pressed.messageId)) turn.retire(card);
  return turn.go(trackerScreens.finished);
}

async function reopen(turn: Turn): Promise<void> {
  const session = await readLastFinished(turn.batch.session, turn.person.id);
  const version = turn.pressedVersion ?? trackerOf(turn).version;
  if (!session) return showTruth(turn);
  const refusal = apply(turn, { type: 'reopen', at: turn.at, version, session });
  if (refusal) return refuse(turn, refusal);
  return turn.go(trackerOf(turn).state === 'paused' ? trackerScreens.paused : trackerScreens.tracking);
}

/** Says why nothing changed, and what is true now. */
function refuse(turn: Turn, refusal: Refusal, notice = noticeOf(turn, refusal)): Soon<void> {
  turn.outcome = refusal;
  // The second of two taps finds its wish fulfilled: the card says so already.
  const isSecondTap =
    turn.pressedMessage !== null && (refusal.startsWith('already') || notice === trackerScreens.alreadyFinished);
  return whenThere(notice === null ? undefined : turn.go(notice), () => {
    if (isSecondTap) return undefined;
    if (refusal === 'stale') turn.leavePressedMessage();
    return showTruth(turn);
  });
}

function noticeOf(turn: Turn, refusal: Refusal): string | null {
  switch (refusal) {
    case 'stale':
      return trackerScreens.stale;
    case 'already_running':
    case 'not_paused':
      return turn.pressedMessage ? trackerScreens.alreadyRunning : null;
    case 'already_paused':
      return turn.pressedMessage ? trackerScreens.alreadyPaused : null;
    case 'late':
    case 'other_running':
    case 'nothing_running':
      return null;
    default:
      return refusal satisfies never;
  }
}

function refuseGone(turn: Turn): Soon<void> {
  turn.outcome = 'activity_gone';
  return whenThere(turn.go(trackerScreens.activityGone), () => showTruth(turn));
}

/** The card of what is true now, or what can be started. */
function showTruth(turn: Turn): Soon<void> {
  switch (trackerOf(turn).state) {
    case 'idle':
      return turn.go(trackerScreens.idle);
    case 'paused':
      return turn.go(trackerScreens.paused);
    case 'tracking':
      return turn.go(trackerScreens.tracking);
  }
}
