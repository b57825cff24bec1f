/** The shapes of the statistics' part of the API. Columns of one length stand beside each other, as charts take them. */
import { z } from 'zod';

/** How long a step of a chart is. */
export const UNITS = ['hour', 'day', 'week', 'month'] as const;
export type Unit = (typeof UNITS)[number];

/** What activity is told apart by. */
export const GROUPS = ['event', 'handler', 'outcome'] as const;
export type Group = (typeof GROUPS)[number];

const count = z.int().min(0);
const counts = z.array(count);
const moment = z.iso.datetime({ offset: true }).meta({ example: '2026-11-22T00:00:00+03:00' });
const key = z.string().nullable();

/** The range that was asked about, as it was understood; `to` lies just behind it. */
const range = { from: moment, to: moment, zone: z.string().meta({ example: 'Europe/Moscow' }) };
const previous = z
  .strictObject({ from: moment, to: moment })
  .meta({ description: 'The period of the same length just before, with which everything is compared' });
const buckets = z.array(moment).meta({ description: 'Where each step begins; the first and the last may be shorter' });

const activitySeries = z.strictObject({
  key: key.meta({ description: 'The event, handler or outcome; null where nothing answered, or without `group`' }),
  total: count,
  previous_total: count,
  counts: counts.meta({ description: 'As many as there are steps' }),
  previous_counts: counts.meta({ description: 'Of the period before, as many again' }),
});

export const activityShape = z
  .strictObject({
    ...range,
    unit: z.enum(UNITS),
    previous,
    buckets,
    total: count,
    previous_total: count,
    series: z.array(activitySeries).meta({ description: 'The most frequent first; without `group` there is one' }),
    others: activitySeries.nullable().meta({ description: 'What came after the first `limit`, added up' }),
  })
  .meta({ id: 'StatisticsActivity' });

const peopleTotals = z.strictObject({
  active: count.meta({ description: 'Different people in the whole range' }),
  new: count.meta({ description: 'Who came for the first time' }),
  returning: count.meta({ description: 'Who was active and had come before the range' }),
});

export const usersShape = z
  .strictObject({
    ...range,
    unit: z.enum(['day', 'week', 'month']),
    previous,
    buckets,
    active: counts.meta({ description: 'Different people in each step' }),
    new: counts,
    returning: counts.meta({ description: 'Active people who had come before the step' }),
    total: peopleTotals,
    previous_total: peopleTotals,
    known: count.meta({ description: 'Everybody who ever came and was not erased' }),
    blocked: count.meta({ description: 'Of them, who keep the bot out now' }),
  })
  .meta({ id: 'StatisticsUsers' });

export const cohortsShape = z
  .strictObject({
    ...range,
    unit: z.enum(['day', 'week']),
    cohorts: z.array(
      z.strictObject({
        start: moment,
        people: count.meta({ description: 'Who came for the first time in this day or week' }),
        active: counts.meta({ description: 'How many of them were active in it, in the next one, and so on' }),
      }),
    ),
  })
  .meta({ id: 'StatisticsCohorts' });

export const funnelShape = z
  .strictObject({
    ...range,
    window: z.int().min(1).meta({ description: 'Seconds from the first step in which the others must follow' }),
    steps: z.array(
      z.strictObject({
        step: z.string().meta({ description: 'As it was asked for', example: 'handler:/menu' }),
        people: count.meta({ description: 'Who got here, through all steps before, in order' }),
        share: z.number().min(0).max(1).meta({ description: 'Of those at the first step' }),
        share_of_previous: z.number().min(0).max(1),
      }),
    ),
  })
  .meta({ id: 'StatisticsFunnel' });

export const hoursShape = z
  .strictObject({
    ...range,
    weekdays: z
      .array(z.array(count).length(24))
      .length(7)
      .meta({ description: 'Interactions by local hour, of Monday first; added up over the range' }),
    total: count,
  })
  .meta({ id: 'StatisticsHours' });

export const sourcesShape = z
  .strictObject({
    ...range,
    sources: z
      .array(
        z.strictObject({
          source: key.meta({ description: 'The payload of the deep link; null: newcomers who came without one' }),
          starts: count,
          people: count,
          new_people: count.meta({ description: 'Who had never been here before' }),
        }),
      )
      .meta({ description: 'Most people first, a thousand at most' }),
  })
  .meta({ id: 'StatisticsSources' });

export const errorsShape = z
  .strictObject({
    ...range,
    unit: z.enum(UNITS),
    previous,
    buckets,
    interactions: count.meta({ description: 'Of all kinds, in the range' }),
    total: count.meta({ description: 'Of them, what ended otherwise than done' }),
    previous_total: count,
    series: z.array(
      z.strictObject({
        handler: key,
        outcome: z.string().meta({ description: '`failed`, `unknown`, `wrong_answer`, or the name of a refusal' }),
        total: count,
        previous_total: count,
        counts,
      }),
    ),
  })
  .meta({ id: 'StatisticsErrors' });

const trackedTotals = z.strictObject({
  seconds: count.meta({ description: 'Active seconds of finished sessions, by when they began' }),
  sessions: count,
  people: count.meta({ description: 'Different people with such a session' }),
});

export const timeTrackedShape = z
  .strictObject({
    ...range,
    unit: z.enum(['day', 'week', 'month']),
    previous,
    buckets,
    seconds: counts,
    sessions: counts,
    people: counts,
    total: trackedTotals,
    previous_total: trackedTotals,
  })
  .meta({ id: 'StatisticsTimeTracked' });

export const waysShape = z
  .strictObject({
    ...range,
    version: z.int().min(1).nullable().meta({ description: 'Of the configuration; null: all of them' }),
    ways: z
      .array(
        z.strictObject({
          from: z.string().meta({ description: 'What answered this person before, within half an hour' }),
          to: z.string(),
          times: count,
          people: count,
        }),
      )
      .meta({ description: 'The most frequent first' }),
    screens: z.array(
      z.strictObject({
        handler: z.string(),
        times: count.meta({ description: 'How often it answered' }),
        entries: count.meta({ description: 'How often it was the first of a visit' }),
        stops: count.meta({ description: 'How often it was the last of a visit' }),
        stopped_people: count,
      }),
    ),
  })
  .meta({ id: 'StatisticsWays' });

export const nowShape = z
  .strictObject({
    at: moment,
    people: count.meta({ description: 'Different people in the last five minutes' }),
    updates_per_minute: z.number().min(0).meta({ description: 'Over the last five minutes' }),
    running: count.meta({ description: 'Timers that run' }),
    paused: count,
    minutes: z
      .array(count)
      .length(30)
      .meta({ description: 'Interactions in each of the last thirty minutes, the present one last' }),
  })
  .meta({ id: 'StatisticsNow' });

export type ActivityFigures = z.infer<typeof activityShape>;
export type UsersFigures = z.infer<typeof usersShape>;
export type CohortsFigures = z.infer<typeof cohortsShape>;
export type FunnelFigures = z.infer<typeof funnelShape>;
export type HoursFigures = z.infer<typeof hoursShape>;
export type SourcesFigures = z.infer<typeof sourcesShape>;
export type ErrorsFigures = z.infer<typeof errorsShape>;
export type TimeTrackedFigures = z.infer<typeof timeTrackedShape>;
export type WaysFigures = z.infer<typeof waysShape>;
export type NowFigures = z.infer<typeof nowShape>;
