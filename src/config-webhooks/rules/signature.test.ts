import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSigned, sign } from './signature.ts';

const now = Temporal.Instant.from('2026-11-22T12:00:00Z');
const seconds = (away: number): string => String(now.epochMilliseconds / 1_000 + away);
const body = Buffer.from('{"version":42}');
const signed = (timestamp: string) => ({ timestamp, signature: sign('secret', timestamp, body), body });

describe('C8 the signature of a configuration webhook', () => {
  it('is what the contract says: the HMAC over the time, a dot and the body', () => {
    const expected = createHmac('sha256', 'secret').update('1795348800.{"version":42}').digest('hex');
    expect(sign('secret', '1795348800', body)).toBe(`sha256=${expected}`);
    expect(sign('secret', '1795348800', '{"version":42}')).toBe(`sha256=${expected}`);
  });

  it.each([0, -300, 300])('holds %s seconds away', (away) => {
    expect(isSigned('secret', signed(seconds(away)), now)).toBe(true);
  });

  it.each([-301, 301, -100_000])('does not hold %s seconds away', (away) => {
    expect(isSigned('secret', signed(seconds(away)), now)).toBe(false);
  });

  it.each([
    ['another secret', 'other', signed(seconds(0))],
    ['another body', 'secret', { ...signed(seconds(0)), body: Buffer.from('{"version":43}') }],
    ['another time', 'secret', { ...signed(seconds(0)), timestamp: seconds(1) }],
    ['no signature', 'secret', { ...signed(seconds(0)), signature: undefined }],
    ['no time', 'secret', { ...signed(seconds(0)), timestamp: undefined }],
    ['a time that is none', 'secret', signed('now')],
    ['a signature of another kind', 'secret', { ...signed(seconds(0)), signature: 'sha256=' }],
  ])('does not hold with %s', (_, secret, given) => {
    expect(isSigned(secret, given, now)).toBe(false);
  });
});
