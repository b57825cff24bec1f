import { z } from 'zod';

/** Years that both know whom moments are reckoned with: here and in the database. No session is near their ends. */
const earliest = Temporal.Instant.from('1900-01-01T00:00:00Z').epochMilliseconds;
const latest = Temporal.Instant.from('9000-01-01T00:00:00Z').epochMilliseconds;

/** What an event says of a session, as far as cells are concerned. */
const counted = z.object({
  activity_id: z.string().regex(/^[1-9]\d{0,15}$/),
  started_at: z.iso.datetime({ offset: true }).transform((text, context) => {
    const moment = readMoment(text);
    if (moment) return moment;
    context.addIssue('no moment that can be reckoned with');
    return z.NEVER;
  }),
});

/** `session.finished`, `session.reopened`: one session. */
export const transitionData = counted;

/** `session.changed`: a session before and after; null where it was not there. */
export const changeData = z.object({ before: counted.nullable(), after: counted.nullable() });

export type CountedData = z.infer<typeof counted>;

function readMoment(text: string): Temporal.Instant | null {
  try {
    const moment = Temporal.Instant.from(text);
    // In milliseconds: to compare moments takes ten times as long, and tens of thousands come in a second.
    const at = moment.epochMilliseconds;
    return at >= earliest && at < latest ? moment : null;
  } catch {
    return null;
  }
}
