import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { CacheError } from './cache.ts';
import { spendTogether } from './spend-together.ts';

const rules = { rate: 1, burst: 4 };

/** What is asked, and what is spent by it: keys that begin with «e» are empty. */
function listening() {
  const questions: string[][] = [];
  const spend = spendTogether(async (keys) => {
    questions.push([...keys]);
    if (keys.includes('broken')) throw new CacheError('away on purpose');
    return keys.map((key) => (key.startsWith('e') ? 'empty' : 'spent'));
  });
  return { spend, questions };
}

it('B5 asks once for all who come in one turn, and tells each their own', async () => {
  const { spend, questions } = listening();
  const answers = await Promise.all(['a', 'empty', 'b', 'a'].map((key) => spend(key, rules)));
  expect(answers).toEqual(['spent', 'empty', 'spent', 'spent']);
  expect(questions).toEqual([['a', 'empty', 'b', 'a']]);
  await nextTurn();
  expect(await spend('e', rules)).toBe('empty');
  expect(questions).toHaveLength(2);
});

it('B5 asks apart for buckets of other rules, and for more than five hundred', async () => {
  const { spend, questions } = listening();
  await Promise.all([spend('a', rules), spend('b', { rate: 2, burst: 4 }), spend('c', { rate: 2, burst: 4 })]);
  expect(questions).toEqual([['a'], ['b', 'c']]);
  const many = Array.from({ length: 1_100 }, (_, place) => (place % 2 === 0 ? `e${place}` : `s${place}`));
  const answers = await Promise.all(many.map((key) => spend(key, rules)));
  expect(answers).toEqual(many.map((key) => (key.startsWith('e') ? 'empty' : 'spent')));
  expect(questions.slice(2).map((keys) => keys.length)).toEqual([500, 500, 100]);
});

it('D3 B5 tells everybody whose question failed, and goes on', async () => {
  const { spend } = listening();
  const outcomes = await Promise.allSettled([spend('a', rules), spend('broken', rules)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(spend('a', rules)).resolves.toBe('spent');
});
