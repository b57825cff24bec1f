import { expect, test } from 'vitest';
import { checkDocument } from '../document.ts';
import type { ConfigDocument } from '../schema.ts';
import { restoreShipped } from './restore.ts';

function documentOf(parts: object): ConfigDocument {
  const checked = checkDocument({ minuta: 1, ...parts });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.document;
}

const handler = (pattern: string, message = pattern) => ({ pattern, action: 'send', message });
const shipped = documentOf({
  ready_made_activities: ['Work'],
  handlers: [handler('/start'), handler('/menu'), handler('/help')],
  keyboards: { main: { layout: [['a']] } },
  buttons: { a: { label: 'A' } },
});

test('C5 what was changed is as it ships, what was deleted is back in its place, what was added stays', () => {
  const changed = documentOf({
    ready_made_activities: ['Sleep'],
    handlers: [handler('/mine'), handler('/help', 'changed'), handler('/start'), handler('/yours')],
    keyboards: { mine: { layout: [['a']] } },
    buttons: { a: { label: 'changed' } },
  });
  const restored = restoreShipped(changed, shipped);
  expect(restored.ready_made_activities).toEqual(['Work']);
  expect(restored.handlers.map(({ pattern, message }) => [pattern, message])).toEqual([
    ['/mine', '/mine'],
    ['/help', '/help'],
    ['/start', '/start'],
    ['/menu', '/menu'],
    ['/yours', '/yours'],
  ]);
  expect(Object.keys(restored.keyboards)).toEqual(['mine', 'main']);
  expect(restored.buttons['a']).toEqual({ label: 'A' });
});

test('C5 of nothing it makes what ships, and of what ships the same', () => {
  expect(restoreShipped(documentOf({}), shipped)).toEqual(shipped);
  expect(restoreShipped(shipped, shipped)).toEqual(shipped);
});
