/** The ranges that one tap chooses; days are counted in the zone that is looked at. */
export const presets = ['today', '7d', '30d', '90d', 'month', 'last_month', 'year'] as const;
export type Preset = (typeof presets)[number];

/** First and last day, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** The days of a range that was chosen today. */
export function daysOf(preset: Preset, today: Temporal.PlainDate): Days {
  const span = (from: Temporal.PlainDate, to = today): Days => ({ from: from.toString(), to: to.toString() });
  switch (preset) {
    case 'today':
      return span(today);
    case '7d':
      return span(today.subtract({ days: 6 }));
    case '30d':
      return span(today.subtract({ days: 29 }));
    case '90d':
      return span(today.subtract({ days: 89 }));
    case 'month':
      return span(today.with({ day: 1 }));
    case 'last_month': {
      const last = today.with({ day: 1 }).subtract({ days: 1 });
      return span(last.with({ day: 1 }), last);
    }
    case 'year':
      return span(today.with({ month: 1, day: 1 }));
    default:
      return preset satisfies never;
  }
}

/** Days as an address has them, put in order; null where they are no days. */
export function readDays(from: string | undefined, to: string | undefined): Days | null {
  try {
    const days = [from ?? '', to ?? ''].map((day) => Temporal.PlainDate.from(day));
    const [first, last] = days.toSorted((one, other) => Temporal.PlainDate.compare(one, other));
    return first && last ? { from: first.toString(), to: last.toString() } : null;
  } catch {
    return null;
  }
}
