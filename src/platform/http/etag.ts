import type { FastifyRequest } from 'fastify';
import { Problem, type FieldError } from './problem.ts';

/** The `ETag` of something that counts its changes. */
export function etagOf(revision: number | string): string {
  return `"${revision}"`;
}

/** What somebody else changed meanwhile, and who. */
export interface OthersChange {
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  /** The same for programs. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/**
 * Keeps a change from being made over somebody else's: `If-Match` must name the present revision. A request without
 * it is taken, and `*` matches whatever is there.
 *
 * @param describe asked only when it does not match.
 * @throws {Problem} 412, with what the other one changed.
 */
export async function requireMatch(
  request: Pick<FastifyRequest, 'headers'>,
  revision: number | string,
  describe: () => OthersChange | Promise<OthersChange>,
): Promise<void> {
  const condition = request.headers['if-match'];
  if (condition === undefined) return;
  const wanted = new Set(condition.split(',').map((tag) => tag.trim()));
  // A weak tag promises no identity, so it matches nothing here (RFC 9110, 13.1.1).
  if (wanted.has('*') || wanted.has(etagOf(revision))) return;
  throw new Problem({
    status: 412,
    code: 'changed_meanwhile',
    title: 'Somebody else has changed this',
    ...(await describe()),
    headers: { etag: etagOf(revision) },
  });
}
