/** Who sends a request, and what they meant to change. */
import type { FastifyRequest } from 'fastify';
import type { Queries } from '../../platform/database/database.ts';
import type { Principal } from '../../platform/http/access.ts';
import type { AuditEntry } from '../../platform/http/api.ts';
import { requireMatch, type OthersChange } from '../../platform/http/etag.ts';
import type { Actor } from '../actor.ts';
import type { Guard } from '../guard.ts';
import { changedFields } from '../rules/diff.ts';
import type { NotedChange } from '../store/draft-changes.ts';

/** Writes lines of the audit log within a transaction. */
export type RecordDeed = (
  transaction: Queries,
  principal: Principal,
  ...entries: readonly AuditEntry[]
) => Promise<void>;

export function actorOf({ principal }: FastifyRequest, record: RecordDeed): Actor {
  return { name: principal.name, record: (transaction, ...deeds) => record(transaction, principal, ...deeds) };
}

/** Heeds `If-Match`. @param expected a revision that the body names; it counts like the header. */
export function guardOf(request: Pick<FastifyRequest, 'headers'>, expected?: number): Guard {
  return async (revision, changesSince) => {
    const condition = request.headers['if-match'] ?? (expected === undefined ? undefined : `"${expected}"`);
    if (condition === undefined) return;
    // The latest of the revisions that would do is the one the caller knows.
    const remembered = Math.max(0, ...[...condition.matchAll(/"(\d{1,15})"/g)].map(([, digits]) => Number(digits)));
    await requireMatch({ headers: { 'if-match': condition } }, revision, async () =>
      described(await changesSince(remembered)),
    );
  };
}

/** «anna changed handler /start: message.» and, field by field, what it was and what it is. */
function described(changes: readonly NotedChange[]): OthersChange {
  if (changes.length === 0) return { detail: 'It has changed since, longer ago than is remembered. Read it again.' };
  const latest = new Map(changes.map((change) => [`${change.kind} ${change.id}`, change]));
  const first = new Map(changes.toReversed().map((change) => [`${change.kind} ${change.id}`, change]));
  const sentences = changes.map(
    ({ author, change, kind, name, at }) =>
      `${author ?? 'the program'} ${change} ${`${kind} ${name}`.trim()} at ${at.toString({ smallestUnit: 'second' })}`,
  );
  const errors = [...latest].flatMap(([key, { kind, name, author, after }]) =>
    changedFields(first.get(key)?.before ?? {}, after ?? {}).map((field) => ({
      path: latest.size === 1 ? field.field : `${kind} ${name}: ${field.field}`,
      message: `${author ?? 'the program'} changed it from ${shown(field.before)} to ${shown(field.after)}`,
    })),
  );
  const members = {
    changes: changes.map(({ author, change, kind, id, name, at }) => ({
      author,
      change,
      kind,
      id,
      name,
      at: at.toString(),
    })),
  };
  return { detail: `Since you read it: ${[...new Set(sentences)].join('; ')}.`, errors, members };
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `«${text.length > 200 ? `${text.slice(0, 199)}…` : text}»`;
}
