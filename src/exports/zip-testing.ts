import { crc32, inflateRawSync } from 'node:zlib';
import { expect } from 'vitest';

/** Reads an archive by its directory, as those do who open it. */
export function unzip(archive: Buffer): Map<string, string> {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const files = new Map<string, string>();
  let place = archive.readUInt32LE(end + 16);
  const long = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 6, 6]));
  if (place === 0xffff_ffff) {
    expect(archive.readBigUInt64LE(end - 20 + 8)).toBe(BigInt(long));
    place = Number(archive.readBigUInt64LE(long + 48));
  }
  const start = place;
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [crc, packed, size] = [16, 20, 24].map((offset) => archive.readUInt32LE(place + offset));
    const nameLength = archive.readUInt16LE(place + 28);
    const extraLength = archive.readUInt16LE(place + 30);
    let local = archive.readUInt32LE(place + 42);
    if (local === 0xffff_ffff) local = Number(archive.readBigUInt64LE(place + 46 + nameLength + 4));
    const name = archive.toString('ascii', place + 46, place + 46 + nameLength);
    const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const content = inflateRawSync(archive.subarray(from, from + (packed ?? 0)));
    expect([name, content.length, crc32(content)]).toEqual([name, size, crc]);
    files.set(name, content.toString());
    place += 46 + nameLength + extraLength;
  }
  expect([place, place - start]).toEqual([long < 0 ? end : long, archive.readUInt32LE(end + 12)]);
  return files;
}
