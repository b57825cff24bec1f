import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSettling, type Settling } from './courier-settle.ts';

function settle(delay: number): {
  readonly settling: Settling;
  readonly statements: (readonly number[])[];
  readonly fail: () => void;
} {
  const statements: (readonly number[])[] = [];
  let failing = false;
  const settling = createSettling({
    delay,
    forget: async (ids) => {
      if (failing) throw new Error('no database');
      statements.push(ids);
    },
    onError: () => {
      failing = false;
    },
  });
  return { settling, statements, fail: () => void (failing = true) };
}

describe('what has been said', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is forgotten together, shortly after', async () => {
    const { settling, statements } = settle(20);
    settling.add(1);
    settling.add(2);
    expect([settling.pending(), statements]).toEqual([[1, 2], []]);
    await vi.advanceTimersByTimeAsync(60);
    expect([settling.pending(), statements]).toEqual([[], [[1, 2]]]);
  });

  it('costs no statement of its own where the commit of the next update forgets it', async () => {
    const { settling, statements } = settle(30);
    for (let id = 0; id < 10; id += 1) {
      settling.add(id);
      await vi.advanceTimersByTimeAsync(10);
      settling.forgotten(settling.take());
    }
    await vi.advanceTimersByTimeAsync(60);
    expect([settling.pending(), statements]).toEqual([[], []]);
  });

  it('is kept in mind until the commit that was to forget it has done so', async () => {
    const { settling, statements } = settle(20);
    settling.add(1);
    const ids = settling.take();
    expect([ids, settling.take(), settling.pending()]).toEqual([[1], [], [1]]);
    settling.giveBack(ids);
    await vi.advanceTimersByTimeAsync(60);
    expect([settling.pending(), statements]).toEqual([[], [[1]]]);
  });

  it('is forgotten at the next try where the database failed', async () => {
    const { settling, statements, fail } = settle(20);
    fail();
    settling.add(1);
    await settling.finish();
    expect([settling.pending(), statements]).toEqual([[], [[1]]]);
  });
});
