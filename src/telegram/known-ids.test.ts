import { expect, it } from 'vitest';
import { isTelegramId, isUserId, type TelegramId, type UserId } from '../platform/ids.ts';
import { createKnownIds } from './known-ids.ts';

function telegram(id: number): TelegramId {
  if (!isTelegramId(id)) throw new RangeError('a whole number');
  return id;
}
function user(id: number): UserId {
  if (!isUserId(id)) throw new RangeError('a whole number');
  return id;
}

it('who is met often is remembered, however many others pass by', () => {
  const known = createKnownIds();
  known.set(telegram(1), user(11));
  for (let id = 2; id < 120_000; id += 1) {
    known.set(telegram(id), user(id + 10));
    if (id % 1000 === 0) known.set(telegram(1), user(11));
  }
  expect(known.get(telegram(1))).toBe(11);
  expect(known.get(telegram(2))).toBeUndefined();
  expect(known.get(telegram(119_999))).toBe(120_009);
});

it('who was erased is forgotten', () => {
  const known = createKnownIds();
  known.set(telegram(1), user(11));
  known.delete(telegram(1));
  expect(known.get(telegram(1))).toBeUndefined();
});

it('B5 whose id is in doubt, as another process holds them, keeps the limit of their own', () => {
  const known = createKnownIds();
  expect(known.lastKnown(telegram(1))).toBeUndefined();
  known.set(telegram(1), user(11));
  known.delete(telegram(1));
  known.delete(telegram(1));
  expect(known.lastKnown(telegram(1))).toBe(11);
});

it('B5 who was erased and is somebody new has the limit of the new one', () => {
  const known = createKnownIds();
  known.set(telegram(1), user(11));
  known.delete(telegram(1));
  known.set(telegram(1), user(12));
  expect(known.lastKnown(telegram(1))).toBe(12);
  known.delete(telegram(1));
  expect(known.lastKnown(telegram(1))).toBe(12);
});
