import { expect, it } from 'vitest';
import type { Published } from '../schema.ts';
import { entriesOf, moved } from './moving.ts';

const idsFrom = (first: number, of: readonly unknown[]) => of.map((_, place) => String(first + place));

function published(handlers: Published['document']['handlers'], ...names: readonly string[]): Published {
  const callbacks = names.map((name) => ({ callback_data: name, action: 'send', message: 'x' }));
  const document = { minuta: 1 as const, ready_made_activities: [], handlers, callbacks, keyboards: {}, buttons: {} };
  return { version: 1, document, handler_ids: idsFrom(1, handlers), callback_ids: idsFrom(101, callbacks) };
}

const start = { pattern: '/start', action: 'send', message: 'x' };

it('C3 a question goes over under its present name, whatever else is off', () => {
  const before = entriesOf(published([{ ...start, enabled: false }, start], 'name.asked', 'menu'));
  const after = entriesOf(published([{ ...start, enabled: false }, start], 'name.taken', 'menu'));
  expect(moved({ step: 'name.asked', frames: null }, before, after)).toEqual({ step: 'name.taken', frames: null });
  expect(moved({ step: 'menu', frames: null }, before, after)).toEqual({ step: 'menu', frames: null });
});

it('C3 a question whose callback is off there ends', () => {
  const before = published([], 'menu');
  const [callback] = before.document.callbacks;
  const off = callback ? [{ ...callback, enabled: false }] : [];
  const after = { ...before, document: { ...before.document, callbacks: off } };
  expect(moved({ step: 'menu', frames: null }, entriesOf(before), entriesOf(after))).toBeNull();
});
