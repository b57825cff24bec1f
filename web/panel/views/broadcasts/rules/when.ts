/** When a broadcast goes out, as a form has it. */
import type { StartWish } from '../../../api/broadcasts.ts';

export const whens = ['now', 'at', 'local'] as const;
export type When = (typeof whens)[number];

/**
 * What the API is asked.
 *
 * @param typed a day and a time by the browser's clock, or by that of each recipient: `2026-11-30T10:00`.
 * @returns null where the time is not typed yet.
 */
export function wishOf(when: When, typed: string): StartWish | null {
  if (when === 'now') return {};
  if (typed === '') return null;
  if (when === 'local') return { local_at: typed };
  const zone = Temporal.Now.timeZoneId();
  return { at: Temporal.PlainDateTime.from(typed).toZonedDateTime(zone).toInstant().toString() };
}
