import { sql } from 'kysely';
import type { ConfigDocument } from '../builder/schema.ts';
import type { Defaults, Sender } from '../people/person.ts';
import { enrol, peopleDesk } from '../people/store.ts';
import { Batch, together } from '../platform/database/batch.ts';
import type { Database } from '../platform/database/database.ts';
import type { Session } from '../platform/database/session.ts';
import { isTelegramId, type ActivityId, type UserId } from '../platform/ids.ts';
import type { User } from '../simulator/wire.ts';
import { addActivity, listActivities } from '../tracker/change-activities.ts';
import { giveReadyMade } from '../tracker/ready-made.ts';
import { parseName } from '../tracker/rules/names.ts';
import { changeSession, startSession } from '../tracker/run-session.ts';
import type { MovableClock } from './movable-clock.ts';
import type { Persona } from './schema.ts';

/** Ids far beyond Telegram's, for people and bots that there are not: rows of two previews never meet. */
const [firstMadeUp, madeUp] = [2 ** 51, 2 ** 50];

/** Somebody made up, and the bot they write to. */
export interface MadeUp {
  readonly botId: number;
  /** As the bot is told of them. */
  readonly sender: Sender;
  /** As Telegram knows them. */
  readonly user: User;
}

/** @param random gives numbers from 0 up to 1. */
export function makeUp({ first_name: firstName, username, language }: Persona, random: () => number): MadeUp {
  const [botId, id] = [random(), random()].map((part) => firstMadeUp + Math.floor(part * madeUp));
  if (botId === undefined || id === undefined || !isTelegramId(id)) throw new Error('no id for somebody made up');
  const nickname = username === null ? {} : { username };
  return {
    botId,
    sender: { telegramId: id, firstName, username, languageCode: language },
    user: { id, is_bot: false, first_name: firstName, ...nickname, language_code: language },
  };
}

export interface Meeting {
  readonly within: Database;
  readonly session: Session;
  readonly clock: MovableClock;
  readonly defaults: Defaults;
  readonly document: ConfigDocument;
}

/**
 * Makes a person up, as one who has met the bot before: with settings, activities, and what they have tracked, by the
 * same use cases as anybody's. The clock is where it was afterwards.
 */
export async function meetPersona(meeting: Meeting, sender: Sender, persona: Persona): Promise<UserId> {
  const { session, document } = meeting;
  const { ids } = await enrol(session, [sender]);
  const id = ids.get(sender.telegramId);
  if (id === undefined) throw new Error('somebody made up was not met');
  const batch = new Batch(session);
  const { language, week_start: weekStart, day_start: dayStart, time_zone: timeZone } = persona;
  batch.use(peopleDesk).prefer(id, { language, weekStart, dayStart, ...(timeZone === null ? {} : { timeZone }) });
  const { before, statement } = together(batch.writes(), sql`select`);
  await session.send(...before, statement, ...giveReadyMade([{ id, language }], document.ready_made_activities));
  await track(meeting, id, persona.sessions);
  return id;
}

/** Tracks what they have tracked already, at the times when they did. */
async function track({ within, clock, defaults }: Meeting, id: UserId, sessions: Persona['sessions']): Promise<void> {
  const begin = clock.now();
  // What is older than is kept cannot be written down by hand; this is no writing by hand.
  const deps = { database: within, clock, defaults, retentionYears: 1 };
  for (const { activity, started_ago: ago, minutes, is_paused: isPaused } of sessions) {
    const activityId = await activityOf(activity);
    if (activityId === null) continue;
    clock.set(begin.subtract({ minutes: ago }));
    const ran = await startSession(deps, id, { type: 'switch', activityId });
    if (!ran?.ok) continue;
    const end = minutes === null ? null : Temporal.Duration.from({ minutes: Math.min(minutes, ago) });
    if (end) {
      clock.set(begin.subtract({ minutes: ago }).add(end));
      await changeSession(deps, ran.session.id, 'finish');
    } else if (isPaused) {
      clock.set(begin.subtract({ minutes: Math.min(5, ago) }));
      await changeSession(deps, ran.session.id, 'pause');
    }
  }
  clock.set(begin);

  /** @returns null for what cannot be an activity's name. */
  async function activityOf(name: string): Promise<ActivityId | null> {
    const parsed = parseName(name);
    if (!parsed.ok) return null;
    const known = await listActivities(deps, id);
    const found = known?.find(({ nameKey }) => nameKey === parsed.key);
    if (found) return found.id;
    const added = await addActivity(deps, id, name);
    return added?.ok === true ? added.activity.id : null;
  }
}
