import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Queries } from '../platform/database/database.ts';
import type { Objects } from '../platform/objects/objects.ts';
import { openBlock, type ArchiveKey, type SealedBlock } from './block.ts';
import { DamagedArchive } from './errors.ts';
import { readBlocks } from './part.ts';
import { bindingOf } from './rules/layout.ts';
import { manifestShape, type Manifest } from './schema.ts';
import { readKeys } from './store/keys.ts';
import type { Run } from './store/months.ts';

/** Blocks whose keys are asked for at once, and their bytes at most: what reading needs of memory. */
const blocksAtOnce = 64;
const bytesAtOnce = 4 * 1024 * 1024;

/** @throws {DamagedArchive} where it is gone, or not the one that was written. */
export async function readManifest(objects: Objects, { written }: Run): Promise<Manifest> {
  if (!written) throw new Error('a run that is being written has no manifest yet');
  const { manifestKey, manifestSha256 } = written;
  const found = await objects.get(manifestKey);
  if (!found) throw new DamagedArchive(`${manifestKey} is gone`);
  const content = await buffer(found.content);
  if (createHash('sha256').update(content).digest('hex') !== manifestSha256)
    throw new DamagedArchive(`${manifestKey} is not what was written`);
  return manifestShape.parse(JSON.parse(content.toString()));
}

/**
 * All blocks of a run, some at a time.
 *
 * @throws {DamagedArchive} where a part is gone, or not what the manifest says: after the last of its blocks at the
 *   latest.
 * @throws {ObjectsError} where the store is away, or a part is frozen.
 */
export async function* readSealedBlocks(
  objects: Objects,
  manifest: Manifest,
  signal: AbortSignal,
): AsyncGenerator<readonly SealedBlock[]> {
  let [some, bytes]: [SealedBlock[], number] = [[], 0];
  for (const part of manifest.parts) {
    const found = await objects.get(part.key);
    if (!found) throw new DamagedArchive(`${part.key} is gone`);
    for await (const block of readBlocks(part, found.content)) {
      signal.throwIfAborted();
      some.push(block);
      bytes += block.content.length;
      if (some.length < blocksAtOnce && bytes < bytesAtOnce) continue;
      yield some;
      [some, bytes] = [[], 0];
    }
  }
  if (some.length > 0) yield some;
}

/** The rows of a block; null where its key is no more, because its person was erased. */
export interface OpenedBlock {
  readonly rows: number;
  readonly lines: readonly string[] | null;
}

/**
 * Opens blocks with the keys that the database has now.
 *
 * @param queries where it is a transaction, the keys stay until its end.
 * @throws {DamagedArchive} where a block cannot be opened although its key is there.
 */
export async function openBlocks(queries: Queries, run: Run, blocks: readonly SealedBlock[]): Promise<OpenedBlock[]> {
  const keys = new Map<string, ArchiveKey>([[run.keyId, { id: run.keyId, key: run.key }]]);
  for (const [id, key] of await readKeys(queries, [...new Set(blocks.map(({ header }) => header.key))]))
    keys.set(id, key);
  const binding = bindingOf(run);
  return Promise.all(
    blocks.map(async (block) => {
      const key = keys.get(block.header.key);
      return { rows: block.header.rows, lines: key ? await openBlock(block, key, binding) : null };
    }),
  );
}
