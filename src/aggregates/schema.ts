import { z } from 'zod';

/** What an event says of a session, as far as cells are concerned. */
const counted = z.object({
  activity_id: z.string().regex(/^[1-9]\d{0,15}$/),
  started_at: z.iso.datetime({ offset: true }).refine(isMoment),
});

/** `session.finished`, `session.reopened`: one session. */
export const transitionData = counted;

/** `session.changed`: a session before and after; null where it was not there. */
export const changeData = z.object({ before: counted.nullable(), after: counted.nullable() });

export type CountedData = z.infer<typeof counted>;

/** Whether it can be reckoned with here and in the database, which know other years each; no session is near their ends. */
function isMoment(text: string): boolean {
  try {
    const { year } = Temporal.Instant.from(text).toZonedDateTimeISO('UTC');
    return year >= 1900 && year < 9000;
  } catch {
    return false;
  }
}
