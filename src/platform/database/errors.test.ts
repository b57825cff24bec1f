import { describe, expect, it } from 'vitest';
import { isPassing, sqlState } from './errors.ts';

const withCode = (code: string): Error => Object.assign(new Error('x'), { code });

describe('an error of the database', () => {
  it.each(['EPIPE', 'ECONNRESET', 'ECONNREFUSED'])('passes where the connection broke (%s)', (code) => {
    expect(sqlState(withCode(code))).toBeNull();
    expect(isPassing(withCode(code))).toBe(true);
  });

  it.each(['40001', '40P01', '55P03', '57P01', '08006', '53300', '28P01', '3D000', '58030'])(
    'passes where others were in the way, or the server does not let anybody in (%s)',
    (code) => {
      expect(isPassing(withCode(code))).toBe(true);
    },
  );

  it.each(['22000', '23505', '42P01', 'XX000', 'P0001'])('does not pass where the work is to blame (%s)', (code) => {
    expect(sqlState(withCode(code))).toBe(code);
    expect(isPassing(withCode(code))).toBe(false);
  });
});
