import { sql } from 'kysely';
import type { Queries } from '../platform/database/database.ts';
import { sqlState } from '../platform/database/errors.ts';
import type { UserId } from '../platform/ids.ts';

/** How many people make a page, and the milliseconds that what is done with one should take. */
interface PageSize {
  readonly first: number;
  readonly most: number;
  readonly atLeast: number;
  readonly atMost: number;
}

/** Who has tracked for years has some thousand sessions, who has just come a handful. */
const usual: PageSize = { first: 25, most: 200, atLeast: 500, atMost: 5_000 };

/**
 * Everybody in pages by id, each page in short statements: after one that took its reader long come smaller ones, down
 * to a single person, and larger ones again when those are quick. So what stops between pages always gets on, however
 * much people have tracked and however busy the disk is.
 *
 * @param after those with a higher id.
 */
export async function* pagesOfPeople(
  queries: Queries,
  after: number,
  { first, most, atLeast, atMost }: PageSize = usual,
): AsyncGenerator<readonly UserId[]> {
  let size = first;
  for (let last = after; ;) {
    const { rows } = await sql<{ id: UserId }>`
      select id from users where id > ${last}::bigint order by id limit ${size}::int`.execute(queries);
    const end = rows.at(-1);
    if (!end) return;
    const from = performance.now();
    yield rows.map(({ id }) => id);
    const took = performance.now() - from;
    if (took > atMost) size = Math.max(1, Math.floor(size / 2));
    else if (took < atLeast) size = Math.min(most, size * 2);
    last = end.id;
  }
}

/**
 * Works on many things in one statement or transaction; where that takes longer than a statement may, on one half and
 * then on the other, and so on.
 *
 * @returns the results, in the order of the things.
 * @throws what a single thing's work throws, and whatever else than that it took too long.
 */
export async function inHalves<Item, Result>(
  items: readonly Item[],
  work: (items: readonly Item[]) => Promise<Result>,
): Promise<readonly Result[]> {
  try {
    return [await work(items)];
  } catch (error) {
    if (items.length < 2 || sqlState(error) !== statementTimedOut) throw error;
    const half = Math.ceil(items.length / 2);
    return [...(await inHalves(items.slice(0, half), work)), ...(await inHalves(items.slice(half), work))];
  }
}

const statementTimedOut = '57014';
