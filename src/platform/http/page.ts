import { hash } from 'node:crypto';
import { z } from 'zod';
import { invalid } from './problem.ts';
import { unstorable } from './storable.ts';

/** How much of a list is asked for: to be spread into a route's `querystring`. */
export const pageQuery = {
  /** Items on a page. */
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: 'Items on a page' }),
  cursor: z
    .string()
    .max(500)
    .exactOptional()
    .meta({ description: 'What the page before gave as `next_cursor`; without it the list begins' }),
};

/** A page of a list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    items: z.array(item),
    next_cursor: z.string().nullable().meta({ description: 'Of the next page; null at the end' }),
  });
}

/**
 * A page out of one row more than it holds, which tells whether there is a next one.
 *
 * @param name of the list; a cursor of one is none of another.
 * @param keyOf what of its last row tells where the next page begins.
 */
export function toPage<Row, Item>(
  name: string,
  { rows, limit }: { readonly rows: readonly Row[]; readonly limit: number },
  keyOf: (row: Row) => unknown,
  present: (row: Row) => Item,
): { items: Item[]; next_cursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { items: shown.map(present), next_cursor: hasMore ? makeCursor(name, keyOf(last)) : null };
}

/** Where the next page begins, as a text that tells nothing to who reads it. */
export function makeCursor(name: string, key: unknown): string {
  const text = Buffer.from(JSON.stringify(key)).toString('base64url');
  return `${text}.${checksum(name, text)}`;
}

/**
 * The key that a cursor was made of; null for the first page.
 *
 * @throws {Problem} 422 for a cursor that was not made for this list, or was changed. A cursor opens nothing, its key
 * is bound like any value: the checksum is there so that a mistake is told instead of giving a wrong page.
 */
export function readCursor<Key>(name: string, schema: z.ZodType<Key>, cursor: string | undefined): Key | null {
  if (cursor === undefined) return null;
  const [text = '', sum = '', ...rest] = cursor.split('.');
  const isWhole = rest.length === 0 && sum === checksum(name, text);
  const key = isWhole ? schema.safeParse(readKey(text)) : null;
  if (!key?.success)
    throw invalid([{ path: 'query.cursor', message: 'is not a cursor of this list' }], 'The cursor does not fit.');
  return key.data;
}

/** Undefined for what no list has made, whatever its checksum says: anybody can reckon that. */
function readKey(text: string): unknown {
  try {
    const key: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return unstorable(key, 'querystring').length === 0 ? key : undefined;
  } catch {
    return undefined;
  }
}

function checksum(name: string, text: string): string {
  return hash('sha256', `${name}:${text}`, 'base64url').slice(0, 8);
}
