import { describe, expect, it } from 'vitest';
import { Lag } from './lag.ts';

const beats = (at: number): number => Math.floor(at / 1_000) * 1_000;

/** A primary whose clock is a day ahead of this process's, with a heartbeat each second; all in milliseconds. */
function watched(behind: (at: number) => number, until: number): Lag {
  const lag = new Lag();
  const day = 86_400_000;
  for (let at = 0; at <= until; at += 1_000) {
    lag.noteReplica(day + beats(at - behind(at)), at);
    lag.notePrimary({ heartbeat: day + beats(at), clock: day + at }, at);
  }
  return lag;
}

describe('how far a replica is behind', () => {
  it('is unknown until both have been asked', () => {
    const lag = new Lag();
    expect(lag.age(0)).toBeNull();
    lag.noteReplica(1_000, 0);
    expect(lag.age(0)).toBeNull();
    lag.notePrimary({ heartbeat: 1_000, clock: 1_500 }, 0);
    expect(lag.age(0)).toBe(500);
  });

  it('D2 is nothing where every heartbeat that is due has come through, however long nothing else is written', () => {
    const lag = watched(() => 20, 3_600_000);
    expect(lag.behind(3_600_000)).toBe(0);
    expect(lag.behind(3_600_900)).toBe(0);
    expect(lag.age(3_600_000)).toBeLessThanOrEqual(1_000);
  });

  it('D2 is never less than it is, also between two looks', () => {
    const lag = watched((at) => Math.max(20, at - 10_000), 14_000);
    for (const later of [0, 500, 900]) {
      expect(lag.age(14_000 + later)).toBeGreaterThanOrEqual(4_000 + later);
      expect(lag.behind(14_000 + later)).toBeGreaterThanOrEqual(4_000 + later);
    }
  });

  it('D2 grows while nobody can look', () => {
    const lag = watched(() => 20, 10_000);
    expect(lag.age(16_500)).toBeGreaterThan(5_000);
    expect(lag.behind(16_500)).toBeGreaterThan(5_000);
  });

  it('is unknown where the replica has a heartbeat of the future: the clock is another server’s', () => {
    const lag = watched(() => 20, 10_000);
    lag.notePrimary({ heartbeat: 5_000, clock: 5_000 }, 11_000);
    expect(lag.age(11_000)).toBeNull();
    expect(lag.behind(11_000)).toBeNull();
  });
});
