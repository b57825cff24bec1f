/** The month that was asked for last, and its ends in milliseconds since 1970. */
interface KnownMonth {
  readonly month: Temporal.PlainDate;
  readonly from: number;
  readonly until: number;
}

/** Events come by the thousand from one month, and to ask the calendar for each took a worker a sixth of its time. */
let last: KnownMonth | undefined;

/**
 * The month of UTC in which a moment lies, by its first day. It follows from the moment alone: whoever moves, or begins
 * their day at another hour, changes no month.
 */
export function monthOf(moment: Temporal.Instant): Temporal.PlainDate {
  const at = moment.epochMilliseconds;
  if (!last || at < last.from || at >= last.until) last = lookUp(moment);
  return last.month;
}

function lookUp(moment: Temporal.Instant): KnownMonth {
  const month = moment.toZonedDateTimeISO('UTC').toPlainDate().with({ day: 1 });
  const next = month.add({ months: 1 });
  return { month, from: monthStart(month).epochMilliseconds, until: monthStart(next).epochMilliseconds };
}

/** The moment in which a month of UTC begins. */
export function monthStart(month: Temporal.PlainDate): Temporal.Instant {
  return month.toZonedDateTime('UTC').toInstant();
}
