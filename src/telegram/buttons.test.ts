import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_DATA_BYTES } from '../builder/rules/limits.ts';
import { readData, stampEnd } from './buttons.ts';

const version = fc.integer({ min: 0, max: 36 ** 7 - 1 });

describe('a button’s stamp', () => {
  it('gives back what was stamped, whatever the data are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), version, version, (data, tracker, config) => {
        expect(readData(data + stampEnd({ tracker, config }))).toEqual({ data, stamp: { tracker, config } });
      }),
    );
  });

  it('gives back the outer one where the data look stamped themselves', () => {
    expect(readData('a#1.2' + stampEnd({ tracker: 3, config: 4 }))).toEqual({
      data: 'a#1.2',
      stamp: { tracker: 3, config: 4 },
    });
  });

  it('C13 of a broadcast gives back which broadcast, whatever the data are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), version, version, (data, broadcast, config) => {
        expect(readData(data + stampEnd({ broadcast, config }))).toEqual({ data, stamp: { broadcast, config } });
      }),
    );
  });

  it.each([
    '',
    'tracker.pause',
    'a#!.2',
    'a#!!1.2',
    '#',
    '#.',
    'a#1',
    'a#1.',
    'a#.2',
    'a#1.2.3',
    'a#A.B',
    'a#1.2 ',
    'a#12345678901.1',
    '\0#ё.1',
  ])('is not seen where there is none, and the data stay whole (%j)', (data) => {
    expect(readData(data)).toEqual({ data, stamp: null });
  });

  it('B4 leaves room within 64 bytes for as long data as an administrator may give', () => {
    fc.assert(
      fc.property(version, fc.integer({ min: 0, max: 36 ** 5 - 1 }), (tracker, config) => {
        const data = 'x'.repeat(MAX_DATA_BYTES);
        for (const stamp of [
          { tracker, config },
          { broadcast: tracker, config },
        ])
          expect(Buffer.byteLength(data + stampEnd(stamp))).toBeLessThanOrEqual(64);
      }),
    );
  });
});
