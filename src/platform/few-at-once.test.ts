import { expect, it } from 'vitest';
import { fewAtOnce } from './few-at-once.ts';

it('does so many pieces of work at once and no more, in the order in which they came', async () => {
  const inTurn = fewAtOnce(2);
  const begun: number[] = [];
  const ends: PromiseWithResolvers<void>[] = [0, 1, 2, 3].map(() => Promise.withResolvers<void>());
  const all = ends.map((end, number) =>
    inTurn(async () => {
      begun.push(number);
      await end.promise;
      return number;
    }),
  );
  await Promise.resolve();
  expect(begun).toEqual([0, 1]);
  ends[1]?.resolve();
  await all[1];
  await Promise.resolve();
  expect(begun).toEqual([0, 1, 2]);
  for (const end of ends) end.resolve();
  expect(await Promise.all(all)).toEqual([0, 1, 2, 3]);
});

it('goes on after work that fails', async () => {
  const inTurn = fewAtOnce(1);
  const failing = inTurn(async () => Promise.reject(new Error('no')));
  const next = inTurn(async () => 'yes');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('yes');
});
