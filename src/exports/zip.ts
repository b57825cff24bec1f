import { pipeline, Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

/** A file within an archive, in pieces. */
export interface ZipEntry {
  /** Its path, in ASCII. */
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** Bytes that an archive of this kind can count; beyond it needs another form (ZIP64). */
const mostBytes = 0xffff_ffff;

/**
 * A ZIP archive (PKWARE's APPNOTE 6.3), written while it is read: sizes and checksums stand behind each file, so that
 * nothing has to be known before and nothing is kept but the list of its files.
 *
 * @throws {RangeError} for 4 GB and more.
 */
export async function* zip(entries: Iterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const records: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
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
    if (Math.max(offset, sums.size) > mostBytes) throw new RangeError('an archive of 4 GB or more');
    const descriptor = numbers([4, 0x0807_4b50], [4, sums.crc], [4, packed], [4, sums.size]);
    yield descriptor;
    offset += descriptor.length;
    records.push(centralRecord(name, { ...sums, packed, start }));
  }
  const directory = Buffer.concat(records);
  yield directory;
  const count = records.length;
  yield numbers([4, 0x0605_4b50], [2, 0], [2, 0], [2, count], [2, count], [4, directory.length], [4, offset], [2, 0]);
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

function centralRecord(
  name: string,
  { crc, size, packed, start }: { crc: number; size: number; packed: number; start: number },
): Buffer {
  const path = Buffer.from(name, 'ascii');
  const sizes: readonly [number, number][] = [
    [4, crc],
    [4, packed],
    [4, size],
  ];
  const rest: readonly [number, number][] = [
    [2, path.length],
    [2, 0],
    [2, 0],
    [2, 0],
    [2, 0],
    [4, 0],
    [4, start],
  ];
  return Buffer.concat([numbers([4, 0x0201_4b50], [2, 20], ...common, ...sizes, ...rest), path]);
}

/** Numbers of two or four bytes, the lowest first. */
function numbers(...fields: readonly (readonly [number, number])[]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((length, [bytes]) => length + bytes, 0));
  let place = 0;
  for (const [bytes, value] of fields) place = buffer.writeUIntLE(value, place, bytes);
  return buffer;
}
