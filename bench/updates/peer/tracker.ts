/** What the peer does with one update: a transaction of single statements, or a few reads and one insert. */
import type { Pool } from 'pg';
import { inTransaction, run } from './statements.ts';

export interface User {
  readonly id: string;
  readonly time_zone: string;
}

export interface Activity {
  readonly id: string;
  readonly name: string;
}

export interface Running {
  readonly id: string;
  readonly started_at: Date;
  readonly name: string;
}

export interface Share extends Activity {
  readonly sessions: number;
  readonly seconds: number;
}

export interface Finished {
  readonly activity: string;
  readonly started_at: Date;
  readonly finished_at: Date;
  readonly duration: number;
  readonly totalToday: number;
  readonly zone: string;
}

interface Profile {
  readonly telegramId: number;
  readonly username: string | undefined;
  readonly firstName: string;
  readonly language: string | undefined;
}

const readyMade = ['Работа', 'Учёба', 'Чтение', 'Спорт'];

export async function greet(pool: Pool, profile: Profile): Promise<Activity[]> {
  const { telegramId, username, firstName, language } = profile;
  return inTransaction(pool, async (client) => {
    const [user] = await run<User>(client, 'greet', [telegramId, username, firstName, language]);
    if (user === undefined) throw new Error('the user was neither inserted nor found');
    await run(client, 'addActivities', [user.id, readyMade]);
    await run(client, 'count', ['start', user.id, '/start']);
    return run<Activity>(client, 'activities', [user.id]);
  });
}

async function findUser(pool: Pool, telegramId: number): Promise<User> {
  const [user] = await run<User>(pool, 'user', [telegramId]);
  if (user === undefined) throw new Error('this person has never said /start');
  return user;
}

/** What «Начать» shows: the activities, and what is running already. */
export async function offerStart(pool: Pool, telegramId: number) {
  const user = await findUser(pool, telegramId);
  const [running] = await run<Running>(pool, 'running', [user.id]);
  const activities = await run<Activity>(pool, 'activities', [user.id]);
  await run(pool, 'count', ['text', user.id, 'Начать']);
  return { user, running, activities };
}

/** @returns the new session, or undefined where one runs already. */
export async function start(pool: Pool, telegramId: number, activityId: string) {
  return inTransaction(pool, async (client) => {
    const [user] = await run<User>(client, 'lockUser', [telegramId]);
    if (user === undefined) throw new Error('this person has never said /start');
    const [session] = await run<{ id: string; started_at: Date }>(client, 'startSession', [user.id, activityId]);
    await run(client, 'count', ['button_click', user.id, 'start']);
    if (session === undefined) return undefined;
    const [activity] = await run<{ name: string }>(client, 'touchActivity', [activityId]);
    await run(client, 'logEvent', [session.id, 'session.started', JSON.stringify({ activity_id: activityId })]);
    return { id: session.id, startedAt: session.started_at, activity: activity?.name ?? '', zone: user.time_zone };
  });
}

/** @returns undefined where that session is finished already. */
export async function finish(pool: Pool, telegramId: number, sessionId: string): Promise<Finished | undefined> {
  return inTransaction(pool, async (client) => {
    const [user] = await run<User>(client, 'lockUser', [telegramId]);
    if (user === undefined) throw new Error('this person has never said /start');
    const [session] = await run<{ activity_id: string; started_at: Date; finished_at: Date; duration: number }>(
      client,
      'finishSession',
      [user.id, sessionId],
    );
    await run(client, 'count', ['button_click', user.id, 'finish']);
    if (session === undefined) return undefined;
    const { activity_id, started_at, finished_at, duration } = session;
    await run(client, 'logEvent', [sessionId, 'session.finished', JSON.stringify({ duration })]);
    const today = await run<Share>(client, 'perActivity', [user.id, user.time_zone, 0]);
    const activity = today.find((share) => share.id === activity_id)?.name ?? '';
    const totalToday = today.reduce((sum, share) => sum + share.seconds, 0);
    return { activity, started_at, finished_at, duration, totalToday, zone: user.time_zone };
  });
}

/** Today by activity, and yesterday to compare with. */
export async function statistics(pool: Pool, telegramId: number) {
  const user = await findUser(pool, telegramId);
  const today = await run<Share>(pool, 'perActivity', [user.id, user.time_zone, 0]);
  const yesterday = await run<Share>(pool, 'perActivity', [user.id, user.time_zone, -1]);
  await run(pool, 'count', ['text', user.id, 'Статистика']);
  return { user, today, yesterday };
}
