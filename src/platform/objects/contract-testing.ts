import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { ObjectsError, type Objects } from './objects.ts';

const pieces = (...texts: string[]) => Readable.from(texts.map((text) => Buffer.from(text)));

async function* broken(megabytes: number) {
  for (let count = 0; count < megabytes; count += 1) yield Buffer.alloc(1024 * 1024);
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
    // One that is short goes at once, one that is long in parts.
    for (const megabytes of [1, 20]) {
      await expect(objects().put('half', broken(megabytes))).rejects.toThrow('broken on purpose');
      expect(await read('half')).toBeNull();
    }
  });

  it('D5 takes megabytes in pieces', async () => {
    const [given, taken] = [createHash('sha256'), createHash('sha256')];
    const many = function* () {
      for (let count = 0; count < 300; count += 1) {
        const piece = Buffer.alloc(64 * 1024 + 1, count);
        given.update(piece);
        yield piece;
      }
    };
    const size = 300 * (64 * 1024 + 1);
    expect(await objects().put('large', Readable.from(many()))).toBe(size);
    const found = await objects().get('large');
    expect(found?.size).toBe(size);
    for await (const piece of found?.content ?? []) taken.update(z.instanceof(Uint8Array).parse(piece));
    expect(taken.digest('hex')).toBe(given.digest('hex'));
    // Who does not want it after all lets it go.
    (await objects().get('large'))?.content.destroy();
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

  it('D5 takes an object to another class and back, where it has such, without a change', async () => {
    await objects().put('classes/a.csv', pieces('a'), { type: 'text/csv' });
    await objects().reclassify('classes/a.csv', 'STANDARD_IA');
    expect(await objects().thaw('classes/a.csv', 1)).toBe(true);
    expect(await read('classes/a.csv')).toBe('a');
  });

  it('D5 forgets what was begun and never finished, and nothing else', async () => {
    await objects().put('begun/whole.csv', pieces('a'));
    const [reached, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    async function* halting() {
      // So much is asked for only when some of it has been taken.
      for (let count = 0; count < 26; count += 1) yield Buffer.alloc(1024 * 1024, count);
      reached.resolve();
      await goOn.promise;
    }
    const failure = objects()
      .put('begun/half.csv', halting())
      .then(
        () => null,
        (error: unknown) => error,
      );
    await reached.promise;
    const now = Temporal.Now.instant();
    await objects().dropUnfinished('begun/', now.subtract({ hours: 1 }));
    await objects().dropUnfinished('others/', now.add({ hours: 1 }));
    await objects().dropUnfinished('begun/', now.add({ hours: 1 }));
    goOn.resolve();
    expect(await failure).toBeInstanceOf(ObjectsError);
    expect(await Array.fromAsync(objects().list('begun/'))).toEqual([{ key: 'begun/whole.csv', size: 1 }]);
  });

  it('D5 refuses keys that lead elsewhere', async () => {
    for (const key of ['', '../x', 'a/../b', '/etc/passwd', 'a//b', 'a/', '.hidden', 'a\\b', 'a b'])
      await expect(async () => objects().get(key)).rejects.toThrow(RangeError);
  });
}
