import { beforeEach, describe, expect, it } from 'vitest';
import type { Cache } from '../../platform/cache/cache.ts';
import { createInProcessCache } from '../../platform/cache/in-process.ts';
import type { Published } from '../schema.ts';
import { snapshotKey, sweptKey, versionKey } from './cache-keys.ts';
import { writeCache } from './write-cache.ts';

function published(version: number): Published {
  const callback = { callback_data: `menu.${version}`, action: 'send', message: 'x' };
  const document = { minuta: 1 as const, ready_made_activities: [], handlers: [], keyboards: {}, buttons: {} };
  return { version, document: { ...document, callbacks: [callback] }, handler_ids: [], callback_ids: ['2'] };
}

describe('a version is written to the cache', () => {
  let cache: Cache;
  /** What was done, in order. */
  let done: string[];

  beforeEach(() => {
    const inner = createInProcessCache();
    done = [];
    cache = {
      ...inner,
      async write(entries) {
        done.push(...entries.map(([key]) => `+ ${key}`));
        await inner.write(entries);
      },
      async delete(keys) {
        done.push(...keys.map((key) => `- ${key}`));
        await inner.delete(keys);
      },
    };
  });

  it('C6 whole, then entry by entry, then its number, only then goes what is no more, and that is noted', async () => {
    await writeCache(cache, published(1), async () => true);
    done = [];
    await writeCache(cache, published(6), async () => true);
    expect(done).toEqual([
      `+ ${snapshotKey(6)}`,
      '+ callback:menu.6',
      `+ ${versionKey}`,
      '- callback:menu.1',
      `- ${snapshotKey(1)}`,
      `+ ${sweptKey}`,
    ]);
  });

  it('C1 and who answers by it is told as soon as the whole is there', async () => {
    const tell = async (): Promise<void> => void done.push('told');
    await writeCache(cache, published(1), async () => true, tell);
    expect(done.slice(0, 3)).toEqual([`+ ${snapshotKey(1)}`, 'told', '+ callback:menu.1']);
  });

  it.each([1, 2, 3])('C6 no further than its writer may: asked for the %i. time it may not', async (refusal) => {
    await writeCache(cache, published(2), async () => true);
    done = [];
    let asked = 0;
    const mayWrite = async (): Promise<boolean> => (asked += 1) < refusal;
    expect(await writeCache(cache, published(1), mayWrite)).toBe(false);
    const steps = [[`+ ${snapshotKey(1)}`], ['+ callback:menu.1'], [`+ ${versionKey}`]];
    expect(done).toEqual(steps.slice(0, refusal).flat());
  });
});
