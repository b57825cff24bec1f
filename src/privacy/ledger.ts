import type { Objects } from '../platform/objects/objects.ts';
import { isUserId, type UserId } from '../platform/ids.ts';
import type { Erased } from './erased.ts';

/**
 * Who has been erased, kept apart from the database: a backup of it that is restored knows nothing of that. Entries are
 * never taken away. They name nobody: an id without a row, and the moment when it was given. Both stand in an entry's
 * key, so that reading the ledger is listing it.
 */
const folder = 'erasures/';

export interface LedgerEntry {
  readonly userId: UserId;
  readonly createdAt: Temporal.Instant;
}

/**
 * Notes an erasure, before anything is erased; and again when it is over.
 *
 * @param erasedAt when everything was gone; null while it is being done.
 */
export async function noteErasure(objects: Objects, person: Erased, erasedAt: Temporal.Instant | null): Promise<void> {
  const { userId, createdAt, erasingAt, jobId } = person;
  const entry = {
    erasure: jobId,
    user_id: String(userId),
    created_at: createdAt.toString(),
    requested_at: erasingAt.toString(),
    erased_at: erasedAt && erasedAt.toString(),
  };
  await objects.put(keyOf(person), [Buffer.from(`${JSON.stringify(entry)}\n`)], { type: 'application/json' });
}

/** Everybody who was erased or is being erased. */
export async function* readLedger(objects: Objects): AsyncGenerator<LedgerEntry> {
  for await (const { key } of objects.list(folder)) {
    // No more digits than make a moment: one name that somebody else has put there must not hide all others.
    const [, id, microseconds] = /^erasures\/(\d+)-(\d{1,16})\.json$/.exec(key) ?? [];
    const userId = Number(id);
    if (microseconds === undefined || !isUserId(userId)) continue;
    yield { userId, createdAt: Temporal.Instant.fromEpochNanoseconds(BigInt(microseconds) * 1_000n) };
  }
}

/** PostgreSQL knows moments to the microsecond. */
function keyOf({ userId, createdAt }: LedgerEntry): string {
  return `${folder}${userId}-${createdAt.epochNanoseconds / 1_000n}.json`;
}
