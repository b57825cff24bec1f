import { z } from 'zod';
import { noUser, userIdOfPath } from '../../people/user-of-path.ts';
import type { Api } from '../../platform/http/api.ts';
import { idText } from '../../platform/http/id-text.ts';
import { invalid } from '../../platform/http/problem.ts';
import type { TimeDependencies } from '../change-time.ts';
import { personStatistics, type PersonStatistics, type StatisticsQuestion } from '../person-statistics.ts';
import { NAMED_PERIODS, oneDay, type Period } from '../rules/periods.ts';
import { boundText, statsShape } from '../schema.ts';
import { boundOf } from './session-input.ts';

/** A person's figures: the numbers that the chat shows. */
export function statisticsRoutes(api: Api, deps: TimeDependencies): void {
  api.get(
    '/users/:id/stats',
    {
      config: { needs: 'tracker:read' },
      schema: {
        tags: ['Statistics'],
        summary: 'How much time a user has tracked, and in what',
        description:
          'Days are the user’s own: of their zone and from their start of the day, and each session’s days those of the zone it was lived in. Without `from`, `to` and `period` it is all time.',
        params: z.strictObject({ id: idText }),
        querystring: z.strictObject({
          from: boundText.exactOptional().meta({ description: 'The first day, or a moment in it' }),
          to: boundText
            .exactOptional()
            .meta({ description: 'The last day, included, or a moment before which it ends; today unless given' }),
          period: z.enum(NAMED_PERIODS).exactOptional().meta({ description: 'In place of the days' }),
          activity_id: idText.exactOptional().meta({ description: 'Of one activity only' }),
        }),
        response: { 200: statsShape },
      },
    },
    async ({ params, query }) => {
      const userId = userIdOfPath(params.id);
      const { from, to, period, activity_id: activityId } = query;
      if (period !== undefined && (from ?? to) !== undefined)
        throw invalid([{ path: 'query.period', message: 'takes the place of from and to' }]);
      if (from === undefined && to !== undefined)
        throw invalid([{ path: 'query.from', message: 'is needed where to is given' }]);
      const periodFrom: StatisticsQuestion['periodFrom'] = (today, dayOf): Period => {
        // As days, of which a row of days in a row is told as well.
        if (period === 'today') return oneDay(today);
        if (period === 'yesterday') return oneDay(today.subtract({ days: 1 }));
        if (from === undefined) return period ?? 'all';
        // Nothing of a day has passed at its first moment.
        const lastDay = (moment: Temporal.Instant) => dayOf(moment.subtract({ seconds: 1 }));
        return { from: dayIn(from, dayOf), to: to === undefined ? today : dayIn(to, lastDay) };
      };
      const question = { periodFrom, activityId: activityId === undefined ? null : Number(activityId) };
      const found = await personStatistics(deps, userId, question);
      if (!found) throw noUser(params.id);
      return present(found);
    },
  );
}

function dayIn(text: string, dayOf: (at: Temporal.Instant) => Temporal.PlainDate): Temporal.PlainDate {
  const moment = text.includes('T') ? boundOf(text, 0) : undefined;
  return moment === undefined ? Temporal.PlainDate.from(text) : dayOf(moment);
}

function present({ person, range, report, streak }: PersonStatistics): z.infer<typeof statsShape> {
  return {
    user_id: String(person.id),
    telegram_id: String(person.telegramId),
    from: range.from && range.from.toString(),
    to: range.to && range.to.toString(),
    time_zone: person.timeZone,
    total: report.total,
    sessions: report.sessions,
    average: report.average,
    longest: report.longest,
    streak: streak ?? 0,
    previous_total: report.previousTotal,
    change: report.change,
    activities: report.activities.map(({ activityId, name, seconds, share, sessions, longest }) => ({
      activity_id: String(activityId),
      name,
      total: seconds,
      share,
      sessions,
      longest,
    })),
  };
}
