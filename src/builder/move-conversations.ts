import type { Queries } from '../platform/database/database.ts';
import { readPublished } from './published.ts';
import { entriesOf, moved, type Entries } from './rules/moving.ts';
import { moveAll, readOpenPlaces, type Move } from './store/moving.ts';

/**
 * Takes people who are in the middle of a question over to a version that is being published, within its
 * transaction: whose question is still there goes on with it, under its present name; the others' questions end.
 * Turns that wait for the clock or a server finish on their own version.
 */
export async function moveConversations(transaction: Queries, version: number): Promise<void> {
  const places = await readOpenPlaces(transaction, version);
  if (places.length === 0) return;
  const known = new Map<number, Entries | null>();
  for (const each of new Set([version, ...places.map((place) => place.config_version)])) {
    const published = await readPublished(transaction, each);
    known.set(each, published && entriesOf(published));
  }
  const to = known.get(version) ?? null;
  const moves = places.map((place): Move => {
    const from = known.get(place.config_version) ?? null;
    return { place, to: from && to && moved(place, from, to) };
  });
  await moveAll(transaction, version, moves);
}
