import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { SealedBlock } from './block.ts';
import { DamagedArchive } from './errors.ts';
import { blockHeaderShape, type BlockHeader, type Part } from './schema.ts';

/** Bytes after which a part is full; the last block may go beyond. */
const partBytes = 32 * 1024 * 1024;
const longestHeader = 1_024;
const largestBlock = 64 * 1024 * 1024;

/** A part under way: what it is made of, and what has gone into it so far. */
export interface PartUnderWay {
  readonly content: AsyncIterable<Uint8Array>;
  /** To be asked once the content is read to its end. */
  readonly tell: (key: string) => Part;
}

/**
 * Cuts a stream of blocks into parts. Each part has to be read to its end before the next one is asked for, and only so
 * much is in memory.
 */
export async function* cutIntoParts(
  blocks: AsyncIterator<SealedBlock>,
  most: number = partBytes,
): AsyncGenerator<PartUnderWay> {
  let next = await blocks.next();
  while (!next.done) {
    const sum = createHash('sha256');
    const told = { blocks: 0, rows: 0, bytes: 0 };
    const content = async function* (): AsyncGenerator<Uint8Array> {
      for (; !next.done && told.bytes < most; next = await blocks.next()) {
        const bytes = Buffer.concat([Buffer.from(`${JSON.stringify(next.value.header)}\n`), next.value.content]);
        sum.update(bytes);
        told.blocks += 1;
        told.rows += next.value.header.rows;
        told.bytes += bytes.length;
        yield bytes;
      }
    };
    yield { content: content(), tell: (key) => ({ key, ...told, sha256: sum.digest('hex') }) };
  }
}

/**
 * The blocks of a part, as it is read.
 *
 * @throws {DamagedArchive} after the last block at the latest, where the part is not what the manifest says.
 */
export async function* readBlocks(part: Part, content: Readable): AsyncGenerator<SealedBlock> {
  const sum = createHash('sha256');
  const seen = { blocks: 0, rows: 0, bytes: 0 };
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of content) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('an object is read as bytes');
    sum.update(chunk);
    seen.bytes += chunk.length;
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let taken = takeBlock(rest); taken; taken = takeBlock(rest)) {
      ({ rest } = taken);
      seen.blocks += 1;
      seen.rows += taken.block.header.rows;
      yield taken.block;
    }
  }
  const isWhole = rest.length === 0 && seen.blocks === part.blocks && seen.rows === part.rows;
  if (!isWhole || seen.bytes !== part.bytes || sum.digest('hex') !== part.sha256)
    throw new DamagedArchive(`${part.key} is not what its manifest says`);
}

/** The first block of these bytes and what is behind it; null where more is needed. */
function takeBlock(bytes: Buffer): { readonly block: SealedBlock; readonly rest: Buffer } | null {
  const end = bytes.subarray(0, longestHeader).indexOf('\n');
  if (end === -1) {
    if (bytes.length >= longestHeader) throw new DamagedArchive('there is no block where one should begin');
    return null;
  }
  const header = readHeader(bytes.toString('utf8', 0, end));
  const from = end + 1;
  if (bytes.length < from + header.bytes) return null;
  return {
    block: { header, content: bytes.subarray(from, from + header.bytes) },
    rest: bytes.subarray(from + header.bytes),
  };
}

function readHeader(line: string): BlockHeader {
  const parsed = blockHeaderShape.safeParse(parseJson(line));
  if (!parsed.success || parsed.data.bytes > largestBlock)
    throw new DamagedArchive('what stands before a block cannot be read');
  return parsed.data;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
