import type { Clock } from '../platform/clock.ts';
import type { Queries } from '../platform/database/database.ts';
import { OutboundError, type Outbound, type OutboundAnswer } from '../platform/outbound.ts';
import { storable } from '../platform/storable-text.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import { givenUpAfter, hasArrived, pauseAfter } from './rules/retry.ts';
import { sign, signatureHeader, timestampHeader } from './rules/signature.ts';
import { noteAttempt, takeDueDeliveries, type Attempt, type TakenDelivery } from './store/deliveries.ts';

export interface SendingDependencies {
  readonly queries: Queries;
  readonly outbound: Pick<Outbound, 'request'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Signs for webhooks without a secret of their own. */
  readonly sharedSecret: string | undefined;
}

/** Milliseconds a receiver has for its whole answer. */
const timeLimit = 10_000;
/** Milliseconds for which a delivery is nobody else's. */
const hold = 30_000;
/** Deliveries under way at the same time. */
const atOnce = 10;
/** Characters of an answer that the log keeps, and bytes that are read for them at most. */
const answerKept = { characters: 1_000, bytes: 1024 * 1024 } as const;

/**
 * Sends what is due, some at a time, and notes what came of each.
 *
 * @returns how many there were.
 */
export async function sendDueDeliveries(deps: SendingDependencies, signal: AbortSignal): Promise<number> {
  const taken = await takeDueDeliveries(deps.queries, { limit: atOnce, hold });
  await Promise.all(
    taken.map(async (delivery) => {
      const attempt = await attemptDelivery(deps, delivery, signal);
      // Cut short by our own end: it is due again when its hold is over.
      if (attempt) await noteAttempt(deps.queries, delivery, attempt);
    }),
  );
  return taken.length;
}

async function attemptDelivery(
  { outbound, clock, log, sharedSecret }: SendingDependencies,
  { id, url, secret, event, body, attempts, age }: TakenDelivery,
  signal: AbortSignal,
): Promise<Attempt | null> {
  const key = secret ?? sharedSecret;
  const timestamp = String(Math.floor(clock.now().epochMilliseconds / 1_000));
  const started = performance.now();
  const outcome = await (key === undefined
    ? { error: 'unsigned' }
    : outbound
        .request({
          method: 'POST',
          url,
          body,
          headers: {
            'content-type': 'application/json',
            'user-agent': 'Minuta',
            [timestampHeader]: timestamp,
            [signatureHeader]: sign(key, timestamp, body),
            'x-minuta-event': event,
            // The same at every attempt, so that a receiver can tell a repetition.
            'x-minuta-delivery': String(id),
          },
          timeLimit,
          sizeLimit: answerKept.bytes,
          signal,
        })
        .catch((error: unknown) => ({ error: error instanceof OutboundError ? error.code : 'network' })));
  const durationMs = Math.round(performance.now() - started);
  if ('error' in outcome && outcome.error === 'stopped') return null;

  const { status, error, answer } = read(outcome);
  if (status !== null && hasArrived(status)) return { state: 'delivered', status, error, answer, durationMs, pause: 0 };
  const pause = pauseAfter(attempts, Math.random());
  const state = age + pause >= givenUpAfter ? 'dead' : 'pending';
  log.warn(
    { code: 'config_webhook', delivery: id, state, status, error, attempts },
    'a webhook did not take a delivery',
  );
  return { state, status, error, answer, durationMs, pause };
}

function read(outcome: OutboundAnswer | { readonly error: string }): Pick<Attempt, 'status' | 'error' | 'answer'> {
  if ('error' in outcome) return { status: null, error: outcome.error, answer: null };
  // Again after the cut, which may leave half a character.
  const answer = storable(outcome.body).slice(0, answerKept.characters).toWellFormed();
  return { status: outcome.status, error: null, answer };
}
