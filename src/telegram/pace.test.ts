import { describe, expect, it } from 'vitest';
import { createPace } from './pace.ts';

describe('the pace of what nobody waits for', () => {
  it('B4 lets no more than thirty messages through in any second', () => {
    let now = 0;
    const pace = createPace(undefined, () => now);
    const sent: number[] = [];
    for (; now < 10_000; now += 7) {
      if (pace.free() === 0) continue;
      pace.spend(now, 1);
      sent.push(now);
    }
    const busiest = Math.max(...sent.map((from) => sent.filter((at) => at >= from && at < from + 1_000).length));
    expect(busiest).toBe(30);
    expect(sent.length).toBeGreaterThan(270);
  });

  it('tells how long to wait', () => {
    let now = 0;
    const pace = createPace({ perSecond: 2, perChat: 1_000 }, () => now);
    expect(pace.untilFree()).toBe(0);
    pace.spend(1, 1);
    now = 400;
    pace.spend(2, 1);
    expect([pace.free(), pace.untilFree()]).toEqual([0, 600]);
    now = 1_000;
    expect([pace.free(), pace.untilFree()]).toEqual([1, 0]);
  });

  it('leaves a chat alone for a second after each message', () => {
    let now = 0;
    const pace = createPace(undefined, () => now);
    pace.spend(1, 1);
    pace.spend(2, 3);
    now = 1_000;
    expect(pace.cooling()).toEqual([2]);
    now = 3_000;
    expect(pace.cooling()).toEqual([]);
  });
});
