import { describe, expect, it } from 'vitest';
import { createBroadcastPace } from './pace.ts';

describe('C13 the pace of a broadcast', () => {
  it('is twenty-five messages in any second', () => {
    let now = 0;
    const pace = createBroadcastPace(25, () => now);
    expect(pace.free()).toBe(25);
    pace.spend(20);
    expect(pace.free()).toBe(5);
    now = 999;
    pace.spend(5);
    expect(pace.free()).toBe(0);
    now = 1_001;
    expect(pace.free()).toBe(20);
  });

  it('halves once when messages sent together are refused, and waits as long as told', () => {
    let now = 0;
    const pace = createBroadcastPace(25, () => now);
    pace.refused(3);
    pace.refused(3);
    expect(pace.perSecond()).toBe(12);
    now = 2_999;
    expect(pace.free()).toBe(0);
    now = 3_000;
    expect(pace.free()).toBe(12);
  });

  it('grows again slowly, and never beyond what it was', () => {
    let now = 0;
    const pace = createBroadcastPace(25, () => now);
    for (let refusals = 0; refusals < 8; refusals += 1) {
      pace.refused(1);
      now += 1_000;
    }
    expect(pace.free()).toBe(1);
    now += 8_000;
    pace.free();
    expect(pace.perSecond()).toBe(3);
    now += 3_600_000;
    pace.free();
    expect(pace.perSecond()).toBe(25);
  });

  it('gives way for a second where an answer was refused', () => {
    let now = 0;
    const pace = createBroadcastPace(25, () => now);
    pace.giveWay();
    expect(pace.free()).toBe(0);
    now = 1_000;
    expect(pace.free()).toBe(25);
  });
});
