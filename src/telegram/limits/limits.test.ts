import { expect, it } from 'vitest';
import { CacheError } from '../../platform/cache/cache.ts';
import { createInProcessCache } from '../../platform/cache/in-process.ts';
import { isTelegramId, isUserId, type TelegramId, type UserId } from '../../platform/ids.ts';
import { createLimits, type Limits, type Verdict } from './limits.ts';

function telegramId(id: number): TelegramId {
  if (!isTelegramId(id)) throw new Error('no id of Telegram');
  return id;
}
function userId(id: number): UserId {
  if (!isUserId(id)) throw new Error('no id');
  return id;
}

const anna = telegramId(70_000_000_007);
const boris = telegramId(70_000_000_008);

/** Redis as this process sees it, in memory; it can go away, and counts what it is asked. */
function redisAsSeen() {
  const memory = createInProcessCache();
  const state = { isAway: false, spends: 0, shares: 0, keys: new Set<string>() };
  const guard = (): void => {
    if (state.isAway) throw new CacheError('away on purpose');
  };
  const cache = {
    isShared: true,
    isAvailable: () => !state.isAway,
    spend: async (...asked: Parameters<typeof memory.spend>) => {
      state.spends += 1;
      state.keys.add(asked[0]);
      await Promise.resolve();
      guard();
      return memory.spend(...asked);
    },
    share: async (...asked: Parameters<typeof memory.share>) => {
      state.shares += 1;
      state.keys.add(asked[0]);
      guard();
      return { ...(await memory.share(...asked)), sharers: 2 };
    },
  };
  return { cache, state };
}

async function many(limits: Limits, person: TelegramId, count: number): Promise<Record<Verdict, number>> {
  const verdicts = await Promise.all(Array.from({ length: count }, async () => limits.ask(person)));
  const counts = { pass: 0, tell: 0, drop: 0 };
  for (const verdict of verdicts) counts[verdict] += 1;
  return counts;
}

const usual = { perUser: 5, total: 2_000, holder: 'one', userIdOf: () => userId(42) };

it('B5 lets a person do twenty things at once, tells them once, and bothers nobody else', async () => {
  const { cache } = redisAsSeen();
  const ids = new Map([
    [anna, userId(42)],
    [boris, userId(43)],
  ]);
  const limits = createLimits({ ...usual, cache, userIdOf: (id) => ids.get(id) });
  expect(await many(limits, anna, 100)).toEqual({ pass: 20, tell: 1, drop: 79 });
  expect(await many(limits, boris, 10)).toEqual({ pass: 10, tell: 0, drop: 0 });
});

it('B5 asks one question for each update, under a key that names the person by the internal id alone', async () => {
  const { cache, state } = redisAsSeen();
  const limits = createLimits({ ...usual, cache, perUser: 1_000 });
  await many(limits, anna, 300);
  expect(state.spends).toBe(300);
  // A portion is a hundred.
  expect(state.shares).toBeLessThanOrEqual(5);
  expect(state.keys).toEqual(new Set(['limit:{42}', 'limit:total']));
});

it('B5 holds strangers to the same limit without telling Redis who they are', async () => {
  const { cache, state } = redisAsSeen();
  const limits = createLimits({ ...usual, cache, userIdOf: () => undefined });
  expect(await many(limits, anna, 30)).toEqual({ pass: 20, tell: 1, drop: 9 });
  expect([...state.keys]).toEqual(['limit:total']);
});

it('B5 keeps all people together below the limit, and tells each of them once', async () => {
  const { cache } = redisAsSeen();
  const ids = new Map<TelegramId, UserId>();
  const people = Array.from({ length: 60 }, (_, place) => telegramId(80_000_000_000 + place));
  for (const [place, person] of people.entries()) ids.set(person, userId(100 + place));
  const limits = createLimits({ ...usual, cache, total: 40, userIdOf: (id) => ids.get(id) });
  const verdicts: Verdict[] = [];
  for (const person of people) verdicts.push(await limits.ask(person), await limits.ask(person));
  const passed = verdicts.filter((verdict) => verdict === 'pass').length;
  // Forty in the first second, and perhaps a few that came back.
  expect(passed).toBeGreaterThanOrEqual(40);
  expect(passed).toBeLessThan(60);
  expect(verdicts.filter((verdict) => verdict === 'tell').length).toBeLessThanOrEqual(60);
  expect(verdicts).toContain('drop');
});

it('D3 B5 goes on with its own buckets when Redis is gone, with its part of the whole, and without waiting', async () => {
  const { cache, state } = redisAsSeen();
  const limits = createLimits({ ...usual, cache, total: 100, perUser: 50 });
  await many(limits, anna, 30);
  state.isAway = true;
  const verdicts = Array.from({ length: 100 }, () => limits.ask(anna));
  // Two processes shared it, so half of the hundred is ours.
  expect(verdicts.filter((verdict) => verdict === 'pass').length).toBe(50);
  expect(verdicts.every((verdict) => typeof verdict === 'string')).toBe(true);
});

it('D3 B5 counts on when Redis goes in the middle of a question', async () => {
  const { cache, state } = redisAsSeen();
  const limits = createLimits({ ...usual, cache });
  await many(limits, anna, 1);
  const asked = many(limits, anna, 100);
  state.isAway = true;
  expect(await asked).toEqual({ pass: 20, tell: 1, drop: 79 });
});

it('D3 B5 keeps nobody out where Redis answers and refuses, for a full disk or memory', async () => {
  const { cache } = redisAsSeen();
  let asked = 0;
  const refuse = async (): Promise<never> => {
    asked += 1;
    throw new CacheError('MISCONF on purpose');
  };
  const limits = createLimits({ ...usual, cache: { ...cache, spend: refuse, share: refuse } });
  expect(await many(limits, anna, 10)).toEqual({ pass: 10, tell: 0, drop: 0 });
  expect(await many(limits, boris, 10)).toEqual({ pass: 10, tell: 0, drop: 0 });
  // Each update about its person, and once about the whole.
  expect(asked).toBe(21);
});

it('B5 lets people in one by one where the limit is less than one in a second', async () => {
  for (const isAway of [false, true]) {
    const { cache, state } = redisAsSeen();
    state.isAway = isAway;
    const limits = createLimits({ ...usual, cache, perUser: 0.1, total: 0.5 });
    expect(await many(limits, anna, 3)).toEqual({ pass: 1, tell: 1, drop: 1 });
  }
});
