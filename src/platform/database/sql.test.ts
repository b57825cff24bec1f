import { sql as kysely } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import type { Statement } from './session.ts';
import { sql } from './sql.ts';

// It makes SQL of statements and never connects.
const database = await openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', dataDir: '' });
afterAll(() => database.close());

const compiled = (statement: Statement) => {
  const { sql: text, parameters } = statement.compile(database.queries);
  return { text, values: parameters };
};

const bracketed = (n: number) => sql`(${n})`;
const pair = (one: unknown, other: unknown) => sql`${one} < ${other}`;
const outer = (first: Statement, behind: unknown) => sql`${first}|${behind}`;
const inner = (value: unknown) => sql`${value}`;
const list = (...parts: unknown[]) => sql`in (${sql.join(parts, ', ')})`;
const from = (name: string) => sql`select from ${sql.raw(name)} where ${1}`;
const ours = (n: number, part: unknown) => sql`ours ${n} ${part}`;
const theirs = (n: number, part: unknown) => kysely`theirs ${n} ${part}`;
const brought = (rows: readonly { id: number; name: string | null }[]) => {
  const column = sql.columns(rows);
  return sql`select ${column('bigint', ({ id }) => id)}, ${column('text', ({ name }) => name)} as name`;
};
const listsFrom = (first: number) => `select unnest($${first}::bigint[]), unnest($${first + 1}::text[]) as name`;
const textWith = (n: number) => compiled(sql`select ${n}::int, ${sql`now()`}`).text;

describe('a statement', () => {
  it('is its text with numbers where values are bound', () => {
    const ids = [1, 2];
    expect(compiled(sql`select ${'a'}::text, ${ids}::int[], ${null}::int`)).toEqual({
      text: 'select $1::text, $2::int[], $3::int',
      values: ['a', ids, null],
    });
  });

  it('binds whatever looks like a part of it', () => {
    const odd = [{ texts: ['drop'], between: [] }, 'drop table users', undefined];
    expect(compiled(sql`${odd[0]} ${odd[1]} ${odd[2]}`)).toEqual({ text: '$1 $2 $3', values: odd });
  });

  it('takes other statements for parts, and numbers their values as they stand', () => {
    expect(compiled(sql`${0} ${bracketed(1)} ${sql`[${bracketed(2)}${3}]`} ${4}`)).toEqual({
      text: '$1 ($2) [($3)$4] $5',
      values: [0, 1, 2, 3, 4],
    });
  });

  it('is told from another one of the same parts in another place', () => {
    const part = sql`now()`;
    expect([pair(part, 1), pair(1, part), pair(part, part), pair(1, 2), pair(part, 1)].map(compiled)).toEqual([
      { text: 'now() < $1', values: [1] },
      { text: '$1 < now()', values: [1] },
      { text: 'now() < now()', values: [] },
      { text: '$1 < $2', values: [1, 2] },
      { text: 'now() < $1', values: [1] },
    ]);
    expect([outer(inner(part), 1), outer(inner(1), part)].map((statement) => compiled(statement).text)).toEqual([
      'now()|$1',
      '$1|now()',
    ]);
  });

  it('is as long as its lists', () => {
    expect([list(), list(1), list(1, sql`2`, 3), list(4, 5), list('a')].map((one) => compiled(one).text)).toEqual([
      'in ()',
      'in ($1)',
      'in ($1, 2, $2)',
      'in ($1, $2)',
      'in ($1)',
    ]);
    expect(compiled(sql`${sql.join([1, 2], ' or ')}`).text).toBe('$1 or $2');
  });

  it('has names that stand in the code, each its own', () => {
    expect([from('a'), from('b'), from('a')].map((one) => compiled(one).text)).toEqual([
      'select from a where $1',
      'select from b where $1',
      'select from a where $1',
    ]);
  });

  it('takes parts written with Kysely’s own, and is taken for one by that', () => {
    const both = { text: 'ours $1 theirs $2 ours $3 $4', values: [1, 2, 3, 4] };
    expect(compiled(ours(1, theirs(2, ours(3, 4))))).toEqual(both);
    expect(compiled(sql`${kysely.ref('t.at')} > ${sql.join([1, kysely`now()`], '+')}`)).toEqual({
      text: '"t"."at" > $1+now()',
      values: [1],
    });
    expect(compiled(theirs(5, ours(6, 7)))).toEqual({ text: 'theirs $1 ours $2 $3', values: [5, 6, 7] });
  });

  it('brings one row along as its values, and others as lists', () => {
    const [one, other] = [
      { id: 1, name: null },
      { id: 2, name: 'b' },
    ];
    expect([[one], [one, other], []].map((rows) => compiled(brought(rows)))).toEqual([
      { text: 'select $1::bigint, $2::text as name', values: [1, null] },
      {
        text: 'select unnest($1::bigint[]), unnest($2::text[]) as name',
        values: [
          [1, 2],
          [null, 'b'],
        ],
      },
      { text: 'select unnest($1::bigint[]), unnest($2::text[]) as name', values: [[], []] },
    ]);
  });

  it('brings lists along where not all that it brings is one row', () => {
    const one = { id: 1, name: 'a' };
    const both = (rows: readonly (typeof one)[]) => compiled(sql`with a as (${brought([one])}) ${brought(rows)}`).text;
    const values = 'select $1::bigint, $2::text as name';
    expect(both([one])).toBe(`with a as (${values}) ${values.replace('$1', '$3').replace('$2', '$4')}`);
    expect(both([one, one])).toBe(`with a as (${listsFrom(1)}) ${listsFrom(3)}`);
  });

  it('is the same text each time, and not one that has to be put together', () => {
    expect(Object.is(textWith(1), textWith(2))).toBe(true);
  });
});
