import { expect, test } from 'vitest';
import { checkDocument } from '../document.ts';
import { differences, type Compared } from './diff.ts';

/** Handlers by their ids. */
function comparedOf(handlers: Readonly<Record<string, object>>, parts: object = {}): Compared {
  const list = Object.values(handlers);
  const checked = checkDocument({ minuta: 1, handlers: list, ...parts });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return { document: checked.document, handlerIds: Object.keys(handlers), callbackIds: [] };
}

const hi = { pattern: 'hi', action: 'send', message: 'Hi' };
const bye = { pattern: 'bye', action: 'send', message: 'Bye' };
const back = { pattern: 'back', action: 'send' };

test('C9 nothing is different between a configuration and itself', () => {
  expect(differences(comparedOf({ 1: hi, 2: bye }), comparedOf({ 1: hi, 2: bye }))).toEqual([]);
});

test('C9 an entry is the same one by its id, whatever it is called now', () => {
  const renamed = { ...hi, pattern: 'hello' };
  expect(differences(comparedOf({ 1: hi }), comparedOf({ 1: renamed }))).toEqual([
    {
      change: 'changed',
      kind: 'handler',
      id: '1',
      name: 'hello',
      moved: false,
      fields: [{ field: 'pattern', before: 'hi', after: 'hello' }],
    },
  ]);
});

test('C9 what was added, removed and moved is told apart', () => {
  const told = differences(
    comparedOf({ 1: hi, 2: bye, 3: back }),
    comparedOf({ 12: { pattern: 'new', action: 'send' }, 3: back, 2: bye }),
  );
  // A record of JavaScript has its numbers in order: 2, 3, 12.
  expect(told.map(({ change, id }) => [change, id])).toEqual([
    ['added', '12'],
    ['removed', '1'],
  ]);
  const [before, after] = [comparedOf({ 1: hi, 2: bye, 3: back }), comparedOf({ 1: back, 2: hi, 3: bye })];
  const moved = differences(before, { ...after, handlerIds: ['3', '1', '2'] });
  expect(moved).toEqual([{ change: 'moved', kind: 'handler', id: '3', name: 'back', moved: true, fields: [] }]);
});

test('C9 what belongs to no entry is told, too', () => {
  const told = differences(comparedOf({}), comparedOf({}, { ready_made_activities: ['Work'] }));
  expect(told).toEqual([
    {
      change: 'changed',
      kind: 'header',
      id: '',
      name: '',
      moved: false,
      fields: [{ field: 'ready_made_activities', before: [], after: ['Work'] }],
    },
  ]);
});
