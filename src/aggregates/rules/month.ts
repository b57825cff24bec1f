/**
 * The month of UTC in which a moment lies, by its first day. It follows from the moment alone: whoever moves, or begins
 * their day at another hour, changes no month.
 */
export function monthOf(moment: Temporal.Instant): Temporal.PlainDate {
  return moment.toZonedDateTimeISO('UTC').toPlainDate().with({ day: 1 });
}

/** The moment in which a month of UTC begins. */
export function monthStart(month: Temporal.PlainDate): Temporal.Instant {
  return month.toZonedDateTime('UTC').toInstant();
}
