import { z } from 'zod';
import { isTelegramId, isUserId, type JobId, type TelegramId, type UserId } from '../platform/ids.ts';

/** Somebody about whom everything is erased, as far as that has to be known to do it. */
export interface Erased {
  readonly userId: UserId;
  readonly telegramId: TelegramId;
  /** When they were first met: with their id it tells them from whoever gets that id in a database of a backup. */
  readonly createdAt: Temporal.Instant;
  /** Since when nothing else is done for them. */
  readonly erasingAt: Temporal.Instant;
  /** The job that erases them, which outlives them. */
  readonly jobId: JobId;
}

const moment = z.iso.datetime().transform((text) => Temporal.Instant.from(text));
const kept = z.object({
  user_id: z.number().refine(isUserId),
  telegram_id: z.number().refine(isTelegramId),
  created_at: moment,
  erasing_at: moment,
});

/** Reads whom a job erases out of what it has kept; null where it has kept nobody. */
export function readKept(jobId: JobId, given: unknown): Erased | null {
  const parsed = kept.safeParse(given);
  if (!parsed.success) return null;
  const { user_id: userId, telegram_id: telegramId, created_at: createdAt, erasing_at: erasingAt } = parsed.data;
  return isUserId(userId) && isTelegramId(telegramId) ? { userId, telegramId, createdAt, erasingAt, jobId } : null;
}
