/**
 * Days for which a month stays beyond the years of retention: what a person may still correct is reckoned in their
 * own zone, and a deletion can be undone for a week.
 */
const graceDays = 8;

/**
 * The first month that has to stay in the database; all before it lie wholly past retention. Months are UTC's.
 *
 * @param years a setting: `RETENTION_YEARS`.
 */
export function firstKeptMonth(now: Temporal.Instant, years: number): Temporal.PlainYearMonth {
  return now
    .toZonedDateTimeISO('UTC')
    .toPlainDate()
    .subtract({ years })
    .subtract({ days: graceDays })
    .toPlainYearMonth();
}

/** Reads `2021-03`; null for what is no month. */
export function readMonth(text: string): Temporal.PlainYearMonth | null {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? Temporal.PlainYearMonth.from(text) : null;
}

/** Its first day, as the database names a month. */
export function firstDayOf(month: Temporal.PlainYearMonth): Temporal.PlainDate {
  return month.toPlainDate({ day: 1 });
}
