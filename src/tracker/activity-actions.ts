import { z } from 'zod';
import { refusals } from '../texts/refusal-words.ts';
import { action, type Action } from '../builder/actions-catalogue.ts';
import type { Turn } from '../builder/turn.ts';
import { activitiesDesk, type Activity } from './activities.ts';
import { chooseName } from './rules/activity-names.ts';
import { ownActivity, trackerOf } from './turn-tracker.ts';

/** The callbacks that show what became of an activity. */
const screens = {
  added: 'activity.added',
  taken: 'activity.taken',
  badName: 'activity.bad_name',
  tooMany: 'activity.too_many',
  renamed: 'activity.renamed',
  changed: 'activity.open',
  deleted: 'activity.deleted',
  running: 'activity.running',
  gone: 'activity.gone',
} as const;

const noArgs = z.strictObject({});

/** What buttons and answers can do to activities. Each takes the activity's id from the button's words. */
export const activityActions: readonly Action[] = [
  action({
    name: 'activity.add',
    title: { ru: 'Добавить активность', en: 'Add an activity' },
    summary: {
      ru: 'Добавляет активность под названием, которое написали в ответ на вопрос.',
      en: 'Adds an activity under the name that was typed in answer to a question.',
    },
    failures: refusals.add,
    example: 'activity.add',
    args: noArgs,
    targets: () => [screens.added, screens.taken, screens.badName, screens.tooMany],
    run: add,
  }),
  action({
    name: 'activity.rename',
    title: { ru: 'Переименовать активность', en: 'Rename an activity' },
    summary: {
      ru: 'Даёт активности, о которой спросили, написанное название.',
      en: 'Gives the activity that was asked about the name that was typed.',
    },
    failures: refusals.rename,
    example: 'activity.rename',
    args: noArgs,
    targets: () => [screens.renamed, screens.taken, screens.badName, screens.gone],
    run: rename,
  }),
  action({
    name: 'activity.archive',
    title: { ru: 'Убрать активность в архив', en: 'Archive an activity' },
    summary: {
      ru: 'Убирает активность из тех, что можно начать; записи остаются.',
      en: 'Takes an activity out of what can be started; its records stay.',
    },
    failures: refusals.archive,
    example: 'activity.archive',
    args: noArgs,
    targets: () => [screens.changed, screens.running, screens.gone],
    run: (turn) => change(turn, { isArchived: true }, screens.changed),
  }),
  action({
    name: 'activity.restore',
    title: { ru: 'Вернуть активность из архива', en: 'Bring an activity back' },
    summary: {
      ru: 'Возвращает активность из архива.',
      en: 'Brings an archived activity back.',
    },
    failures: refusals.restore,
    example: 'activity.restore',
    args: noArgs,
    targets: () => [screens.changed, screens.gone],
    run: (turn) => change(turn, { isArchived: false }, screens.changed),
  }),
  action({
    name: 'activity.delete',
    title: { ru: 'Удалить активность', en: 'Delete an activity' },
    summary: {
      ru: 'Удаляет активность; записанное время остаётся в статистике.',
      en: 'Deletes an activity; what was tracked in it stays in the statistics.',
    },
    failures: refusals.archive,
    example: 'activity.delete',
    args: noArgs,
    targets: () => [screens.deleted, screens.running, screens.gone],
    run: (turn) => change(turn, { isDeleted: true }, screens.deleted),
  }),
];

async function add(turn: Turn): Promise<void> {
  const desk = turn.batch.use(activitiesDesk);
  const given = chooseName(await desk.of(turn.person.id), turn.input ?? '', null);
  if (!given.ok) {
    if (given.reason === 'taken') return alreadyThere(turn, given.same);
    return given.reason === 'too_many' ? turn.go(screens.tooMany) : askAgain(turn, { refused: given.reason });
  }
  const id = await desk.nextId();
  turn.write(() => desk.add(turn.person.id, id, given));
  turn.values['added'] = { id, name: given.name };
  return turn.go(screens.added, String(id));
}

async function alreadyThere(turn: Turn, activity: Activity): Promise<void> {
  const desk = turn.batch.use(activitiesDesk);
  turn.outcome = 'name_taken';
  turn.values['taken'] = { id: activity.id, name: activity.name };
  if (activity.isArchived) turn.write(() => desk.change(turn.person.id, activity.id, { isArchived: false }, turn.at));
  return turn.go(screens.taken, String(activity.id));
}

/** Says what is wrong with a name and waits for a better one, for the same purpose. */
async function askAgain(turn: Turn, question: { refused: string; about?: string }): Promise<void> {
  turn.outcome = `name_${question.refused}`;
  turn.values['name'] = { refused: question.refused };
  await turn.go(screens.badName);
  turn.ask(question.about === undefined ? 'activity.add' : 'activity.rename', { about: question.about ?? '' });
}

async function rename(turn: Turn): Promise<void> {
  const about = turn.text('about');
  const activity = await ownActivity(turn, Number(about));
  if (!activity) return turn.go(screens.gone);
  const desk = turn.batch.use(activitiesDesk);
  const given = chooseName(await desk.of(turn.person.id), turn.input ?? '', activity.id);
  if (!given.ok) {
    if (given.reason !== 'taken') return askAgain(turn, { refused: given.reason, about });
    const { same } = given;
    turn.outcome = 'name_taken';
    turn.values['taken'] = { id: same.id, name: same.name };
    return turn.go(screens.taken, String(same.id));
  }
  turn.write(() => desk.change(turn.person.id, activity.id, { name: given }, turn.at));
  turn.values['renamed'] = { before: activity.name, name: given.name };
  return turn.go(screens.renamed, about);
}

async function change(turn: Turn, what: { isArchived: boolean } | { isDeleted: true }, screen: string): Promise<void> {
  const activity = await ownActivity(turn, Number(turn.args));
  if (!activity) {
    turn.outcome = 'activity_gone';
    return turn.go(screens.gone);
  }
  const isTakenAway = 'isDeleted' in what || what.isArchived;
  if (isTakenAway && trackerOf(turn).session?.activityId === activity.id) {
    turn.outcome = 'activity_running';
    return turn.go(screens.running);
  }
  turn.write(() => turn.batch.use(activitiesDesk).change(turn.person.id, activity.id, what, turn.at));
  const isArchived = 'isArchived' in what ? what.isArchived : activity.isArchived;
  turn.values['subject'] = { id: activity.id, name: activity.name, is_archived: isArchived };
  return turn.go(screen, turn.args);
}
