import { DamagedArchive } from '../archive/errors.ts';
import { openBlocks, readManifest, readSealedBlocks } from '../archive/read-run.ts';
import { readKeysOf } from '../archive/store/keys.ts';
import { readRuns, type Run } from '../archive/store/months.ts';
import type { Queries } from '../platform/database/database.ts';
import type { UserId } from '../platform/ids.ts';
import { ObjectsError, type Objects } from '../platform/objects/objects.ts';

/** What the archive has of somebody: of one month and table. */
export interface ArchivedFile {
  readonly name: string;
  /** JSON texts. */
  readonly pages: AsyncIterable<readonly string[]>;
}

export interface ArchivedQuestion {
  readonly queries: Queries;
  readonly objects: Objects;
  readonly userId: UserId;
  readonly signal: AbortSignal;
  /** Told of what cannot be read: it lies in cold storage, or is damaged. */
  readonly onUnread: (unread: { readonly table: string; readonly month: string; readonly reason: string }) => void;
}

/** Everything that has left the database for the archive and is somebody's; what can be read of it today. */
export async function* archivedFiles(question: ArchivedQuestion): AsyncGenerator<ArchivedFile> {
  const { queries, userId } = question;
  const key = (await readKeysOf(queries, [userId])).get(userId);
  if (!key) return;
  for (const run of await readRuns(queries, {})) {
    if (run.state !== 'dropped' && run.state !== 'restored') continue;
    const pages = readRun(question, run, key.id);
    const first = await pages.next();
    if (first.done) continue;
    const name = `archive/${run.table}-${run.month.toString()}-${run.run.slice(0, 8)}`;
    yield { name, pages: startingWith(first.value, pages) };
  }
}

async function* readRun(
  { queries, objects, signal, onUnread }: ArchivedQuestion,
  run: Run,
  keyId: string,
): AsyncGenerator<readonly string[]> {
  try {
    for await (const all of readSealedBlocks(objects, await readManifest(objects, run), signal)) {
      const theirs = all.filter(({ header }) => header.key === keyId);
      for (const { lines } of await openBlocks(queries, run, theirs)) if (lines && lines.length > 0) yield lines;
    }
  } catch (error) {
    const isFrozen = error instanceof ObjectsError && error.isFrozen;
    if (!isFrozen && !(error instanceof DamagedArchive)) throw error;
    onUnread({ table: run.table, month: run.month.toString(), reason: isFrozen ? 'in cold storage' : 'damaged' });
  }
}

async function* startingWith<Page>(first: Page, others: AsyncIterable<Page>): AsyncGenerator<Page> {
  yield first;
  yield* others;
}
