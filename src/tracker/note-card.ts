import type { Queries } from '../platform/database/database.ts';
import type { Statement } from '../platform/database/session.ts';
import { readCardTag } from './card-tag.ts';
import { rememberCard, type Card } from './store.ts';

/**
 * Remembers which message became a session's card.
 *
 * @param tag of the call that sent it; one that marks no card is none of ours.
 */
export async function noteCard(queries: Queries, tag: string, message: Card): Promise<void> {
  await cardNote(tag, message)?.execute(queries);
}

/** The statement that does it; null for a tag that marks no card. */
export function cardNote(tag: string, message: Card): Statement | null {
  const card = readCardTag(tag);
  return card && rememberCard([{ ...card, card: message }]);
}
