/** The shapes of the tracker's part of the API. */
import { z } from 'zod';
import { idText } from '../platform/http/id-text.ts';

/** An id in a body, where a number does as well. */
const idInput = z
  .union([idText, z.int().min(1).max(999_999_999_999_999)])
  .meta({ description: 'An id, as text or as a number' });

export const uuidText = z.guid().meta({ example: '019ac5b2-5c80-7a1b-8f3e-2d4c6b8a0f11' });

/** A moment, RFC 3339. */
const momentText = z.iso.datetime({ offset: true }).meta({ example: '2026-11-22T14:05:00+03:00' });
const whenText = z.iso.datetime({ offset: true }).meta({ example: '2026-11-22T11:05:00Z' });

const mostRecentDay = '2199-12-31';
/** A day that databases and calendars agree on. */
export const dayText = z.iso
  .date()
  .refine((day) => day >= '1970-01-01' && day <= mostRecentDay, { error: `must lie between 1970 and ${mostRecentDay}` })
  .meta({ example: '2026-11-22' });

/** Where a range begins or ends. */
export const boundText = z.union([momentText, dayText]);

const names = { id: 'The user', telegram_id: 'What Telegram calls them' };

export const sessionShape = z
  .strictObject({
    id: uuidText,
    user_id: idText.meta({ description: names.id }),
    telegram_id: z.string().meta({ description: names.telegram_id, example: '70000000007' }),
    activity_id: idText,
    state: z.enum(['tracking', 'paused', 'finished']),
    started_at: whenText,
    finished_at: whenText.nullable(),
    duration: z.int().min(0).meta({ description: 'Active seconds, pauses excluded; up to now while it goes on' }),
    segments: z
      .array(z.strictObject({ from: whenText, to: whenText.nullable() }))
      .meta({ description: 'The active stretches; the last one is open while the timer runs' }),
    time_zone: z
      .string()
      .meta({ description: 'Where it was lived: its days are counted there', example: 'Europe/Moscow' }),
  })
  .meta({ id: 'Session' });

export const switchedShape = z
  .strictObject({
    ...sessionShape.shape,
    finished: sessionShape.nullable().meta({ description: 'The session that ended in the same moment' }),
  })
  .meta({ id: 'SwitchedSession' });

const zoneText = z
  .string()
  .max(64)
  .meta({ description: 'Where it was lived; the person’s own zone unless given', example: 'Europe/Moscow' });

export const newSessionShape = z
  .strictObject({
    user_id: idInput,
    activity_id: idInput,
    started_at: momentText.exactOptional().meta({ description: 'With `finished_at`: writes down a past session' }),
    finished_at: momentText.exactOptional(),
    time_zone: zoneText.exactOptional(),
  })
  .meta({ id: 'NewSession' });

export const switchShape = z.strictObject({ user_id: idInput, activity_id: idInput });

export const sessionChangeShape = z
  .strictObject({
    activity_id: idInput.exactOptional(),
    started_at: momentText.exactOptional(),
    finished_at: momentText.exactOptional(),
  })
  .refine((change) => Object.keys(change).length > 0, { error: 'says nothing that is to be changed' })
  .meta({ id: 'SessionChange' });

export const activityShape = z
  .strictObject({
    id: idText,
    user_id: idText,
    name: z.string(),
    archived: z.boolean(),
  })
  .meta({ id: 'Activity' });

const nameText = z
  .string()
  .max(4096)
  .meta({ description: '1–64 characters, unique per user without regard to case', example: 'Чтение' });
export const newActivityShape = z.strictObject({ name: nameText }).meta({ id: 'NewActivity' });
export const activityChangeShape = z
  .strictObject({ name: nameText.exactOptional(), archived: z.boolean().exactOptional() })
  .refine((change) => Object.keys(change).length > 0, { error: 'says nothing that is to be changed' })
  .meta({ id: 'ActivityChange' });

const seconds = z.int().min(0);
export const statsShape = z
  .strictObject({
    user_id: idText,
    telegram_id: z.string(),
    from: dayText.nullable().meta({ description: 'The first day; null: since the beginning' }),
    to: dayText.nullable().meta({ description: 'The last day, included' }),
    time_zone: z.string().meta({ description: 'The person’s own zone, whose today it is' }),
    total: seconds.meta({ description: 'Active seconds' }),
    sessions: z.int().min(0),
    average: seconds.meta({ description: 'Seconds a session' }),
    longest: seconds,
    streak: z.int().min(0).meta({ description: 'Days in a row with tracked time, up to today' }),
    previous_total: seconds.meta({ description: 'Of the period of the same kind just before' }),
    change: z.int().nullable().meta({ description: 'Against that, in percent; null where there was nothing' }),
    activities: z.array(
      z.strictObject({
        activity_id: idText,
        name: z.string(),
        total: seconds,
        share: z.int().min(0).max(100).meta({ description: 'In percent; the shares add up to 100' }),
        sessions: z.int().min(0),
        longest: seconds,
      }),
    ),
  })
  .meta({ id: 'Statistics' });
