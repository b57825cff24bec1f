import { expect, it } from 'vitest';
import { detailsOf } from './audit-details.ts';
import { deedOf } from './audit-words.ts';

const words = { things: { callback: 'Screen' }, deeds: { update: 'changed', sign_in: 'signed in' } };

it('A2 says what was done in words, and as it is written where there are none', () => {
  const update = { action: 'callback.update', subject: 'callback/112' };
  expect(deedOf(words, update)).toBe('Screen 112: changed');
  expect(deedOf(words, { ...update, after: { callback_data: 'help' } })).toBe('Screen help: changed');
  expect(deedOf(words, { action: 'thing.turn', subject: 'thing/a/b' })).toBe('thing a/b: thing.turn');
  expect(deedOf(words, { action: 'callback.update', subject: 'callback' })).toBe('Screen: changed');
  expect(deedOf(words, { action: 'auth.sign_in', subject: 'admin/1' })).toBe('signed in');
});

it('A2 tells field by field what is different, and nothing of what is the same', () => {
  const before = { callback_data: 'help', message: 'Hello', enabled: true };
  const after = { callback_data: 'help', message: { en: 'Hi' }, photo_url: null };
  expect(detailsOf({ before, after })).toEqual([
    { field: 'message', before: 'Hello', after: '{\n "en": "Hi"\n}' },
    { field: 'enabled', before: 'true', after: null },
  ]);
  expect(detailsOf({ before: null, after: { login: 'anna' } })).toEqual([
    { field: 'login', before: null, after: 'anna' },
  ]);
});
