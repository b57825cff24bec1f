import type { CallResult } from './call.ts';
import type { Conflict } from './client.ts';

/** What kept updates from coming, by what somebody has to do about it. */
export const deliveryTroubles = [
  /** Another program receives for the same bot. */
  'conflict',
  /** Telegram does not know the token any more. */
  'unauthorized',
  /** Telegram, or the way there, does not answer. */
  'unreachable',
  /** Telegram will not have this webhook. */
  'refused',
  /** Telegram cannot bring updates to the webhook. */
  'webhook',
] as const;

export interface DeliveryTrouble {
  readonly kind: (typeof deliveryTroubles)[number];
  /** Telegram's own words, or what the network said. */
  readonly words: string;
}

/** What is wrong where a call about delivery was not taken; null where it was, or Telegram only wants a pause. */
export function troubleOf(result: CallResult | Conflict): DeliveryTrouble | null {
  switch (result.outcome) {
    case 'conflict':
      return { kind: 'conflict', words: result.description };
    case 'unavailable':
      return { kind: isUnknownToken(result.cause) ? 'unauthorized' : 'unreachable', words: result.cause };
    case 'refused':
    case 'blocked':
      return { kind: 'refused', words: result.description };
    default:
      return null;
  }
}

/** How the client calls Telegram's answer to a token that it does not know: 401, or 404 where its shape is wrong. */
export function isUnknownToken(cause: string): boolean {
  return cause === '401 unauthorized' || cause === '404 not found';
}
