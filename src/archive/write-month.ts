import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Queries } from '../platform/database/database.ts';
import type { UserId } from '../platform/ids.ts';
import { projectFile } from '../platform/project-file.ts';
import { blockBytes, sealBlock, type ArchiveKey, type SealedBlock } from './block.ts';
import type { ArchiveDependencies } from './dependencies.ts';
import { cutIntoParts } from './part.ts';
import { bindingOf, manifestKey, partKey, type RunPlace } from './rules/layout.ts';
import { RowSum } from './rules/row-sum.ts';
import type { Manifest, Part } from './schema.ts';
import { makeKeys, readKeysOf } from './store/keys.ts';
import { insertRun, markWritten, type Run, type WrittenRun } from './store/months.ts';
import { indexByPerson, readColumns, readRows, type ArchivedRow } from './store/rows.ts';

type NewRun = Pick<Run, 'table' | 'month' | 'run' | 'key' | 'keyId'>;

/** What has gone into a run so far. */
interface Tally {
  readonly sum: RowSum;
  people: number;
}

/**
 * Writes a month's rows to the object store: parts first, the manifest last. Nothing in the database goes.
 *
 * @throws what the store or the database says; the run stays as `writing`, to be given up by whoever comes next.
 */
export async function writeMonth(
  deps: ArchiveDependencies,
  { table, month }: Omit<RunPlace, 'run'>,
  signal: AbortSignal,
): Promise<Run> {
  const { objects, database } = deps;
  const { queries } = database;
  const run: NewRun = { table, month, run: randomUUID(), keyId: randomUUID(), key: randomBytes(32) };
  await insertRun(queries, run);
  await indexByPerson(queries, run);
  const tally: Tally = { sum: new RowSum(), people: 0 };
  const parts: Part[] = [];
  for await (const part of cutIntoParts(sealRows(deps, run, tally, signal))) {
    const key = partKey(run, parts.length + 1);
    await objects.put(key, part.content, { type: 'application/octet-stream' });
    parts.push(part.tell(key));
  }
  const written = await writeManifest(deps, run, tally, parts);
  await markWritten(queries, run, written);
  return { ...run, state: 'written', written, restoredUntil: null };
}

/** A block that is being filled. */
interface OpenBlock {
  readonly userId: UserId | null;
  readonly key: ArchiveKey;
  lines: string[];
  /** In characters. */
  size: number;
}

/** A block after another, each with the rows of one person. */
async function* sealRows(
  { database }: ArchiveDependencies,
  run: NewRun,
  tally: Tally,
  signal: AbortSignal,
): AsyncGenerator<SealedBlock> {
  const binding = bindingOf(run);
  const nobodys = { id: run.keyId, key: run.key };
  let person: UserId | null = null;
  let open: OpenBlock = { userId: null, key: nobodys, lines: [], size: 0 };
  for await (const page of readRows(database, run, signal)) {
    const keys = await keysFor(database.queries, page);
    for (const { user_id: userId, line } of page) {
      if (userId !== null && userId !== person) tally.people += 1;
      person = userId;
      if (open.lines.length > 0 && (open.userId !== userId || open.size >= blockBytes)) {
        yield await sealBlock(open.lines, open.key, binding);
        open.lines = [];
      }
      if (open.lines.length === 0) {
        // Rows that name a person who is no more stand with those of nobody.
        const key = (userId !== null && keys.get(userId)) || nobodys;
        open = { userId, key, lines: [], size: 0 };
      }
      open.lines.push(line);
      open.size += line.length;
      tally.sum.add(line);
    }
  }
  if (open.lines.length > 0) yield await sealBlock(open.lines, open.key, binding);
}

async function keysFor(queries: Queries, page: readonly ArchivedRow[]): Promise<ReadonlyMap<UserId, ArchiveKey>> {
  const people = [...new Set(page.map((row) => row.user_id))].filter((userId) => userId !== null);
  const known = await readKeysOf(queries, people);
  const others = people.filter((userId) => !known.has(userId));
  if (others.length === 0) return known;
  await makeKeys(
    queries,
    others.map((userId) => ({ userId, id: randomUUID(), key: randomBytes(32) })),
  );
  return readKeysOf(queries, people);
}

async function writeManifest(
  { objects, database, clock, storageClass }: ArchiveDependencies,
  run: NewRun,
  tally: Tally,
  parts: readonly Part[],
): Promise<WrittenRun> {
  const { rows, digest } = tally.sum.value;
  const manifest: Manifest = {
    format: 'minuta-archive',
    version: 1,
    table: run.table,
    month: run.month.toString(),
    run: run.run,
    created_at: clock.now().toString(),
    program: await readProgramVersion(),
    storage_class: storageClass,
    compression: 'gzip',
    cipher: 'aes-256-gcm',
    columns: await readColumns(database.queries, run.table),
    rows,
    people: tally.people,
    digest,
    parts: [...parts],
  };
  const content = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  const key = manifestKey(run);
  await objects.put(key, [content], { type: 'application/json' });
  const bytes = parts.reduce((sum, part) => sum + part.bytes, content.length);
  return { manifestKey: key, manifestSha256: createHash('sha256').update(content).digest('hex'), rows, digest, bytes };
}

async function readProgramVersion(): Promise<string> {
  const text = await readFile(projectFile('package.json'), 'utf8');
  const { version }: { version?: unknown } = JSON.parse(text);
  return String(version);
}
