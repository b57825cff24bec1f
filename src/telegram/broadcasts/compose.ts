import type { OpenBroadcast } from '../../broadcasts/open-broadcast.ts';
import type { TakenRecipient } from '../../broadcasts/store/recipients.ts';
import type { Defaults } from '../../people/person.ts';
import { toPerson } from '../../people/store.ts';
import { Batch } from '../../platform/database/batch.ts';
import type { Session } from '../../platform/database/session.ts';
import { wholeSecond } from '../../tracker/rules/segments.ts';
import { readTrackers, trackerDesk } from '../../tracker/store.ts';
import { callsFor } from '../answers.ts';
import type { Call } from '../call.ts';

/** What a broadcast says to one person, or why it says nothing. */
export type Composed =
  | { readonly recipient: TakenRecipient; readonly call: Call }
  | { readonly recipient: TakenRecipient; readonly error: string };

/**
 * Renders a broadcast for people as the engine renders any screen, all of them together: what their values ask of the
 * database is asked in sets.
 *
 * @param reads in no transaction: nothing is changed.
 */
export async function composeFor(
  reads: Session,
  { id, engine, callback }: OpenBroadcast,
  recipients: readonly TakenRecipient[],
  { defaults, now }: { readonly defaults: Defaults; readonly now: Temporal.Instant },
): Promise<readonly Composed[]> {
  const batch = new Batch(reads);
  const [trackers] = await reads.send(readTrackers(recipients.map((recipient) => recipient.user_id)));
  batch.use(trackerDesk).load(trackers);
  return Promise.all(
    recipients.map(async (recipient): Promise<Composed> => {
      const person = toPerson(recipient.user_id, recipient, defaults);
      if (person.isErasing) return { recipient, error: 'erasing' };
      const turn = await engine.announce(
        { person, chatId: person.telegramId, trigger: { kind: 'text', text: '' }, at: wholeSecond(now), now, batch },
        callback,
      );
      const [call] = callsFor(turn, { broadcast: id, config: engine.version }, null);
      if (!call) return { recipient, error: turn.flaws[0] ?? 'nothing to show' };
      return { recipient, call: { ...call, tag: `broadcast ${id}` } };
    }),
  );
}
