import type { Queries } from '../platform/database/database.ts';
import { readCardTag } from './card-tag.ts';
import { rememberCard, type Card } from './store.ts';

/**
 * Remembers which message became a session's card.
 *
 * @param tag of the call that sent it; one that marks no card is none of ours.
 */
export async function noteCard(queries: Queries, tag: string, message: Card): Promise<void> {
  const card = readCardTag(tag);
  if (card) await rememberCard(queries, [{ ...card, card: message }]);
}
