import * as fc from 'fast-check';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { ask, describeOnBothEngines } from '../platform/database/testing.ts';
import type { Segment } from './rules/segments.ts';
import { formatSegments, parseSegments } from './store.ts';

/** Stretches with gaps between them, the last one perhaps open: the form the rules keep. */
const stretches = fc
  .record({
    start: fc.integer({ min: Date.UTC(1970, 0) / 1000, max: Date.UTC(2100, 0) / 1000 }),
    lengths: fc.array(fc.tuple(fc.integer({ min: 1, max: 90_000 }), fc.integer({ min: 1, max: 90_000 })), {
      maxLength: 6,
    }),
    isOpen: fc.boolean(),
  })
  .map(({ start, lengths, isOpen }) => {
    let at = Temporal.Instant.fromEpochMilliseconds(start * 1000);
    return lengths.map(([active, pause], place): Segment => {
      const [from, to] = [at, at.add({ seconds: active })];
      at = to.add({ seconds: pause });
      return { from, to: isOpen && place === lengths.length - 1 ? null : to };
    });
  });

describeOnBothEngines('the stretches of a session', (database) => {
  it('T5 come back from the database as they were decided, several sessions at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stretches, { minLength: 1, maxLength: 4 }), async (all) => {
        const rows = await ask(
          database(),
          sql<{ text: string }>`
            select s::text as text from unnest(${all.map(formatSegments)}::tstzmultirange[]) with ordinality as t(s, place)
            order by place`,
        );
        expect(rows.map(({ text }) => parseSegments(text))).toEqual(all);
      }),
      { numRuns: 60 },
    );
  });
});
