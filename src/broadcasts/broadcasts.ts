import type { Checker } from '../builder/checker.ts';
import type { Problem } from '../builder/rules/problems.ts';
import type { Clock } from '../platform/clock.ts';
import type { Queries } from '../platform/database/database.ts';
import { checkContent, isSound } from './content.ts';
import { earliest, latest, readLocal } from './rules/schedule.ts';
import type { StartWish } from './schema.ts';
import {
  findBroadcast,
  scheduleBroadcast,
  updateBroadcast,
  type BroadcastFields,
  type BroadcastRow,
} from './store/broadcasts.ts';
import { insertTest, userOfTelegram } from './store/tests.ts';

export interface BroadcastDependencies {
  readonly queries: Queries;
  readonly check: Checker;
  readonly clock: Clock;
  /** An administrator's own number in Telegram; null where they have given none. */
  readonly telegramIdOf: (adminId: number) => Promise<number | null>;
  /** The bot that answers now, by Telegram's id; null where none was ever heard of. */
  readonly botId: () => Promise<number | null>;
}

export type Change =
  | { readonly ok: true; readonly broadcast: BroadcastRow }
  /** `state`: it is no draft any more. `changed`: somebody else was first. */
  | { readonly ok: false; readonly reason: 'gone' | 'state' | 'changed' };

/** Changes a draft as it was read. */
export async function changeBroadcast(
  { queries }: BroadcastDependencies,
  before: BroadcastRow,
  change: Partial<BroadcastFields>,
): Promise<Change> {
  const broadcast = await updateBroadcast(queries, before, { ...before, ...change });
  return broadcast ? { ok: true, broadcast } : { ok: false, reason: await whyNot(queries, before.id) };
}

export type Started =
  | Change
  | { readonly ok: false; readonly reason: 'problems'; readonly problems: readonly Problem[] }
  /** The time is past, or none at all. */
  | { readonly ok: false; readonly reason: 'time' };

/** Seconds by which a moment may lie behind, for clocks that differ and forms that were filled in slowly. */
const lateness = 120;

/** Starts a broadcast, now or when it is wished: what it says and what runs are tied together from here on. */
export async function startBroadcast(
  { queries, check, clock, botId }: BroadcastDependencies,
  before: BroadcastRow,
  wish: StartWish,
): Promise<Started> {
  if (before.state !== 'draft') return { ok: false, reason: 'state' };
  const time = timeOf(wish, clock.now());
  if (!time) return { ok: false, reason: 'time' };
  const checked = await checkContent(queries, check, before.content);
  if (!isSound(checked)) return { ok: false, reason: 'problems', problems: checked.problems };
  const start = { ...time, configVersion: checked.version, botId: await botId() };
  const broadcast = await scheduleBroadcast(queries, before, start);
  return broadcast ? { ok: true, broadcast } : { ok: false, reason: await whyNot(queries, before.id) };
}

function timeOf(
  { at, local_at: localText }: StartWish,
  now: Temporal.Instant,
): { readonly startsAt: Temporal.Instant; readonly localAt: Temporal.PlainDateTime | null } | null {
  const isPast = (moment: Temporal.Instant): boolean => moment.until(now).total('seconds') > lateness;
  if (localText !== undefined) {
    const localAt = readLocal(localText);
    if (!localAt || isPast(latest(localAt))) return null;
    return { startsAt: earliest(localAt), localAt };
  }
  const startsAt = at === undefined ? now : Temporal.Instant.from(at);
  return isPast(startsAt) ? null : { startsAt, localAt: null };
}

export type Tested =
  | { readonly ok: true; readonly id: number }
  | { readonly ok: false; readonly reason: 'problems'; readonly problems: readonly Problem[] }
  /** `unknown`: the administrator has not said who they are in Telegram. `stranger`: they have not met the bot. */
  | { readonly ok: false; readonly reason: 'unknown' | 'stranger' };

/** Sends a broadcast to the administrator who asks, whatever became of it: it counts nowhere. */
export async function testBroadcast(
  { queries, check, telegramIdOf }: BroadcastDependencies,
  broadcast: BroadcastRow,
  admin: { readonly id: number; readonly name: string },
): Promise<Tested> {
  const checked = await checkContent(queries, check, broadcast.content);
  if (!isSound(checked)) return { ok: false, reason: 'problems', problems: checked.problems };
  const telegramId = await telegramIdOf(admin.id);
  if (telegramId === null) return { ok: false, reason: 'unknown' };
  const userId = await userOfTelegram(queries, telegramId);
  if (userId === null) return { ok: false, reason: 'stranger' };
  const { version: configVersion } = checked;
  return { ok: true, id: await insertTest(queries, broadcast, { userId, configVersion, author: admin.name }) };
}

async function whyNot(queries: Queries, id: number): Promise<'gone' | 'state' | 'changed'> {
  const now = await findBroadcast(queries, id);
  if (!now) return 'gone';
  return now.state === 'draft' ? 'changed' : 'state';
}
