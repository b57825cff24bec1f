import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import type { Objects } from './objects.ts';

const pieces = (...texts: string[]) => Readable.from(texts.map((text) => Buffer.from(text)));

async function* broken() {
  yield Buffer.from('half');
  throw new Error('broken on purpose');
}

/** What every store of objects has to do, whatever it is made of. */
export function objectsContract(objects: () => Objects): void {
  const read = async (key: string): Promise<string | null> => {
    const found = await objects().get(key);
    if (!found) return null;
    const bytes = await buffer(found.content);
    expect(bytes.length).toBe(found.size);
    return bytes.toString();
  };

  it('D5 gives back what was kept, and says how much it is', async () => {
    expect(await objects().put('exports/1/a.csv', pieces('Чте', 'ние'))).toBe(12);
    expect(await read('exports/1/a.csv')).toBe('Чтение');
    expect(await objects().put('exports/1/empty.json', pieces())).toBe(0);
    expect(await read('exports/1/empty.json')).toBe('');
  });

  it('D5 keeps the later of two under one key', async () => {
    await objects().put('again', pieces('first, which was longer'));
    await objects().put('again', pieces('second'));
    expect(await read('again')).toBe('second');
  });

  it('D5 has nothing under a key where nothing was kept, or was deleted, or failed half way', async () => {
    await objects().put('gone', pieces('x'));
    await objects().delete('gone');
    await objects().delete('gone');
    expect(await read('gone')).toBeNull();
    expect(await read('never/there')).toBeNull();
    await expect(objects().put('half', broken())).rejects.toThrow('broken on purpose');
    expect(await read('half')).toBeNull();
  });

  it('D5 takes megabytes in pieces', async () => {
    const piece = Buffer.alloc(64 * 1024, 7);
    const many = function* () {
      for (let count = 0; count < 128; count += 1) yield piece;
    };
    expect(await objects().put('large', Readable.from(many()))).toBe(8 * 1024 * 1024);
    const found = await objects().get('large');
    expect(found?.size).toBe(8 * 1024 * 1024);
    found?.content.destroy();
  });

  it('D5 tells which files are there under a beginning', async () => {
    await objects().put('listed/a.csv', pieces('a'));
    await objects().put('listed/deep/b.csv', pieces('bb'));
    await objects().put('listed-not/c.csv', pieces('ccc'));
    const found = await Array.fromAsync(objects().list('listed/'));
    expect(found).toEqual([
      { key: 'listed/a.csv', size: 1 },
      { key: 'listed/deep/b.csv', size: 2 },
    ]);
    expect(await Array.fromAsync(objects().list('nothing/'))).toEqual([]);
  });

  it('D5 refuses keys that lead elsewhere', async () => {
    for (const key of ['', '../x', 'a/../b', '/etc/passwd', 'a//b', 'a/', '.hidden', 'a\\b', 'a b'])
      await expect(async () => objects().get(key)).rejects.toThrow(RangeError);
  });
}
