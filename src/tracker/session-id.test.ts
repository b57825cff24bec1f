import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSessionId, isUserId } from '../platform/ids.ts';
import { cardTag, readCardTag } from './card-tag.ts';
import { sessionIdAt, startedAtOf } from './session-id.ts';

const instant = fc.integer({ min: 0, max: 2 ** 48 - 1 }).map((ms) => Temporal.Instant.fromEpochMilliseconds(ms));
const random = fc.uuid({ version: 4 });

describe('the id of a session', () => {
  it('tells when the session started, to the millisecond', () => {
    fc.assert(
      fc.property(instant, random, (at, bits) => {
        expect(startedAtOf(sessionIdAt(at, bits)).epochMilliseconds).toBe(at.epochMilliseconds);
      }),
    );
  });

  it('is a UUID of version 7, whatever the random bits', () => {
    fc.assert(
      fc.property(instant, random, (at, bits) => {
        expect(sessionIdAt(at, bits)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      }),
    );
  });

  it('sorts as the sessions started', () => {
    fc.assert(
      fc.property(instant, instant, random, (one, other, bits) => {
        fc.pre(one.epochMilliseconds !== other.epochMilliseconds);
        const isEarlier = Temporal.Instant.compare(one, other) < 0;
        expect(sessionIdAt(one, bits) < sessionIdAt(other, bits)).toBe(isEarlier);
      }),
    );
  });

  it('differs for two sessions of the same second where the random bits do', () => {
    const at = Temporal.Instant.from('2026-11-22T07:00:00Z');
    expect(sessionIdAt(at, randomUUID())).not.toBe(sessionIdAt(at, randomUUID()));
  });
});

describe('the mark on the call that sends a card', () => {
  it('gives back whose card it is and of which session', () => {
    const sessionId = sessionIdAt(Temporal.Instant.from('2026-11-22T07:00:00Z'), randomUUID());
    const userId = 9_007_199_254_740_991;
    if (!isUserId(userId)) throw new Error('a whole number');
    expect(readCardTag(cardTag(userId, sessionId))).toEqual({ userId, sessionId });
  });

  it.each(['', 'card', 'card 1', 'card x 0', 'card 1 ------------------------------------', 'chart 1 2'])(
    'is nobody’s where it is no such mark («%s»)',
    (tag) => {
      expect(readCardTag(tag)).toBeNull();
    },
  );

  it('takes only the form that PostgreSQL writes for an id', () => {
    expect(isSessionId('0198f0c0-1234-7abc-8def-0123456789ab')).toBe(true);
    expect(isSessionId('0198f0c012347abc8def0123456789ab')).toBe(false);
  });
});
