import { z } from 'zod';
import { action, argument, type Action } from '../builder/actions-catalogue.ts';
import type { ValueProviders } from '../builder/render.ts';
import type { Turn } from '../builder/turn.ts';
import { NAMED_PERIODS, type DateRange, type NamedPeriod, type Period } from './rules/calendar.ts';
import { parseDateRange } from './rules/when.ts';
import { readStatistics, type Question } from './statistics.ts';
import { trackerOf } from './turn-tracker.ts';

const screens = {
  empty: 'stats.empty',
  show: 'stats',
  unclear: 'stats.unclear',
  until: 'stats.until',
  from: 'stats.from',
  to: 'stats.to',
} as const;

const noArgs = z.strictObject({});

/** Statistics as text. */
export const statisticsActions: readonly Action[] = [
  action({
    name: 'tracker.stats',
    title: { ru: 'Показать статистику', en: 'Show the statistics' },
    summary: {
      ru: 'Показывает статистику за период, по одной активности или по всем, в сообщении, при котором стоит.',
      en: 'Shows the statistics of a period, of one activity or of all, in the message it stands with.',
    },
    example: 'tracker.stats',
    args: z.strictObject({
      period: argument(z.string().max(64).optional(), {
        ru: [
          'Период',
          'today, yesterday, this_week, last_week, this_month, last_month, this_year, all или 2026-11-01..2026-11-07; без него — как на кнопке',
        ],
        en: [
          'Period',
          'today, yesterday, this_week, last_week, this_month, last_month, this_year, all or 2026-11-01..2026-11-07; as the button says where there is none',
        ],
      }),
    }),
    fromWords: (words) => (words.trim() === '' ? {} : { period: words.trim() }),
    targets: () => [screens.empty],
    shows: 'message',
    run: async (turn, { period }, entry) => {
      // A step without a message of its own asks for the screen that has one.
      if (!entry.hasMessage) return turn.go(screens.show, period ?? turn.args);
      const question = readQuestion(period ?? turn.args);
      turn.current = `${screens.show} ${keyOf(question)}`;
      if (!(await prepare(turn, question))) return turn.go(screens.empty, keyOf(question));
      return entry.show(turn, 'edit');
    },
  }),
  action({
    name: 'tracker.stats_from',
    title: { ru: 'Принять начало периода', en: 'Take the first day of a range' },
    summary: {
      ru: 'Берёт первый день периода, или весь период, из написанного.',
      en: 'Takes the first day of a range, or a whole range, from what was typed.',
    },
    example: 'tracker.stats_from',
    args: noArgs,
    targets: () => [screens.show, screens.unclear, screens.until, screens.to],
    run: async (turn) => {
      const range = understood(turn);
      const about = turn.text('about');
      if (!range) {
        await turn.go(screens.unclear);
        return turn.ask(screens.from, { about });
      }
      if (!range.from.equals(range.to)) return showRange(turn, range, about);
      turn.values['from'] = range.from;
      await turn.go(screens.until);
      return turn.ask(screens.to, { about, from: range.from.toString() });
    },
  }),
  action({
    name: 'tracker.stats_to',
    title: { ru: 'Принять конец периода', en: 'Take the last day of a range' },
    summary: {
      ru: 'Берёт последний день периода из написанного и показывает статистику.',
      en: 'Takes the last day of a range from what was typed, and shows the statistics.',
    },
    example: 'tracker.stats_to',
    args: noArgs,
    targets: () => [screens.show, screens.unclear],
    run: async (turn) => {
      const range = understood(turn);
      const about = turn.text('about');
      const first = turn.text('from');
      if (!range) {
        await turn.go(screens.unclear);
        return turn.ask(screens.to, { about, from: first });
      }
      return showRange(turn, { from: Temporal.PlainDate.from(first), to: range.to }, about);
    },
  }),
];

/**
 * - `stats`: `rows` (`name`, `total`, `share`, `sessions`), `total`, `sessions`, `average`, `longest`,
 *   `previous_total`, `change` (percent, or empty), `streak` (days in a row with tracked time, up to today; of
 *   periods longer than a day)
 * - `period`: `name` (`today`, …, `all`, `custom`), `range` (its days, for the `date` filter), `key` for buttons
 * - `filter`: the activity it is narrowed to: `id`, `name`, `suffix` (the words that keep it, for buttons)
 * - `is_running`: whether a session is going on
 */
export const statisticsValues: ValueProviders = {
  filter: () => ({ id: null, name: null, suffix: '' }),
  is_running: (turn) => trackerOf(turn).session !== null,
};

async function prepare(turn: Turn, question: Question): Promise<boolean> {
  const { period } = question;
  const { range, report, streak, all } = await readStatistics(turn, question);
  turn.values['stats'] = {
    rows: report.activities.map(({ name, seconds, share, sessions }) => ({ name, total: seconds, share, sessions })),
    total: report.total,
    sessions: report.sessions,
    average: report.average,
    longest: report.longest,
    previous_total: report.previousTotal,
    change: report.change,
    streak,
  };
  turn.values['period'] = {
    name: typeof period === 'string' ? period : 'custom',
    range: range.from === null ? null : range,
    key: periodKey(period),
  };
  const narrowed = all.find((sum) => sum.activityId === question.activityId);
  turn.values['filter'] = {
    id: question.activityId,
    name: narrowed?.name ?? null,
    suffix: question.activityId === null ? '' : ` ${question.activityId}`,
  };
  return report.sessions > 0;
}

/** Reads `today`, `2026-11-01..2026-11-07` or `this_week 42`; whatever else is today. */
function readQuestion(words: string): Question {
  const [period = '', activity = ''] = words.trim().split(/\s+/);
  const activityId = /^\d{1,15}$/.test(activity) ? Number(activity) : null;
  return { period: readPeriod(period), activityId };
}

function readPeriod(word: string): Period {
  const named = NAMED_PERIODS.find((name): name is NamedPeriod => name === word);
  if (named) return named;
  const [, from, to] = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(word) ?? [];
  try {
    if (from && to) return { from: Temporal.PlainDate.from(from), to: Temporal.PlainDate.from(to) };
  } catch {
    // A day that no calendar has: an old or forged button.
  }
  return 'today';
}

function periodKey(period: Period): string {
  return typeof period === 'string' ? period : `${period.from.toString()}..${period.to.toString()}`;
}

function keyOf({ period, activityId }: Question): string {
  return activityId === null ? periodKey(period) : `${periodKey(period)} ${activityId}`;
}

function understood(turn: Turn): DateRange | null {
  return parseDateRange(turn.input ?? '', { today: turn.today, language: turn.person.language });
}

async function showRange(turn: Turn, range: DateRange, about: string): Promise<void> {
  const [from, to] =
    Temporal.PlainDate.compare(range.from, range.to) <= 0 ? [range.from, range.to] : [range.to, range.from];
  const [activity = ''] = about.trim().split(' ');
  return turn.go(screens.show, keyOf({ period: { from, to }, activityId: activity ? Number(activity) : null }));
}
