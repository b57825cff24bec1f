import { randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { assert, asyncProperty, integer, nat } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openBlock, sealBlock, type SealedBlock } from './block.ts';
import { DamagedArchive } from './errors.ts';
import { cutIntoParts, readBlocks } from './part.ts';
import type { Part } from './schema.ts';

const binding = 'sessions 2021-03 run';
const key = { id: randomUUID(), key: randomBytes(32) };

async function* many(blocks: readonly SealedBlock[]): AsyncGenerator<SealedBlock> {
  yield* blocks;
}

async function cut(blocks: readonly SealedBlock[], most?: number): Promise<{ part: Part; bytes: Buffer }[]> {
  const parts = [];
  for await (const part of cutIntoParts(many(blocks), most)) {
    const bytes = await buffer(part.content);
    parts.push({ part: part.tell(`part-${parts.length}`), bytes });
  }
  return parts;
}

const sealed = (count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, place) => sealBlock([`{"place":${place}}`, '{"x":"ж"}'], key, binding)),
  );

/** A stream in pieces of this many bytes. */
const inPieces = (bytes: Buffer, size: number) =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, place) =>
      bytes.subarray(place * size, (place + 1) * size),
    ),
  );

describe('a block', () => {
  it('D6 gives its rows back to who has the key, and to nobody else', async () => {
    const block = await sealBlock(['{"a":"Чтение"}', '{"b":"\\n"}'], key, binding);
    expect(await openBlock(block, key, binding)).toEqual(['{"a":"Чтение"}', '{"b":"\\n"}']);
    await expect(openBlock(block, { ...key, key: randomBytes(32) }, binding)).rejects.toThrow(DamagedArchive);
  });

  it('D6 is bound to its month, and tells when it was changed', async () => {
    const block = await sealBlock(['{}'], key, binding);
    await expect(openBlock(block, key, 'sessions 2021-04 run')).rejects.toThrow(DamagedArchive);
    const changed = { ...block, content: Buffer.from(block.content) };
    changed.content[3] = (changed.content[3] ?? 0) ^ 1;
    await expect(openBlock(changed, key, binding)).rejects.toThrow(DamagedArchive);
    const fewer = { ...block, header: { ...block.header, rows: 2 } };
    await expect(openBlock(fewer, key, binding)).rejects.toThrow('1 rows instead of 2');
  });
});

describe('a part', () => {
  it('D6 is read back block by block, however the bytes arrive', async () => {
    const blocks = await sealed(12);
    const [whole] = await cut(blocks);
    await assert(
      asyncProperty(integer({ min: 1, max: 700 }), async (size) => {
        const { part, bytes } = whole ?? { part: null, bytes: Buffer.alloc(0) };
        if (!part) throw new Error('there is no part');
        const read = await Array.fromAsync(readBlocks(part, inPieces(bytes, size)));
        expect(read.map(({ header }) => header)).toEqual(blocks.map(({ header }) => header));
      }),
      { numRuns: 40 },
    );
  });

  it('D6 ends with the block that fills it', async () => {
    const parts = await cut(await sealed(5), 400);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.reduce((sum, { part }) => sum + part.blocks, 0)).toBe(5);
    for (const { part, bytes } of parts) expect(part.bytes).toBe(bytes.length);
    expect(await cut([])).toEqual([]);
  });

  it('D6 tells when it was cut short, lengthened or changed anywhere', async () => {
    const [whole] = await cut(await sealed(3));
    if (!whole) throw new Error('there is no part');
    const { part, bytes } = whole;
    const reading = (changed: Buffer) => Array.fromAsync(readBlocks(part, inPieces(changed, 100)));
    await expect(reading(bytes.subarray(0, -1))).rejects.toThrow(DamagedArchive);
    await expect(reading(Buffer.concat([bytes, Buffer.from('x')]))).rejects.toThrow(DamagedArchive);
    await assert(
      asyncProperty(nat(bytes.length - 1), async (place) => {
        const changed = Buffer.from(bytes);
        changed[place] = (changed[place] ?? 0) ^ 0x20;
        await expect(reading(changed)).rejects.toThrow(DamagedArchive);
      }),
      { numRuns: 60 },
    );
  });
});
