import { z } from 'zod';
import { fewAtOnce } from '../platform/few-at-once.ts';
import type { ApiPlugin } from '../platform/http/api.ts';
import { boundText } from '../tracker/schema.ts';
import { countActivity, countErrors, countHours } from './count-activity.ts';
import { countRetention, countUsers, tellSources } from './count-people.ts';
import { followFunnel } from './follow-funnel.ts';
import { lookNow } from './look-now.ts';
import type { FiguresDependencies } from './open-figures.ts';
import { figuresRoute } from './routes/figures-route.ts';
import { rangeOf, stepsOf } from './routes/range-of.ts';
import * as tables from './rules/tables.ts';
import {
  activityShape,
  cohortsShape,
  errorsShape,
  funnelShape,
  GROUPS,
  hoursShape,
  nowShape,
  sourcesShape,
  timeTrackedShape,
  UNITS,
  usersShape,
  waysShape,
} from './schema.ts';
import { sumTime } from './sum-time.ts';
import { tellWays } from './tell-ways.ts';

const range = {
  from: boundText
    .exactOptional()
    .meta({ description: 'The first day, or a moment; thirty days before `to` unless given' }),
  to: boundText
    .exactOptional()
    .meta({ description: 'The last day, included, or a moment before which it ends; today unless given' }),
  zone: z.string().max(64).exactOptional().meta({
    description: 'Whose days and hours are meant; the service’s own zone unless given',
    example: 'Asia/Kathmandu',
  }),
};
const dayUnits = ['day', 'week', 'month'] as const;
const cohortUnits = ['day', 'week'] as const;
const unitOf = <const Units extends readonly string[]>(units: Units) =>
  z.enum(units).exactOptional().meta({ description: 'How long a step is; what suits the range unless given' });

const step = z
  .string()
  .max(200)
  .regex(/^(event|handler):./, { error: 'must be event:… or handler:…' });
const [usualWindow, longestWindow] = [7 * 86_400, 31 * 86_400];

/** Statements of figures under way in a process. */
const mostAtOnce = 3;

export interface StatisticsRoutesDependencies extends Omit<FiguresDependencies, 'inTurn'> {
  /** Whose days are meant where nobody says so: an IANA name. */
  readonly zone: string;
}

/** The figures of how the bot is used. */
export function statisticsRoutes(given: StatisticsRoutesDependencies): ApiPlugin {
  const deps = { ...given, inTurn: fewAtOnce(mostAtOnce) };
  return (api) => {
    figuresRoute(api, {
      path: 'activity',
      summary: 'Interactions over time',
      query: {
        ...range,
        unit: unitOf(UNITS),
        group: z.enum(GROUPS).exactOptional().meta({ description: 'What they are told apart by' }),
        limit: z.coerce.number().int().min(1).max(200).default(20).meta({ description: 'Series at most' }),
      },
      shape: activityShape,
      answer: ({ group, limit, ...asked }) => countActivity(deps, stepsOf(deps, asked, UNITS), { group, limit }),
      table: tables.activityTable,
    });
    figuresRoute(api, {
      path: 'users',
      summary: 'Active, new and returning people over time',
      query: { ...range, unit: unitOf(dayUnits) },
      shape: usersShape,
      answer: (asked) => countUsers(deps, stepsOf(deps, asked, dayUnits)),
      table: tables.usersTable,
    });
    figuresRoute(api, {
      path: 'cohorts',
      summary: 'Of those who came in a day or a week, how many came back',
      query: { ...range, unit: unitOf(cohortUnits) },
      shape: cohortsShape,
      answer: (asked) => countRetention(deps, stepsOf(deps, { unit: 'week', ...asked }, cohortUnits, 110)),
      table: tables.cohortsTable,
    });
    figuresRoute(api, {
      path: 'funnel',
      summary: 'How many people got through some steps, in order',
      query: {
        ...range,
        steps: z
          .array(step)
          .min(2)
          .max(8)
          .meta({
            description:
              '`event:start` is any interaction of a kind, `handler:/menu` what one handler or callback answered',
            example: ['event:start', 'handler:/menu'],
          }),
        window: z.coerce.number().int().min(1).max(longestWindow).default(usualWindow).meta({
          description: 'Seconds from the first step in which the others must follow',
        }),
      },
      shape: funnelShape,
      answer: ({ steps, window, ...asked }) => followFunnel(deps, rangeOf(deps, asked), { steps, window }),
      table: tables.funnelTable,
    });
    figuresRoute(api, {
      path: 'hours',
      summary: 'Interactions by hour of the week',
      query: range,
      shape: hoursShape,
      answer: (asked) => countHours(deps, rangeOf(deps, asked)),
      table: tables.hoursTable,
    });
    figuresRoute(api, {
      path: 'sources',
      summary: 'The deep links through which people came',
      query: range,
      shape: sourcesShape,
      answer: (asked) => tellSources(deps, rangeOf(deps, asked)),
      table: tables.sourcesTable,
    });
    figuresRoute(api, {
      path: 'errors',
      summary: 'Interactions that failed or were refused, over time',
      query: {
        ...range,
        unit: unitOf(UNITS),
        limit: z.coerce.number().int().min(0).exactOptional().meta({
          description: 'Series at most, all unless given; 0 tells the totals alone, sooner',
        }),
      },
      shape: errorsShape,
      answer: ({ limit = Infinity, ...asked }) => countErrors(deps, stepsOf(deps, asked, UNITS), { limit }),
      table: tables.errorsTable,
    });
    figuresRoute(api, {
      path: 'time-tracked',
      summary: 'Time that all people together have tracked',
      query: { ...range, unit: unitOf(dayUnits) },
      shape: timeTrackedShape,
      answer: (asked) => sumTime(deps, stepsOf(deps, asked, dayUnits)),
      table: tables.timeTrackedTable,
    });
    figuresRoute(api, {
      path: 'ways',
      summary: 'From which screen people went to which, and where they stopped',
      query: {
        ...range,
        version: z.coerce
          .number()
          .int()
          .min(1)
          .exactOptional()
          .meta({ description: 'Only while this version of the configuration answered' }),
      },
      shape: waysShape,
      answer: ({ version, ...asked }) => tellWays(deps, rangeOf(deps, asked), version ?? null),
      table: tables.waysTable,
    });
    figuresRoute(api, {
      path: 'now',
      summary: 'What happens at this moment',
      query: {},
      shape: nowShape,
      answer: () => lookNow(deps),
      table: tables.nowTable,
    });
  };
}
