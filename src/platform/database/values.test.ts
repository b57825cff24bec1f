import * as fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { describeOnPostgres } from '../../../test/support/servers.ts';
import { openDatabase } from './database.ts';
import { ask, describeOnBothEngines } from './testing.ts';
import { decodeValue, encodeValue } from './values.ts';

/** Text as PostgreSQL can hold it, with everything that means something in an array or a quoted string. */
const oddText = fc.oneof(
  fc.string({
    unit: fc.constantFrom(
      '"',
      '\\',
      '{',
      '}',
      ',',
      "'",
      ' ',
      '\t',
      '\n',
      'NULL',
      'null',
      '$1',
      '%',
      'ё',
      '👩‍👧',
      '\u202e',
    ),
  }),
  fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '').toWellFormed()),
  fc.constantFrom('', 'NULL', '{}', '{"a"}', '\\', '"', ' x ', '\\x41', '\u00a0'),
);
const instant = fc
  .integer({ min: Date.UTC(1900, 0) / 1000, max: Date.UTC(2400, 0) / 1000 })
  .map((second) => Temporal.Instant.fromEpochMilliseconds(second * 1000));
const runs = { numRuns: 60 };

describeOnBothEngines('values', (database) => {
  it('texts come back as they went in, alone and in arrays', async () => {
    await fc.assert(
      fc.asyncProperty(oddText, fc.array(fc.option(oddText)), async (text, list) => {
        const asked = sql`select ${text}::text as text, ${list}::text[] as list, ${[text]}::text[] as single`;
        expect(await ask(database(), asked)).toEqual([{ text, list, single: [text] }]);
      }),
      runs,
    );
  });

  it('what is said in jsonb comes back, also from an array of it', async () => {
    // Keys are ours, never anybody's text: the JSON.parse of Node 26 takes the key `"` for the key `\`.
    const json = fc.record({ about: oddText, count: fc.integer(), is_odd: fc.option(fc.boolean()) });
    await fc.assert(
      fc.asyncProperty(fc.array(json, { maxLength: 4 }), async (list) => {
        const asked = sql`select ${list[0] ?? {}}::jsonb as one,
          (select coalesce(jsonb_agg(x), '[]') from unnest(${list.map((item) => JSON.stringify(item))}::jsonb[]) x) as "all"`;
        const rows = await ask(database(), asked);
        expect(rows).toEqual([{ one: list[0] ?? {}, all: list }]);
      }),
      runs,
    );
  });

  it('moments, days and whole numbers come back to the second, the day and the digit', async () => {
    const whole = fc.maxSafeInteger();
    await fc.assert(
      fc.asyncProperty(
        instant,
        whole,
        fc.array(fc.option(whole)),
        fc.array(fc.option(instant)),
        async (at, n, ids, times) => {
          const day = at.toZonedDateTimeISO('UTC').toPlainDate();
          const asked = sql<{ at: unknown; day: unknown; n: unknown; ids: unknown; times: string[] }>`
          select ${at}::timestamptz as at, ${day}::date as day, ${n}::bigint as n, ${ids}::bigint[] as ids,
            array(select extract(epoch from t)::bigint from unnest(${times}::timestamptz[]) t) as times`;
          const seconds = times.map((time) => time && time.epochMilliseconds / 1000);
          expect(await ask(database(), asked)).toEqual([{ at, day, n, ids, times: seconds }]);
        },
      ),
      runs,
    );
  });

  it('a moment is kept to the microsecond, the same whether it is spelt out or not', async () => {
    const fine = fc
      .tuple(instant, fc.integer({ min: 0, max: 999_999 }), fc.integer({ min: -400, max: 400 }))
      .map(([at, microseconds, nanoseconds]) => at.add({ microseconds }).add({ nanoseconds }));
    await fc.assert(
      fc.asyncProperty(fine, async (at) => {
        const asked = sql`select ${at}::timestamptz as one, (${[at]}::timestamptz[])[1] as first,
          ${at.toString()}::text::timestamptz as spelt`;
        const spelt = at.round({ smallestUnit: 'microsecond' });
        expect(await ask(database(), asked)).toEqual([{ one: spelt, first: spelt, spelt }]);
      }),
      runs,
    );
  });

  it('numbers of every width come back, and what is too wide is refused and not cut', async () => {
    const list = [-32_768, -1, 0, 32_767, null];
    const asked = sql`select ${list}::smallint[]::text as small, ${[...list, -2_147_483_648]}::int[]::text as middle,
      ${-2_147_483_648}::int as least, ${2_147_483_647}::int as most, ${[]}::bigint[]::text as none,
      ${[-9_007_199_254_740_991, 4_294_967_296]}::bigint[]::text as large`;
    expect(await ask(database(), asked)).toEqual([
      {
        small: '{-32768,-1,0,32767,NULL}',
        middle: '{-32768,-1,0,32767,NULL,-2147483648}',
        least: -2_147_483_648,
        most: 2_147_483_647,
        none: '{}',
        large: '{-9007199254740991,4294967296}',
      },
    ]);
    for (const wide of [
      sql`select ${2 ** 31}::int`,
      sql`select ${[2 ** 15]}::smallint[]`,
      sql`select ${2 ** 63}::bigint`,
    ])
      await expect(ask(database(), wide)).rejects.toMatchObject({ code: '22003' });
    await expect(ask(database(), sql`select ${[1.5]}::int[]`)).rejects.toMatchObject({ code: '22P02' });
  });

  it('what is none of the type that a statement names is spelt out, for the server to judge', async () => {
    const asked = sql`select ${'7'}::bigint as n, ${['8', '9']}::int[]::text as list, ${[
      [1, 2],
      [3, 4],
    ]}::int[]::text as square,
      ${'infinity'}::timestamptz::text as never, ${12}::text as text, ${{ a: [1] }}::json as json, ${'yes'}::boolean as so`;
    expect(await ask(database(), asked)).toEqual([
      { n: 7, list: '{8,9}', square: '{{1,2},{3,4}}', never: 'infinity', text: '12', json: { a: [1] }, so: true },
    ]);
  });

  it('a message may be longer than what is kept for it', async () => {
    const long = 'ё"\\'.repeat(200_000);
    const asked = sql`select length(${long}::text) as alone, length((${['x', long]}::text[])[2]) as among, ${'short'}::text as after`;
    expect(await ask(database(), asked)).toEqual([{ alone: 600_000, among: 600_000, after: 'short' }]);
  });

  it('lists of texts come back with what looks like nothing in them', async () => {
    const lists = [
      ['Europe/Moscow'],
      ['Etc/UTC', null, 'NULLA'],
      ['NULL'],
      [null],
      ['null'],
      [''],
      [],
      ['a b'],
      ['Etc/GMT+3', 'Asia/Tokyo'],
    ];
    for (const list of lists) expect(await ask(database(), sql`select ${list}::text[] as list`)).toEqual([{ list }]);
  });

  it('an int8 that a number cannot hold is refused instead of rounded', async () => {
    const asked = ask(database(), sql`select 9007199254740993::bigint as n`);
    await expect(asked).rejects.toThrow(/beyond what a number holds/);
    expect(await ask(database(), sql`select 1 as n`)).toEqual([{ n: 1 }]);
  });

  it('bytes and truth cross as well', async () => {
    const asked = sql`select encode(${Uint8Array.of(0, 92, 255)}::bytea, 'hex') as hex, ${[true, false, null]}::boolean[]::text as list`;
    expect(await ask(database(), asked)).toEqual([{ hex: '005cff', list: '{t,f,NULL}' }]);
  });
});

describe('a value on its way', () => {
  it('is null where there is none', () => {
    expect([encodeValue(null), encodeValue(undefined), encodeValue([null, undefined])]).toEqual([
      null,
      null,
      '{NULL,NULL}',
    ]);
    expect(decodeValue(20, null)).toBeNull();
  });
});

describeOnPostgres('a server with habits of its own', (server) => {
  it('is read all the same: moments and days do not depend on how it likes to write them', async () => {
    const client = new Client({ connectionString: server.url() });
    await client.connect();
    await client.query(`do $$ begin
      execute format('alter database %I set datestyle = ''German, DMY''', current_database());
      execute format('alter database %I set timezone = ''Asia/Kathmandu''', current_database());
    end $$`);
    await client.end();
    const database = await openDatabase({ url: server.url(), dataDir: '' });
    const at = Temporal.Instant.from('2026-02-03T04:05:06Z');
    const day = Temporal.PlainDate.from('2026-02-03');
    const asked = sql`select ${at}::timestamptz as at, ${day}::date as day,
      ${'{[2026-02-03T04:05:06Z,)}'}::tstzmultirange::text as stretches`;
    try {
      expect(await ask(database, asked)).toEqual([{ at, day, stretches: '{["2026-02-03 04:05:06+00",)}' }]);
    } finally {
      await database.close();
    }
  });
});
