import { pipeline, Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

/** A file within an archive, in pieces. */
export interface ZipEntry {
  /** Its path, in ASCII. */
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** What four bytes can count; where an archive is larger, its later places are told in a longer form (ZIP64). */
const mostBytes = 0xffff_ffff;

/**
 * A ZIP archive (PKWARE's APPNOTE 6.3), written while it is read: sizes and checksums stand behind each file, so that
 * nothing has to be known before and nothing is kept but the list of its files.
 *
 * @param longFrom bytes from which on places are told in the longer form; another value is for tests.
 * @throws {RangeError} for a file of 4 GB and more within it: what stands behind a file has no longer form that all read.
 */
export async function* zip(
  entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>,
  longFrom = mostBytes,
): AsyncGenerator<Uint8Array> {
  const records: Buffer[] = [];
  let offset = 0;
  for await (const { name, content } of entries) {
    const start = offset;
    const local = localHeader(name);
    yield local;
    offset += local.length;
    const sums = { crc: 0, size: 0 };
    let packed = 0;
    for await (const piece of deflated(content, sums)) {
      packed += piece.length;
      yield piece;
    }
    offset += packed;
    if (Math.max(packed, sums.size) > mostBytes) throw new RangeError(`${name} has 4 GB or more`);
    const descriptor = numbers([4, 0x0807_4b50], [4, sums.crc], [4, packed], [4, sums.size]);
    yield descriptor;
    offset += descriptor.length;
    records.push(centralRecord(name, { ...sums, packed, start, isLong: start >= longFrom }));
  }
  const directory = Buffer.concat(records);
  yield directory;
  const count = records.length;
  const size = directory.length;
  const isLong = offset >= longFrom;
  if (isLong) {
    const counts = [
      [8, count],
      [8, count],
      [8, size],
      [8, offset],
    ] as const;
    yield numbers([4, 0x0606_4b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], ...counts);
    yield numbers([4, 0x0706_4b50], [4, 0], [8, offset + size], [4, 1]);
  }
  const place = isLong ? mostBytes : offset;
  yield numbers([4, 0x0605_4b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, place], [2, 0]);
}

/** Packs, and counts what is packed on the way. */
function deflated(content: ZipEntry['content'], sums: { crc: number; size: number }): AsyncIterable<Buffer> {
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of content) {
      sums.crc = crc32(piece, sums.crc);
      sums.size += piece.length;
      yield piece;
    }
  }
  // Whoever reads the packer is told what goes wrong before it, so that nobody else need be.
  return pipeline(Readable.from(counted()), createDeflateRaw(), () => undefined);
}

/** Deflated, with the sizes behind; version 2.0 unpacks it. The moment is the earliest that the form knows. */
const common: readonly [number, number][] = [
  [2, 20],
  [2, 0x0008],
  [2, 8],
  [2, 0],
  [2, 0x0021],
];

function localHeader(name: string): Buffer {
  const path = Buffer.from(name, 'ascii');
  const head = numbers([4, 0x0403_4b50], ...common, [4, 0], [4, 0], [4, 0], [2, path.length], [2, 0]);
  return Buffer.concat([head, path]);
}

interface Packed {
  readonly crc: number;
  readonly size: number;
  readonly packed: number;
  /** Where its local header stands. */
  readonly start: number;
  /** Whether that is told in the longer form. */
  readonly isLong: boolean;
}

function centralRecord(name: string, { crc, size, packed, start, isLong }: Packed): Buffer {
  const path = Buffer.from(name, 'ascii');
  const extra = isLong ? numbers([2, 0x0001], [2, 8], [8, start]) : Buffer.alloc(0);
  const sizes = [
    [4, crc],
    [4, packed],
    [4, size],
    [2, path.length],
    [2, extra.length],
  ] as const;
  const rest = [
    [2, 0],
    [2, 0],
    [2, 0],
    [4, 0],
    [4, isLong ? mostBytes : start],
  ] as const;
  const version = isLong ? 45 : 20;
  const [, ...further] = common;
  return Buffer.concat([
    numbers([4, 0x0201_4b50], [2, version], [2, version], ...further, ...sizes, ...rest),
    path,
    extra,
  ]);
}

/** Numbers of two, four or eight bytes, the lowest first. */
function numbers(...fields: readonly (readonly [number, number])[]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((length, [bytes]) => length + bytes, 0));
  let place = 0;
  for (const [bytes, value] of fields)
    place = bytes === 8 ? buffer.writeBigUInt64LE(BigInt(value), place) : buffer.writeUIntLE(value, place, bytes);
  return buffer;
}
