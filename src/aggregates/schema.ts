import { z } from 'zod';

/** What an event says of a session, as far as cells are concerned. */
const counted = z.object({
  activity_id: z.string().regex(/^[1-9]\d{0,15}$/),
  started_at: z.iso.datetime({ offset: true }),
});

/** `session.finished`, `session.reopened`: one session. */
export const transitionData = counted;

/** `session.changed`: a session before and after; null where it was not there. */
export const changeData = z.object({ before: counted.nullable(), after: counted.nullable() });

export type CountedData = z.infer<typeof counted>;
